"""The archive: WARC 1.1 records in, pages out. Immutable; nothing here deletes.

What a record looks like lives in `records`, segments and their safety in `segments`, content coding in
`coding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError, decode, unchunked
from scrapers.archive.records import HttpHead, exchange, http_record, member, record
from scrapers.archive.segments import SEGMENT_BYTES, SegmentWriter, complete_length
from scrapers.errors import UserError

_PAGES = WarcRecordType.response | WarcRecordType.resource
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class Position(NamedTuple):
    """Where a record begins."""

    warc_file: str  # relative to the archive's root
    offset: int


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """What a response or resource record holds, content coding undone."""

    url: str
    captured_at: datetime  # UTC
    body: bytes
    content_type: str | None
    status: int | None  # None for a resource
    headers: tuple[tuple[str, str], ...]
    position: Position


class Archive:
    """WARC segments below `root`, one folder per source. Use as a context manager, or call `close`."""

    def __init__(self, root: Path, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self.root = root
        self._segment_bytes = segment_bytes
        self._writers: dict[str, SegmentWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(
        self,
        source_id: str,
        url: str,
        body: bytes,
        *,
        captured_at: datetime,
        response: HttpHead | None = None,
        request: HttpHead | None = None,
        content_type: str = "application/octet-stream",
    ) -> Position:
        """Keep one page: a response record (and its request), or a resource record without `response`.

        Args:
            source_id: Folder to write to.
            url: What the body was got from.
            body: As received, content coding included.
            captured_at: With a time zone.
            response: Head of the answer.
            request: Head of the question.
            content_type: Of a resource; a response says it itself.

        Raises:
            UserError: the archive cannot be written.
        """
        if response is None:
            return self._append(source_id, record(url, body, content_type, captured_at))
        # in one piece: no segment ends between an answer and its question
        return self._append(source_id, *exchange(url, response, body, request, captured_at))

    def append_revisit(
        self, source_id: str, url: str, original: Position, *, captured_at: datetime, response: HttpHead
    ) -> Position:
        """Keep the fact that the page at `original` was met again, without its body."""
        before = self._record(original).headers
        refers = {
            "WARC-Refers-To": before["WARC-Record-ID"],
            "WARC-Refers-To-Target-URI": before["WARC-Target-URI"],
            "WARC-Refers-To-Date": before["WARC-Date"],
            "WARC-Payload-Digest": before["WARC-Payload-Digest"],
            "WARC-Profile": _NOT_MODIFIED if " 304" in response.start_line else _SAME_PAYLOAD,
        }
        return self._append(source_id, http_record("revisit", url, response, b"", captured_at, refers))

    def append_record(self, source_id: str, record: bytes) -> Position:
        """Keep a whole, uncompressed WARC record of another file as it is."""
        return self._append(source_id, record)

    def read(self, warc_file: str, offset: int) -> ArchivedPage:
        """The page at a position, its digest checked.

        Raises:
            UserError: no such file, no page there, or its bytes are corrupt.
        """
        position = Position(warc_file, offset)
        return _page(self._record(position), position)

    def records(self, source_id: str) -> Iterator[ArchivedPage]:
        """All pages of a source in the order they were written, without what a kill cut short.

        Raises:
            UserError: a record is corrupt.
        """
        for path in sorted((self.root / source_id).glob("*.warc.gz")):
            name = path.relative_to(self.root).as_posix()
            complete, torn = complete_length(path)
            try:
                for record in ArchiveIterator(str(path), record_types=_PAGES, parse_http=False):
                    if torn and record.stream_pos >= complete:  # half a member can look like a record
                        break
                    yield _page(record, Position(name, record.stream_pos))
            except OSError as error:
                if not torn:
                    detail = f"{name}: corrupt after its last readable record: {error}"
                    raise UserError(detail) from error

    def close(self, source_id: str | None = None) -> None:
        """Make the records of one source (or all) durable and let others write there."""
        for name in [source_id] if source_id is not None else list(self._writers):
            writer = self._writers.pop(name, None)
            if writer is not None:
                writer.close()

    def _append(self, source_id: str, *records: bytes) -> Position:
        if source_id not in self._writers:
            self._writers[source_id] = SegmentWriter(self.root / source_id, self._segment_bytes)
        path, offset = self._writers[source_id].append(b"".join(map(member, records)))
        return Position(path.relative_to(self.root).as_posix(), offset)

    def _record(self, position: Position) -> WarcRecord:
        path = (self.root / position.warc_file).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise UserError(f"{position.warc_file}: outside the archive")
        try:
            with path.open("rb") as file:
                file.seek(position.offset)
                for record in ArchiveIterator(file, record_types=_PAGES, parse_http=False):
                    if record.stream_pos == position.offset:
                        record.freeze()
                        return record
                    break
        except OSError as error:
            raise UserError(f"{_at(position)}: cannot be read: {error}; restore the file") from error
        raise UserError(f"{_at(position)}: no page begins there; restore the file or crawl again")


def read_record(record: bytes, position: Position) -> ArchivedPage:
    """A whole, uncompressed response or resource record as a page; `position` says where it came from.

    Raises:
        UserError: its bytes do not have its digest, or cannot be decoded.
    """
    return _page(next(iter(ArchiveIterator(BytesIO(record), parse_http=False))), position)


def _page(record: WarcRecord, position: Position) -> ArchivedPage:
    if "WARC-Block-Digest" in record.headers and not record.verify_block_digest(consume=False):
        raise UserError(f"{_at(position)}: corrupt record, its digest differs; restore the file")
    if record.record_date is None:
        raise UserError(f"{_at(position)}: corrupt record, it has no date that can be read")
    content_type = record.headers.get("Content-Type")
    headers: tuple[tuple[str, str], ...] = ()
    status = encoding = None
    chunked = False
    if record.is_http:
        record.parse_http()
        http: Any = record.http_headers
        if http is None or http.status_code is None:
            raise UserError(f"{_at(position)}: corrupt record, it holds no HTTP response")
        headers = tuple(http.astuples())
        status, content_type, encoding = (
            http.status_code,
            http.get("Content-Type"),
            http.get("Content-Encoding"),
        )
        chunked = "chunked" in (http.get("Transfer-Encoding") or "").lower()
    try:
        received = record.reader.read()
        body = decode(unchunked(received) if chunked else received, encoding)
    except (BodyBrokenError, BodyTooLargeError) as error:
        raise UserError(f"{_at(position)}: body cannot be read: {error}") from error
    return ArchivedPage(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),  # old writers put brackets around it
        captured_at=record.record_date.astimezone(UTC),
        body=body,
        content_type=content_type,
        status=status,
        headers=headers,
        position=position,
    )


def _at(position: Position) -> str:
    return f"{position.warc_file} at byte {position.offset}"
