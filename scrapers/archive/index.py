"""What stands where in the WARC files of a source: the rows of an index, made from the files alone.

Walking the files belongs here; where the index is kept does not (`warehouse.records`), nor does judging
damage (`verify`): a record that is not whole is left out.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord

from scrapers.archive.segments import GZIP_MEMBER
from scrapers.model import Outcome

_TYPES = ("response", "revisit", "resource")
_CHUNK = 2**16
_HEAD = 2**18  # what is inflated beyond this holds no WARC or HTTP header


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """A page record, or one that says that a page was met again."""

    source: str
    url: str
    captured_at: datetime | None  # UTC; None when its maker wrote no date that can be read
    record_type: str  # response, revisit or resource
    payload_digest: str | None  # as its maker wrote it
    warc_file: str  # relative to the archive's root
    warc_offset: int  # bytes
    length: int  # bytes, compressed: offset and length together are a whole gzip member
    http_status: int | None
    content_type: str | None
    outcome: Outcome


def segments(root: Path, source: str) -> list[str]:
    """The WARC files of a source in the order they were written, relative to the archive's root."""
    return sorted(path.relative_to(root).as_posix() for path in (root / source).glob("*.warc.gz"))


def index_segment(root: Path, warc_file: str, start: int = 0) -> Iterator[IndexedRecord]:
    """The whole records of a WARC file, in their order.

    Args:
        root: Of the archive.
        warc_file: One of `segments`.
        start: Byte to begin at, where a record begins. Beyond the end of the file there is nothing.

    Raises:
        OSError: the file cannot be read.
    """
    path = root / warc_file
    if path.stat().st_size <= start:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        while start >= 0:
            end, head = _member(content, start)
            if end is None:  # torn or damaged: go on behind it, when anything is there
                start = _next_record(content, start + 1)
                continue
            record = next(iter(ArchiveIterator(BytesIO(head), parse_http=False)), None)
            if record is not None and record.headers.get("WARC-Type") in _TYPES:
                yield _indexed(record, warc_file, start, end - start)
            start = end if end < len(content) else -1


def _member(content: mmap.mmap, start: int) -> tuple[int | None, bytes]:
    """Where the gzip member at `start` ends (None when it is not whole), and how its content begins."""
    inflater, head = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    for position in range(start, len(content), _CHUNK):
        chunk = content[position : position + _CHUNK]
        try:
            while chunk and not inflater.eof:
                inflated = inflater.decompress(chunk, _CHUNK)
                chunk = inflater.unconsumed_tail
                if len(head) < _HEAD:
                    head += inflated
        except zlib.error:
            return None, b""
        if inflater.eof:
            return min(position + _CHUNK, len(content)) - len(inflater.unused_data), head
    return None, b""


def _next_record(content: mmap.mmap, start: int) -> int:
    """Where the next gzip member begins that holds a record; -1 when none does."""
    at = content.find(GZIP_MEMBER, start)
    while at >= 0:
        try:
            beginning = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content[at : at + _CHUNK], 5)
        except zlib.error:
            beginning = b""
        if beginning == b"WARC/":
            break
        at = content.find(GZIP_MEMBER, at + 1)
    return at


def _indexed(record: WarcRecord, warc_file: str, offset: int, length: int) -> IndexedRecord:
    headers = record.headers
    kind = str(headers["WARC-Type"])
    content_type, status = headers.get("Content-Type"), None
    if record.is_http:
        record.parse_http()
        http = record.http_headers  # false when it has no fields, so ask for None
        content_type = None if http is None else http.get("Content-Type")
        status = None if http is None else http.status_code
    return IndexedRecord(
        source=warc_file.partition("/")[0],
        url=(headers.get("WARC-Target-URI") or "").strip("<>"),  # old writers put brackets around it
        captured_at=record.record_date.astimezone(UTC) if record.record_date else None,
        record_type=kind,
        payload_digest=headers.get("WARC-Payload-Digest"),
        warc_file=warc_file,
        warc_offset=offset,
        length=length,
        http_status=status,
        content_type=content_type,
        outcome=_outcome(kind, headers.get("WARC-Profile") or ""),
    )


def _outcome(kind: str, profile: str) -> Outcome:
    if kind != "revisit":
        return Outcome.OK
    return Outcome.NOT_MODIFIED if profile.endswith("/server-not-modified") else Outcome.UNCHANGED
