"""Small lakes for tests: documents and figures as the stages before would have landed them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from scrapers.model import (
    Block,
    BlockKind,
    Cell,
    Document,
    Figure,
    PageOutcome,
    PageVersion,
    Qualifier,
    Status,
)
from warehouse import lake
from warehouse.tables import Row, Table, document_row, figure_row, row_of
from warehouse.workspace import Workspace

CAPTURED = datetime(2024, 5, 1, 3, 0, tzinfo=UTC)


def document(doc_id: str, text: str = "", **other: Any) -> Document:
    text = text or f"Báo cáo {doc_id}\nToàn tỉnh có 450 doanh nghiệp\t45"
    blocks = (
        Block(BlockKind.HEADING, 0, text.index("\n"), 1),
        Block(BlockKind.TABLE, text.index("\n") + 1, len(text), cells=(Cell(0, 0, 0, 1, header=True),)),
    )
    facts: dict[str, Any] = {
        "source": "portal-a",
        "url": f"https://a.example.vn/{doc_id}",
        "title": f"Báo cáo {doc_id}",
        "published": date(2019, 1, 15),
        "publisher_province": "19",
    }
    return Document(doc_id=doc_id, text=text, blocks=blocks, page_sha256=f"{doc_id}-page", **facts | other)


FIGURE = Figure(
    doc_id="d1",
    indicator="ict.enterprises",
    province="19",
    year=2018,
    period="year",
    value=Decimal("450"),
    unit="enterprise",
    qualifier=Qualifier.EXACT,
    status=Status.ACTUAL,
    level=None,
    evidence="450 doanh nghiệp",
    start=25,
    end=28,
    evidence_start=25,
    evidence_end=41,
    rule="prose",
    confidence=0.9,
)


def figure(doc_id: str, value: str, **other: Any) -> Figure:
    return replace(FIGURE, doc_id=doc_id, value=Decimal(value), **other)


def page(doc: Document, **other: Any) -> PageVersion:
    version = PageVersion(
        source=doc.source,
        url=doc.url,
        page_sha256=doc.page_sha256,
        captured_at=CAPTURED,
        fetched_at=CAPTURED,
        warc_file=f"{doc.source}/{doc.source}-0001.warc.gz",
        warc_offset=0,
        outcome=PageOutcome.DOCUMENT,
        doc_id=doc.doc_id,
        profile=doc.profile,
        reader="1",
    )
    return replace(version, **other)


def land(
    workspace: Workspace,
    documents: Sequence[Document],
    figures: Iterable[Figure],
    pages: Sequence[PageVersion] | None = None,
) -> None:
    """Write the lake anew, sources taken from the documents."""
    lake.prepare(workspace.lake)
    source_of = {doc.doc_id: doc.source for doc in documents}
    found = list(figures)
    versions = [page(doc, warc_offset=n) for n, doc in enumerate(documents)] if pages is None else pages
    for source in sorted(set(source_of.values())):
        write = {
            Table.SOURCES: [_source(source)],
            Table.DOCUMENTS: [document_row(doc) for doc in documents if doc.source == source],
            Table.PAGES: [row_of(version) for version in versions if version.source == source],
            Table.FIGURES: [figure_row(fig, source) for fig in found if source_of[fig.doc_id] == source],
        }
        for table, rows in write.items():
            lake.replace(workspace.lake, table, source, rows)


def _source(source: str) -> Row:
    return {
        "source": source,
        "publisher": f"Sở TT&TT {source}",
        "kind": "portal",
        "enabled": True,
        "hosts": [],
    }
