"""Every kind of damage is named with file, byte and way out; 200 kills lose nothing and double nothing."""

from __future__ import annotations

import os
import random
import signal
import time
from io import FileIO
from pathlib import Path

import pytest

from scrapers.archive import Archive, Position, archive
from scrapers.archive.segments import SegmentWriter, complete_length
from scrapers.archive.verify import Totals, sources, verify
from scrapers.errors import UserError
from tests.scrapers.archive.test_archive import HEAD, MOMENT, keep


def told(root: Path, *known: Position) -> list[str]:
    return [str(problem) for problem in verify(root, "a", Totals(), known=known)]


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    with Archive(tmp_path) as held:
        positions = [keep(held, number) for number in range(3)]
        held.append_revisit("a", "http://a.vn/1", positions[1], captured_at=MOMENT, response=HEAD)
    return tmp_path / positions[0].warc_file


def test_a_sound_archive(tmp_path: Path, segment: Path) -> None:
    totals = Totals()
    assert list(verify(tmp_path, "a", totals)) == []
    assert totals.records == {"warcinfo": 1, "response": 3, "request": 3, "revisit": 1}
    assert (totals.segments, totals.bytes) == (1, segment.stat().st_size)
    with pytest.raises(UserError, match="b: the archive has nothing of that source; it has a"):
        sources(tmp_path, ["b"])


def test_damage_is_named_and_hides_nothing_after_it(tmp_path: Path, segment: Path) -> None:
    whole = segment.read_bytes()
    with Archive(tmp_path) as held:
        positions = [page.position for page in held.records("a")]
    damaged = bytearray(whole)
    damaged[positions[0].offset + 150] ^= 0xFF
    damaged[positions[2].offset + 150] ^= 0xFF
    segment.write_bytes(damaged)
    first, second = told(tmp_path)
    assert first.startswith(f"a/a-00001.warc.gz at byte {positions[0].offset}: cannot be read")
    assert second.startswith(f"a/a-00001.warc.gz at byte {positions[2].offset}: cannot be read")
    assert first.endswith("; restore the file from a backup")


def test_a_torn_tail_foreign_bytes_and_lost_pages(tmp_path: Path, segment: Path) -> None:
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-5])
    (line,) = told(tmp_path)
    assert "a kill has torn the last record; nothing whole is lost" in line
    segment.write_bytes(whole + b"\0" * 100)
    (line,) = told(tmp_path)
    assert f"at byte {len(whole)}: cannot be read" in line
    segment.write_bytes(whole)
    (line,) = told(tmp_path, Position("a/a-00009.warc.gz", 7))
    assert line.startswith("a/a-00009.warc.gz at byte 7: a fetch has its page there")


def test_what_a_revisit_refers_to_must_be_there(tmp_path: Path, segment: Path) -> None:
    with Archive(tmp_path) as held:
        starts = [page.position.offset for page in held.records("a")]
    whole = segment.read_bytes()
    segment.write_bytes(whole[: starts[1]] + whole[starts[2] :])
    (line,) = told(tmp_path)
    assert "it refers to <urn:uuid:" in line and "which is not there" in line


def test_a_wrong_payload_digest(tmp_path: Path) -> None:
    record = (
        b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.vn/\r\nContent-Length: 3\r\n"
        b"WARC-Payload-Digest: sha1:UU6RSJN5UFMJPOYE2MGCBTJA7ZEMOYC2\r\n\r\nabc\r\n\r\n"
    )
    with Archive(tmp_path) as held:
        held.append_record("a", record)
    (line,) = told(tmp_path)
    assert "its payload digest differs" in line


class _Dripping(SegmentWriter):
    """Writes a few bytes at a time, so that kills fall inside records."""

    def _opened(self) -> FileIO:
        class Drip(FileIO):
            def write(self, content: object) -> int:
                return super().write(memoryview(content)[:7])  # type: ignore[call-overload]

        return Drip(self._path, "ab")


def _writes(root: Path, first: int, pipe: int) -> None:
    with Archive(root, segment_bytes=20_000) as held:
        for number in range(first, first + 10_000):
            at = keep(held, number)
            if number % 3 == 0:
                held.append_revisit("a", f"http://a.vn/{number}", at, captured_at=MOMENT, response=HEAD)
            os.write(pipe, f"{number} {at.warc_file} {at.offset}\n".encode())


def _killed(root: Path, first: int, seconds: float) -> dict[str, Position]:
    """What a child that writes to the archive has reported when it was killed."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(ours)
            _writes(root, first, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with os.fdopen(ours) as pipe:
        rows = [line.split() for line in pipe]
    return {f"http://a.vn/{number}": Position(name, int(offset)) for number, name, offset in rows}


def test_200_kills_lose_nothing_and_double_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SegmentWriter", _Dripping)
    chance, reported, torn = random.Random(7), {}, 0  # noqa: S311
    for kill in range(200):
        reported |= _killed(tmp_path, kill * 10_000, chance.uniform(0.003, 0.03))
        segments = sorted(tmp_path.glob("a/*.warc.gz"))
        torn += bool(segments) and complete_length(segments[-1])[1]
    with Archive(tmp_path) as held:
        reported["http://a.vn/-1"] = keep(held, -1)  # the next start
        kept = [(page.url, page.position) for page in held.records("a")]
    assert torn > 10
    assert len(reported) > 200
    assert len(dict(kept)) == len(kept)
    assert reported.items() <= dict(kept).items()
    assert told(tmp_path, *reported.values()) == []


def test_a_cut_at_every_byte_of_the_last_two_records(tmp_path: Path, segment: Path) -> None:
    whole = segment.read_bytes()
    ends = [found.offset for found in archive_offsets(segment)] + [len(whole)]
    for cut in range(ends[-3], len(whole) + 1):
        segment.write_bytes(whole[:cut])
        with Archive(tmp_path) as held:
            position = keep(held, 99)
        assert position.offset == max(end for end in ends if end <= cut)
        assert segment.read_bytes()[: position.offset] == whole[: position.offset]


def archive_offsets(segment: Path) -> list[Position]:
    from fastwarc.warc import ArchiveIterator

    return [Position("", record.stream_pos) for record in ArchiveIterator(str(segment), parse_http=False)]


def test_damage_that_swallows_later_records_is_no_torn_tail(tmp_path: Path, segment: Path) -> None:
    whole = segment.read_bytes()
    start = archive_offsets(segment)[3].offset
    endless = b"\x1f\x8b\x08" + b"\0" * 7 + b"\0\xff\xff\0\0"  # 65,535 stored bytes are to come
    damaged = whole[:start] + endless + whole[start + len(endless) :]
    segment.write_bytes(damaged)
    segment.rename(segment.with_name("a-00004.warc.gz"))
    with Archive(tmp_path) as held:
        assert keep(held, 99).warc_file == "a/a-00005.warc.gz"
    assert segment.with_name("a-00004.warc.gz").read_bytes() == damaged
