"""Size-capped WARC segments of one source, appended so that a kill at any byte loses no complete record.

A segment is a row of gzip members, one WARC record each, so a torn tail is a last member without its end.
What the records hold belongs elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from scrapers.archive.records import member, warcinfo
from scrapers.errors import UserError

SEGMENT_BYTES = 256 * 2**20
GZIP_MEMBER = b"\x1f\x8b\x08"
_CHUNK = 2**20


class SegmentWriter:
    """Appends gzip members to the last segment of a folder; one writer per folder at a time.

    Every member is with the system before `append` returns, so a kill takes none of them; only `close` and
    the next segment wait for the disk.

    Raises:
        UserError: another writer is at work, or the folder cannot be written.
    """

    def __init__(self, folder: Path, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = folder
        self._limit = segment_bytes
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder, os.O_RDONLY)
        except OSError as error:
            raise _cannot_write(folder, error) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._path, self._size = self._resume()
            self._file = self._opened()
        except BlockingIOError as error:
            os.close(self._lock)
            raise UserError(f"{folder}: another run is writing here; wait until it has ended") from error
        except OSError as error:
            os.close(self._lock)
            raise _cannot_write(folder, error) from error

    def append(self, record: bytes) -> tuple[Path, int]:
        """Write one gzip member, or several that belong together; gives the segment and their offset.

        Raises:
            UserError: the disk is full or read-only; the segment keeps its complete records.
        """
        try:
            if self._size and self._size + len(record) > self._limit:
                self._roll()
            if not self._size:
                self._write(member(warcinfo(self._path.name)))
            offset = self._size
            self._write(record)
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        return self._path, offset

    def close(self) -> None:
        """Make everything durable and let others write."""
        try:
            os.fsync(self._file.fileno())
            os.fsync(self._lock)
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        finally:
            self._file.close()
            os.close(self._lock)

    def _opened(self) -> FileIO:
        return self._path.open("ab", buffering=0)

    def _write(self, member: bytes) -> None:
        rest = memoryview(member)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            os.truncate(self._path, self._size)
            raise
        self._size += len(member)

    def _roll(self) -> None:
        os.fsync(self._file.fileno())
        self._file.close()
        self._path, self._size = self._numbered(_number(self._path) + 1), 0
        self._file = self._opened()

    def _resume(self) -> tuple[Path, int]:
        segments = sorted(self._folder.glob("*.warc.gz"))
        if not segments:
            return self._numbered(1), 0
        last = segments[-1]
        whole, torn = complete_length(last)
        if torn:
            os.truncate(last, whole)
        elif whole < last.stat().st_size:  # foreign bytes inside: keep them for a person to look at
            return self._numbered(_number(last) + 1), 0  # not their count: one may have been moved away
        return last, whole

    def _numbered(self, number: int) -> Path:
        return self._folder / f"{self._folder.name}-{number:05}.warc.gz"


def complete_length(path: Path) -> tuple[int, bool]:
    """How many bytes of a segment are complete members, and whether only a torn member follows them."""
    complete = position = 0
    with path.open("rb") as file:
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        started = False
        while chunk := file.read(_CHUNK):
            position += len(chunk)
            while chunk:
                started = True
                try:
                    while chunk and not inflater.eof:
                        inflater.decompress(chunk, _CHUNK)
                        chunk = inflater.unconsumed_tail
                except zlib.error:
                    return complete, False
                if inflater.eof:
                    chunk = inflater.unused_data
                    complete = position - len(chunk)
                    inflater, started = zlib.decompressobj(zlib.MAX_WBITS | 16), False
        return complete, started and not _record_within(file, complete)


def being_written(folder: Path) -> bool:
    """Whether a writer is at work in a folder."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _record_within(file: BinaryIO, start: int) -> bool:
    """Whether a record begins after `start`: then what stands there is damaged, no tail a kill has torn."""
    file.seek(start)
    tail = file.read()
    at = tail.find(GZIP_MEMBER, 1)
    while at > 0:
        with suppress(zlib.error):
            if zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(tail[at : at + _CHUNK], 5) == b"WARC/":
                return True
        at = tail.find(GZIP_MEMBER, at + 1)
    return False


def _number(segment: Path) -> int:
    return int(segment.name.split(".")[0][-5:])


def _cannot_write(path: Path, error: OSError) -> UserError:
    return UserError(f"{path}: cannot be written: {error.strerror}; free space or correct the rights")
