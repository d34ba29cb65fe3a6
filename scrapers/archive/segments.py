"""Size-capped WARC segments of one source, appended so that a kill at any byte loses no complete record.

A segment is a row of gzip members, one WARC record each, so a torn tail is a last member without its end.
What the records hold belongs elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from pathlib import Path

from scrapers.archive.records import member, warcinfo
from scrapers.errors import UserError

SEGMENT_BYTES = 256 * 2**20
_CHUNK = 2**20


class SegmentWriter:
    """Appends gzip members to the last segment of a folder; one writer per folder at a time.

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
            self._file = self._path.open("ab", buffering=0)
        except BlockingIOError as error:
            os.close(self._lock)
            raise UserError(f"{folder}: another run is writing here; wait until it has ended") from error
        except OSError as error:
            os.close(self._lock)
            raise _cannot_write(folder, error) from error

    def append(self, record: bytes) -> tuple[Path, int]:
        """Write one gzip member; gives the segment and the member's offset.

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
        self._path, self._size = self._numbered(int(self._path.name.split(".")[0][-5:]) + 1), 0
        self._file = self._path.open("ab", buffering=0)

    def _resume(self) -> tuple[Path, int]:
        segments = sorted(self._folder.glob("*.warc.gz"))
        if not segments:
            return self._numbered(1), 0
        last = segments[-1]
        whole, torn = complete_length(last)
        if torn:
            os.truncate(last, whole)
        elif whole < last.stat().st_size:  # foreign bytes inside: keep them for a person to look at
            return self._numbered(len(segments) + 1), 0
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
    return complete, started


def _cannot_write(path: Path, error: OSError) -> UserError:
    return UserError(f"{path}: cannot be written: {error.strerror}; free space or correct the rights")
