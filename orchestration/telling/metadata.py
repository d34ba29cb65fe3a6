"""Small tables for the Dagster UI. What is in them belongs to the assets that report it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import dagster as dg


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MarkdownMetadataValue:
    """A Markdown table; cells may come from pages, so nothing in them is markup."""
    lines = [header, ["---"] * len(header), *([_plain(cell) for cell in row] for row in rows)]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _plain(cell: object) -> str:
    text = "" if cell is None else " ".join(str(cell).split())[:300]
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"&#{ord(mark)};")
    return text
