"""One archived page, one document: read here, in this process or in others, and never a reason to stop.

Functions that a worker process can run belong here; what is due and where it lands belong to
`warehouse.reading`.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from scrapers.archive import Archive
from scrapers.documents import read_page
from scrapers.errors import UserError
from scrapers.model import Document, Fetch, Figure, PageOutcome, PageVersion, Rejection
from scrapers.reading import read_document
from scrapers.registry import Source
from scrapers.version import READER_VERSION
from warehouse.tables import VALUE_LIMIT, Row, figure_row, row_of

Progress = Callable[[int, int], None]  # done, of how many
READ_AGAIN = ""  # the reader of a row that the next run must read again
_CHUNK = 16
WORTH_PROCESSES = 200  # to start some takes as long as to read about so many pages

_Due = TypeVar("_Due")
_Read = TypeVar("_Read")


def each(
    read: Callable[[_Due], _Read], due: Sequence[_Due], progress: Progress | None, workers: int
) -> Iterator[_Read]:
    """Read all that is due, in order, in other processes when there are several workers."""
    if workers > 1 and len(due) >= WORTH_PROCESSES:
        # A forked child of a process with threads can hang, hence spawn.
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
            yield from _counted(pool.map(read, due, chunksize=_CHUNK), len(due), progress)
    else:
        yield from _counted(map(read, due), len(due), progress)


def _counted(results: Iterator[_Read], total: int, progress: Progress | None) -> Iterator[_Read]:
    for done, result in enumerate(results, start=1):
        yield result
        if progress is not None:
            progress(done, total)


def reader_of(source: Source) -> str:
    """Who reads a source: the code, and what the registry tells it of the source's pages."""
    return f"{READER_VERSION} {source.territory} {source.profile} {source.charset}"


def read_record(archive: Path, source: Source, fetch: Fetch) -> tuple[PageVersion, Document | None]:
    """Read an archived page; whatever goes wrong is told in the version's reason."""
    version = PageVersion(
        source=source.id,
        url=fetch.url,
        page_sha256=fetch.page_sha256 or "",
        captured_at=fetch.captured_at,
        fetched_at=fetch.fetched_at,
        warc_file=fetch.warc_file or "",
        warc_offset=fetch.warc_offset or 0,
        outcome=PageOutcome.UNREADABLE,
    )
    try:
        page = Archive(archive).read(version.warc_file, version.warc_offset)
        outcome, document, reason = read_page(
            page.body,
            url=fetch.url,
            source=source.id,
            content_type=page.content_type,
            charset=source.charset,
            publisher_province=source.territory,
            captured_at=fetch.captured_at,
            profile=source.profile,
        )
    except UserError as error:
        return replace(version, reason=str(error), reader=READ_AGAIN), None
    except Exception as error:  # a page no one foresaw must not keep the others from being read
        return replace(version, reason=_told(error), reader=READ_AGAIN), None
    version = replace(version, outcome=outcome, reason=reason, reader=reader_of(source))
    if document is not None:
        version = replace(version, doc_id=document.doc_id, profile=document.profile)
    return version, document


def read_figures(reader: str, document: Document) -> tuple[Row, list[Row], list[Row]]:
    """The rows of a document: its reading by `reader`, its figures (each id once), its rejections.

    Whatever goes wrong is told in the reading's reason.
    """
    facts = {"doc_id": document.doc_id, "source": document.source}
    try:
        found = read_document(document)
    except Exception as error:  # as with pages
        counts = {"reader": READ_AGAIN, "figures": 0, "rejections": 0, "reason": _told(error)}
        return facts | counts, [], []
    figures: dict[str, Row] = {}
    rejections = list(found.rejections)
    for figure in found.figures:
        if unfit := _unfit(figure):
            text = document.text[figure.start : figure.end]
            rejections.append(Rejection(figure.doc_id, text, figure.start, figure.end, unfit))
        else:
            row = figure_row(figure, document.source)
            figures.setdefault(row["figure_id"], row)
    rows = [row_of(rejection, source=document.source) for rejection in rejections]
    counts = {"reader": reader, "figures": len(figures), "rejections": len(rows), "reason": None}
    return facts | counts, list(figures.values()), rows


def _unfit(figure: Figure) -> str | None:
    """Why a figure cannot land: one such figure must not keep all others from being published."""
    if not figure.value.is_finite() or abs(figure.value) >= VALUE_LIMIT:
        return "too_many_digits"
    if not figure.evidence_start <= figure.start < figure.end <= figure.evidence_end:
        return "evidence_apart"  # the words given for it do not hold the number
    return None


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]
