"""Records of WARC files, read past damage: what is whole is found, what is not is named.

What becomes of either belongs to `importing` (files made elsewhere) and `verify` (the archive itself).
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord

from scrapers.archive.segments import GZIP_MEMBER, complete_length

RECORD_LIMIT = 64 * 2**20
PAGE_TYPES = ("response", "resource")
CUT_SHORT = "cut short"


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a WARC file: a record or damage."""

    offset: int
    record: bytes = b""  # uncompressed, with its WARC header
    damage: str | None = None


def read_pages(path: Path) -> Iterator[Found]:
    """All response and resource records of a WARC file, plain or gzip per record.

    Raises:
        OSError: the file cannot be opened.
    """
    return (found for found in read_records(path, PAGE_TYPES) if found.record or found.damage)


def read_records(path: Path, types: Collection[str] | None = None) -> Iterator[Found]:
    """All records of a WARC file; those not of the given types (all, when None) without their content.

    Raises:
        OSError: the file cannot be opened.
    """
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        compressed = content[:3] == GZIP_MEMBER
        complete, torn = complete_length(path) if compressed else (len(content), False)
        for found in _past_damage(file, content, GZIP_MEMBER if compressed else b"WARC/1.", types):
            if torn and found.offset >= complete:  # the reader makes up a record from half a member
                break
            yield found
        if torn:
            yield Found(complete, damage=CUT_SHORT)


def read_whole(content: bytes) -> Found:
    """The one page record that `content` is, uncompressed; whatever else it is, is told as damage."""
    try:
        found = next(_from(BytesIO(content), 0, PAGE_TYPES), Found(0))
    except OSError as error:
        return Found(0, damage=str(error))
    return found if found.record or found.damage else Found(0, damage="no page record")


def _past_damage(
    file: BinaryIO, content: mmap.mmap, mark: bytes, types: Collection[str] | None
) -> Iterator[Found]:
    start, damaged = 0, False
    while start >= 0:
        at = start
        try:
            for found in _from(file, start, types):
                at, damaged = found.offset + 1, False
                yield found
            return
        except OSError as error:
            if at > start and mark == GZIP_MEMBER:
                at = _member_end(content, at - 1)
            if not damaged:  # one line per damaged stretch, however many false starts lie in it
                yield Found(at, damage=f"cannot be read: {error}")
            damaged = True
            start = content.find(mark, max(at, start + 1))


def _member_end(content: mmap.mmap, start: int) -> int:
    """Where the gzip member that begins at `start` ends; `start` when it is the one that is damaged."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for position in range(start, len(content), 2**16):
        chunk = content[position : position + 2**16]
        try:
            while chunk and not inflater.eof:
                inflater.decompress(chunk, 2**20)
                chunk = inflater.unconsumed_tail
        except zlib.error:
            return start
        if inflater.eof:
            return min(position + 2**16, len(content)) - len(inflater.unused_data)
    return start


def _from(file: BinaryIO, start: int, types: Collection[str] | None) -> Iterator[Found]:
    file.seek(start)
    for record in ArchiveIterator(file, parse_http=False):
        offset = record.stream_pos
        if not (record.headers.get("Content-Length") or "").isdecimal():
            yield Found(offset, damage=CUT_SHORT)
        elif types is not None and record.headers.get("WARC-Type") not in types:
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
    return Found(offset, raw) if body == length else Found(offset, damage=CUT_SHORT)
