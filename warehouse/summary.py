"""How much of everything there is: for the table at the end of a run and for `sotttt status`.

Only counting belongs here; printing belongs to the command line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from warehouse import lake
from warehouse.release.published import Published, published
from warehouse.tables import Table
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Summary:
    """What a workspace holds. Figures are those of every document version, published or not."""

    sources: int
    fetches: Counter[str]  # by outcome
    pages: Counter[str]  # by what reading them gave
    documents: int
    figures: Counter[str]  # by status
    without_province: int
    without_year: int
    rejections: Counter[str]  # by reason
    published: Published | None


def summarize(workspace: Workspace, run_id: str | None = None) -> Summary:
    """Count what the lake holds; with `run_id` only the fetches of that run."""
    fetches = lake.columns(workspace.lake, Table.FETCHES, ["run_id", "outcome"])
    figures = lake.columns(workspace.lake, Table.FIGURES, ["status", "province", "year"])
    pages = lake.columns(workspace.lake, Table.PAGES, ["outcome"])
    rejections = lake.columns(workspace.lake, Table.REJECTIONS, ["reason"])
    return Summary(
        sources=len(lake.columns(workspace.lake, Table.SOURCES, ["source"])),
        fetches=Counter(row["outcome"] for row in fetches if run_id in (None, row["run_id"])),
        pages=Counter(row["outcome"] for row in pages),
        documents=len(lake.columns(workspace.lake, Table.DOCUMENTS, ["doc_id"])),
        figures=Counter(row["status"] for row in figures),
        without_province=sum(row["province"] is None for row in figures),
        without_year=sum(row["year"] is None for row in figures),
        rejections=Counter(row["reason"] for row in rejections),
        published=published(workspace),
    )
