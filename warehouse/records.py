"""The index of the archive: the lake's table `records`, one row per page record or revisit.

Keeping it up to date belongs here; what a row says is told by `scrapers.archive.index`. It follows from the
WARC files alone, so it can be deleted and made anew at any time.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby

from scrapers.archive import Archive, ArchivedPage
from scrapers.archive.index import index_segment, segments
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from warehouse import lake
from warehouse.tables import Row, Table
from warehouse.workspace import Workspace

_log = logging.getLogger(__name__)


def land_records(workspace: Workspace, source: str, *, rebuild: bool = False) -> tuple[int, int]:
    """Bring the index of a source up to date with its WARC files; gives its records, all and new ones.

    Args:
        workspace: Whose archive and lake.
        source: Folder of the archive; without one the index is empty.
        rebuild: Read every file from its beginning, not only what was added.

    Raises:
        UserError: the table cannot be read or written.
        OSError: a WARC file cannot be read.
    """
    held = [] if rebuild else lake.read(workspace.lake, Table.RECORDS, source)
    known = {name: list(rows) for name, rows in groupby(held, key=lambda row: str(row["warc_file"]))}
    rows: list[Row] = []
    for warc_file in segments(workspace.archive, source):
        rows += _brought_on(workspace, warc_file, known.get(warc_file, []))
    if rows != held or rebuild:
        lake.replace(workspace.lake, Table.RECORDS, source, rows)
    return len(rows), max(0, len(rows) - len(held))


def untold(workspace: Workspace, source: str) -> list[Fetch]:
    """Pages of the archive that no fetch tells of, as fetches: a kill came between the two."""
    told = lake.columns(workspace.lake, Table.FETCHES, ["warc_file", "warc_offset"], source)
    places = {(row["warc_file"], row["warc_offset"]) for row in told}
    now = datetime.now(UTC)
    found: list[Fetch] = []
    with Archive(workspace.archive) as archive:
        for row in lake.read(workspace.lake, Table.RECORDS, source):
            place = row["warc_file"], row["warc_offset"]
            if row["record_type"] == "revisit" or place in places:
                continue
            try:
                found.append(_fetch(archive.read(*place), source, now))
            except UserError as error:  # `archive verify` tells of it; the others are taken up all the same
                _log.warning("%s", error)
    return found


def _fetch(page: ArchivedPage, source: str, now: datetime) -> Fetch:
    return Fetch(
        source=source,
        run_id=f"found-{now:%Y%m%dT%H%M%S}",
        url=page.url,
        final_url=page.url,
        fetched_at=page.captured_at,
        captured_at=page.captured_at,
        outcome=Outcome.OK,
        http_status=page.status,
        content_type=page.content_type,
        size_bytes=len(page.body),
        page_sha256=hashlib.sha256(page.body).hexdigest(),
        warc_file=page.position.warc_file,
        warc_offset=page.position.offset,
        detail="found in the archive: the run that got it was killed before it could say so",
    )


def _brought_on(workspace: Workspace, warc_file: str, known: list[Row]) -> list[Row]:
    """The rows of a file: those known, and what follows the last of them.

    The last one is read again: when it stands there no longer, the file was cut short or replaced.
    """
    if known:
        tail = _rows(workspace, warc_file, known[-1]["warc_offset"])
        if tail[:1] == known[-1:]:
            return known + tail[1:]
    return _rows(workspace, warc_file, 0)


def _rows(workspace: Workspace, warc_file: str, start: int) -> list[Row]:
    found = map(asdict, index_segment(workspace.archive, warc_file, start))
    return [row | {"outcome": row["outcome"].value} for row in found]
