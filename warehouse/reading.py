"""From archive to figures, one source at a time, reading only what has not been read by this reader.

Which records are due, and writing what they gave, belong here; reading one of them belongs to
`warehouse.readers`. No site is ever asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial

from scrapers import catalogue
from scrapers.model import Fetch, Outcome, PageOutcome, PageVersion, Status
from scrapers.registry import Source
from warehouse import lake
from warehouse.readers import READ_AGAIN, Progress, each, read_figures, read_record, reader_of
from warehouse.tables import Row, Table, document_of, document_row, fetch_of, row_of
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What reading the new page versions of a source gave."""

    outcomes: Counter[PageOutcome]
    broken: tuple[str, ...]  # one line per record that the archive could not give or the reader failed on
    silent: tuple[str, ...] = ()  # one line per page that holds nothing to read


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """What reading the new documents of a source gave."""

    documents: int
    figures: Counter[Status]
    domains: Counter[str]  # of the catalogue
    rejections: int
    broken: tuple[str, ...]  # one line per document that the reader failed on


@dataclass(frozen=True, slots=True)
class SourceReading:
    """Both steps. All counts are zero when nothing was due."""

    source: str
    pages: PagesRead
    figures: FiguresRead

    @property
    def due(self) -> bool:
        """Was there anything to read?"""
        return bool(self.pages.outcomes or self.figures.documents)

    @property
    def broken(self) -> tuple[str, ...]:
        """What could not be read; it is tried again next time."""
        return self.pages.broken + self.figures.broken


def read_source(
    workspace: Workspace, source: Source, progress: Progress | None = None, workers: int = 1
) -> SourceReading:
    """Read all that is due of a source: its pages, then its documents."""
    pages = land_documents(workspace, source, progress, workers)
    return SourceReading(source.id, pages, land_figures(workspace, source, progress, workers))


def land_documents(
    workspace: Workspace, source: Source, progress: Progress | None = None, workers: int = 1
) -> PagesRead:
    """Read the archived page versions that this reader has not read, and land pages and documents.

    The text a URL showed before makes no new document, whenever that was. A record that cannot be read is
    landed as unreadable, with the reason, and is due again next time.
    """
    reader = reader_of(source)
    pages = [row for row in lake.read(workspace.lake, Table.PAGES, source.id) if row["reader"] == reader]
    read = {(row["warc_file"], row["warc_offset"]) for row in pages}
    due = [
        fetch for fetch in _captured(workspace, source) if (fetch.warc_file, fetch.warc_offset) not in read
    ]
    shown = {row["doc_id"] for row in pages}
    documents = [
        row for row in lake.read(workspace.lake, Table.DOCUMENTS, source.id) if row["doc_id"] in shown
    ]
    texts = {(row["url"], row["text_sha256"]): row["doc_id"] for row in documents}
    versions: list[PageVersion] = []
    for version, document in each(partial(read_record, workspace.archive, source), due, progress, workers):
        known = texts.get((version.url, document.text_sha256)) if document else None
        if known is not None:
            version = replace(version, outcome=PageOutcome.SAME_TEXT, doc_id=known)
        elif document is not None:
            texts[version.url, document.text_sha256] = document.doc_id
            documents.append(document_row(document))
        versions.append(version)
    pages += map(row_of, versions)
    lake.replace(workspace.lake, Table.DOCUMENTS, source.id, sorted(documents, key=lambda row: row["doc_id"]))
    # Pages come last: a run killed in between finds them unread and does the work again.
    lake.replace(workspace.lake, Table.PAGES, source.id, sorted(pages, key=_arrival))
    broken = tuple(f"{v.url}: {v.reason}" for v in versions if v.reader == READ_AGAIN)
    silent = tuple(
        f"{v.url}: {v.reason or v.outcome}"
        for v in versions
        if v.outcome in (PageOutcome.EMPTY, PageOutcome.UNREADABLE) and v.reader != READ_AGAIN
    )
    return PagesRead(Counter(version.outcome for version in versions), broken, silent)


def land_figures(
    workspace: Workspace, source: Source, progress: Progress | None = None, workers: int = 1
) -> FiguresRead:
    """Read the documents that this reader has not read for figures, and land figures and rejections."""
    reader = reader_of(source)
    documents = {row["doc_id"]: row for row in lake.read(workspace.lake, Table.DOCUMENTS, source.id)}
    readings = {
        row["doc_id"]: row
        for row in lake.read(workspace.lake, Table.READINGS, source.id)
        if row["reader"] == reader and row["doc_id"] in documents
    }
    due = [document_of(row) for doc_id, row in documents.items() if doc_id not in readings]
    landed: dict[Table, list[Row]] = {
        table: [row for row in lake.read(workspace.lake, table, source.id) if row["doc_id"] in readings]
        for table in (Table.FIGURES, Table.REJECTIONS)
    }
    new: dict[Table, list[Row]] = {Table.FIGURES: [], Table.REJECTIONS: []}
    broken: list[str] = []
    for document, (reading, figures, rejections) in zip(
        due, each(partial(read_figures, reader), due, progress, workers), strict=True
    ):
        readings[document.doc_id] = reading
        new[Table.FIGURES] += figures
        new[Table.REJECTIONS] += rejections
        if reading["reason"]:
            broken.append(f"{document.url}: {reading['reason']}")
    for table, rows in new.items():
        in_order = sorted(landed[table] + rows, key=lambda row: (row["doc_id"], row["start"], row["end"]))
        lake.replace(workspace.lake, table, source.id, in_order)
    in_order = sorted(readings.values(), key=lambda row: row["doc_id"])
    lake.replace(workspace.lake, Table.READINGS, source.id, in_order)
    by_status = Counter(Status(row["status"]) for row in new[Table.FIGURES])
    known = catalogue.indicators()
    domains = Counter(known[row["indicator"]].domain for row in new[Table.FIGURES])
    return FiguresRead(len(due), by_status, domains, len(new[Table.REJECTIONS]), tuple(broken))


def _captured(workspace: Workspace, source: Source) -> list[Fetch]:
    """The fetches that left a body in the archive, in the order they came."""
    rows = lake.read(workspace.lake, Table.FETCHES, source.id)
    kept = [row for row in rows if row["outcome"] == Outcome.OK and row["warc_file"] is not None]
    return [fetch_of(row) for row in sorted(kept, key=_arrival)]


def _arrival(row: Row) -> tuple[object, ...]:
    return row["fetched_at"], row["captured_at"], row["warc_file"], row["warc_offset"]
