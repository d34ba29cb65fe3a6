"""Checks what the archive holds: every record of every segment, its digests, and what it refers to.

Finding records past damage belongs to `salvage`. Nothing here changes a file.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord

from scrapers.archive.archive import Position
from scrapers.archive.coding import unchunked
from scrapers.archive.salvage import CUT_SHORT, PAGE_TYPES, Found, read_records
from scrapers.archive.segments import being_written
from scrapers.errors import UserError

_RESTORE = "restore the file from a backup"
_TORN = "a kill has torn the last record", "nothing whole is lost; the next record kept there replaces it"
_COUNTED_OTHERWISE = (
    "its bytes are as they were archived: whoever made the record counted wrongly, nothing is lost"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and the way out."""

    warc_file: str  # relative to the archive's root
    offset: int
    what: str
    way_out: str

    def __str__(self) -> str:
        return f"{self.warc_file} at byte {self.offset}: {self.what}; {self.way_out}"


@dataclass(slots=True)
class Totals:
    """What was walked; damaged records are not counted."""

    segments: int = 0
    bytes: int = 0
    records: Counter[str] = field(default_factory=Counter)


def sources(root: Path, wanted: Collection[str] = ()) -> list[str]:
    """The sources the archive has segments of, or the wanted ones among them.

    Raises:
        UserError: a wanted one has none.
    """
    held = sorted({path.parent.name for path in root.glob("*/*.warc.gz")})
    for name in wanted:
        if name not in held:
            raise UserError(
                f"{name}: the archive has nothing of that source; it has {', '.join(held) or 'none'}"
            )
    return [name for name in held if not wanted or name in wanted]


def verify(
    root: Path,
    source: str,
    totals: Totals,
    *,
    known: Collection[Position] = (),
    walked: Callable[[int], None] = lambda _: None,
) -> Iterator[Problem]:
    """Everything wrong with the records of a source, as it is met.

    Args:
        root: Of the archive.
        source: One of `sources`.
        totals: Counted up while the problems are drawn.
        known: Where page records must begin.
        walked: Called with the number of bytes gone on.
    """
    records = _Records()
    segments = sorted((root / source).glob("*.warc.gz"))
    for path in segments:
        done = 0
        for found in _found(path):
            walked(found.offset - done)
            at, done = Position(path.relative_to(root).as_posix(), found.offset), found.offset
            if found.damage is None:
                yield from records.check(at, found.record, totals)
            else:
                records.pages.add(at)  # told now, so not again as the lost page of a fetch
                yield from _damage(at, found.damage, path, last=path == segments[-1])
        walked(path.stat().st_size - done)
        totals.segments += 1
        totals.bytes += path.stat().st_size
    yield from records.check_references()
    for at in sorted(set(known) - records.pages):
        yield Problem(*at, "a fetch has its page there, but no page begins there", _RESTORE)


class _Records:
    """The records of one source: what each says of itself, then what they say of each other."""

    def __init__(self) -> None:
        self.pages: set[Position] = set()
        self._digests: dict[str, str | None] = {}  # of the payload, by record id
        self._revisits: list[tuple[Position, str | None, str | None]] = []

    def check(self, at: Position, content: bytes, totals: Totals) -> Iterator[Problem]:
        record = next(iter(ArchiveIterator(BytesIO(content), parse_http=False)))
        kind, record_id = record.headers.get("WARC-Type"), record.headers.get("WARC-Record-ID")
        digest = record.headers.get("WARC-Payload-Digest")
        totals.records[kind or "unknown"] += 1
        if kind in PAGE_TYPES:
            self.pages.add(at)
        if record_id in self._digests:
            yield Problem(*at, f"a second record {record_id}", "remove the copy of its segment")
        elif record_id is not None:  # other archivers may leave it out
            self._digests[record_id] = digest
        if kind == "revisit":
            self._revisits.append((at, record.headers.get("WARC-Refers-To"), digest))
        elif digest is not None and not _payload_agrees(record, digest):
            yield Problem(*at, "its payload digest differs", _COUNTED_OTHERWISE)

    def check_references(self) -> Iterator[Problem]:
        for at, refers_to, digest in self._revisits:
            if refers_to not in self._digests:
                yield Problem(*at, f"it refers to {refers_to}, which is not there", _RESTORE)
            elif self._digests[refers_to] != digest:
                yield Problem(*at, f"it refers to {refers_to}, which has another payload digest", _RESTORE)


def _found(path: Path) -> Iterator[Found]:
    try:
        yield from read_records(path)
    except OSError as error:
        yield Found(0, damage=f"cannot be opened: {error.strerror}")


def _damage(at: Position, damage: str, path: Path, *, last: bool) -> Iterator[Problem]:
    if damage != CUT_SHORT or not last:
        yield Problem(*at, damage, _RESTORE)
    elif not being_written(path.parent):  # else it is a record on its way
        yield Problem(*at, *_TORN)


def _payload_agrees(record: WarcRecord, digest: str) -> bool:
    chunked = False
    if record.is_http:
        record.parse_http()
        chunked = "chunked" in (record.http_headers.get("Transfer-Encoding") or "").lower()
    payload = record.reader.read()
    # Archivers differ in whether a body counts with its chunks.
    return _agrees(digest, payload) or (chunked and _agrees(digest, unchunked(payload)))


def _agrees(digest: str, content: bytes) -> bool:
    algorithm, _, value = digest.partition(":")
    try:
        found = hashlib.new(algorithm.lower().replace("-", ""), content, usedforsecurity=False).digest()
    except ValueError:  # a kind that cannot be checked
        return False
    ways = (base64.b32encode(found), base64.b64encode(found), base64.urlsafe_b64encode(found))
    return value.lower() == found.hex() or value.rstrip("=") in {way.decode().rstrip("=") for way in ways}
