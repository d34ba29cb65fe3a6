"""Page records of WARC files made elsewhere, read past damage.

What is whole is found, what is not is named. What becomes of either belongs to `importing`.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord

from scrapers.archive.segments import complete_length

RECORD_LIMIT = 64 * 2**20
_GZIP_MEMBER = b"\x1f\x8b\x08"
_PAGE_TYPES = ("response", "resource")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a WARC file: a page record or damage."""

    offset: int
    record: bytes = b""  # uncompressed, with its WARC header
    damage: str | None = None


def read_pages(path: Path) -> Iterator[Found]:
    """All response and resource records of a WARC file, plain or gzip per record.

    Raises:
        OSError: the file cannot be opened.
    """
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        compressed = content[:3] == _GZIP_MEMBER
        complete, torn = complete_length(path) if compressed else (len(content), False)
        for found in _past_damage(file, content, _GZIP_MEMBER if compressed else b"WARC/1."):
            if torn and found.offset >= complete:  # the reader makes up a record from half a member
                break
            yield found
        if torn:
            yield Found(complete, damage="cut short")


def read_whole(content: bytes) -> Found:
    """The one page record that `content` is, uncompressed; whatever else it is, is told as damage."""
    try:
        found = next(_from(BytesIO(content), 0), Found(0))
    except OSError as error:
        return Found(0, damage=str(error))
    return found if found.record or found.damage else Found(0, damage="no page record")


def _past_damage(file: BinaryIO, content: mmap.mmap, mark: bytes) -> Iterator[Found]:
    start, damaged = 0, False
    while start >= 0:
        last = start
        try:
            for found in _from(file, start):
                last, damaged = found.offset, False
                if found.record or found.damage:
                    yield found
            return
        except OSError as error:
            if not damaged:  # one line per damaged stretch, however many false starts lie in it
                yield Found(last, damage=f"after this byte: {error}")
            damaged = True
            start = content.find(mark, last + 1)


def _from(file: BinaryIO, start: int) -> Iterator[Found]:
    file.seek(start)
    for record in ArchiveIterator(file, parse_http=False):
        offset = record.stream_pos
        if not (record.headers.get("Content-Length") or "").isdecimal():
            yield Found(offset, damage="cut short")
        elif record.headers.get("WARC-Type") not in _PAGE_TYPES:
            yield Found(offset)
        elif record.content_length > RECORD_LIMIT:
            yield Found(offset, damage=f"{record.content_length} bytes, more than {RECORD_LIMIT}")
        else:
            yield _whole(record, offset)


def _whole(record: WarcRecord, offset: int) -> Found:
    length = int(record.headers["Content-Length"])
    record.freeze()
    if "WARC-Block-Digest" in record.headers and not record.verify_block_digest(consume=False):
        return Found(offset, damage="its digest differs")
    buffer = BytesIO()
    record.write(buffer, checksum_data="WARC-Block-Digest" not in record.headers)
    raw = buffer.getvalue()
    body = len(raw) - raw.find(b"\r\n\r\n") - 8  # a blank line before, two line ends after
    return Found(offset, raw) if body == length else Found(offset, damage="cut short")
