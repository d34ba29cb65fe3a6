"""The archive keeps what it was given, says when it cannot, and survives a kill at any byte."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from scrapers.archive import Archive, HttpHead, Position
from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError, decode
from scrapers.errors import UserError

MOMENT = datetime(2018, 12, 31, 1, 2, 3, 456789, tzinfo=UTC)
HEAD = HttpHead(
    "HTTP/1.1 200 OK", (("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
)
ASKED = HttpHead("GET /x HTTP/1.1", (("Host", "a.vn"),))


def keep(archive: Archive, number: int, source: str = "a") -> Position:
    body = f"<p>Trang {number}</p>".encode() * 20
    return archive.append(
        source, f"http://a.vn/{number}", body, captured_at=MOMENT, response=HEAD, request=ASKED
    )


def test_a_response_comes_back_as_it_was(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        position = keep(archive, 1)
        page = archive.read(*position)
    assert (page.url, page.captured_at, page.status) == ("http://a.vn/1", MOMENT, 200)
    assert page.body == b"<p>Trang 1</p>" * 20
    assert (page.content_type, page.headers, page.position) == ("text/html", HEAD.headers, position)


def test_a_resource_comes_back_as_it_was(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        position = archive.append(
            "a", "file:///x.txt", b"s\xe1", captured_at=MOMENT, content_type="text/plain"
        )
        page = archive.read(*position)
    assert (page.url, page.body, page.content_type, page.status) == (
        "file:///x.txt",
        b"s\xe1",
        "text/plain",
        None,
    )


def test_a_revisit_refers_to_the_record_with_the_body(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        original = keep(archive, 1)
        archive.append_revisit("a", "http://a.vn/1", original, captured_at=MOMENT, response=HEAD)
    with (tmp_path / original.warc_file).open("rb") as file:
        by_type = {record.rec_type: record.rec_headers for record in WarcioIterator(file)}
    first, again = by_type["response"], by_type["revisit"]
    assert again.get_header("WARC-Refers-To") == first.get_header("WARC-Record-ID")
    assert again.get_header("WARC-Refers-To-Date") == first.get_header("WARC-Date")
    assert again.get_header("WARC-Payload-Digest") == first.get_header("WARC-Payload-Digest")
    assert "identical-payload-digest" in again.get_header("WARC-Profile")


def test_segments_are_capped_and_all_are_read(tmp_path: Path) -> None:
    with Archive(tmp_path, segment_bytes=3000) as archive:
        positions = [keep(archive, number) for number in range(12)]
        assert [page.position for page in archive.records("a")] == positions
    files = sorted((tmp_path / "a").iterdir())
    assert [file.name for file in files[:2]] == ["a-00001.warc.gz", "a-00002.warc.gz"]
    assert len(files) > 2
    assert all(file.stat().st_size <= 3000 for file in files)
    for file in files:
        assert next(iter(FastIterator(str(file), parse_http=False))).headers["WARC-Type"] == "warcinfo"


def test_a_flipped_byte_is_one_clear_line(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, second = keep(archive, 1), keep(archive, 2)
        path = tmp_path / first.warc_file
        content = bytearray(path.read_bytes())
        content[first.offset + 150] ^= 0xFF
        path.write_bytes(content)
        with pytest.raises(
            UserError, match=rf"^{first.warc_file} at byte {first.offset}: .*restore the file$"
        ):
            archive.read(*first)
        assert archive.read(*second).url == "http://a.vn/2"


def test_a_wrong_digest_is_found(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        record = (
            b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.vn/\r\nContent-Length: 3\r\n"
            b"WARC-Block-Digest: sha1:UU6RSJN5UFMJPOYE2MGCBTJA7ZEMOYC2\r\n\r\nabc\r\n\r\n"
        )
        position = archive.append_record("a", record)
        with pytest.raises(UserError, match="digest differs"):
            archive.read(*position)


@pytest.mark.parametrize(
    "where", [("a/none.warc.gz", 0), ("a/a-00001.warc.gz", 0), ("../x", 0), ("a/a-00001.warc.gz", 7)]
)
def test_reading_where_no_page_is(tmp_path: Path, where: tuple[str, int]) -> None:
    with Archive(tmp_path) as archive:
        keep(archive, 1)
        with pytest.raises(UserError):
            archive.read(*where)


def test_a_cut_at_any_byte_loses_no_complete_record(tmp_path: Path) -> None:
    with Archive(tmp_path / "whole") as archive:
        positions = [keep(archive, number) for number in range(4)]
    whole = (tmp_path / "whole/a/a-00001.warc.gz").read_bytes()
    edges = [position.offset + shift for position in positions for shift in (-1, 0, 1)]
    cuts = [0, 1, len(whole) - 1, len(whole), *edges, *range(7, len(whole), 9)]
    for cut in cuts:
        root = tmp_path / str(cut)
        (root / "a").mkdir(parents=True, exist_ok=True)
        (root / "a/a-00001.warc.gz").write_bytes(whole[:cut])
        ends = [*(position.offset for position in positions[1:]), len(whole)]
        complete = [str(number) for number, end in enumerate(ends) if end <= cut]
        with Archive(root) as archive:
            before = [page.url.rpartition("/")[2] for page in archive.records("a")]
            keep(archive, 99)
            after = [page.url.rpartition("/")[2] for page in archive.records("a")]
        assert before[: len(complete)] == complete
        assert len(before) - len(complete) in (0, 1)  # a cut between response and request keeps the response
        assert after == [*before, "99"]


def test_foreign_bytes_are_kept_and_a_new_segment_begins(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = keep(archive, 1)
    path = tmp_path / first.warc_file
    damaged = path.read_bytes() + b"\0" * 100
    path.write_bytes(damaged)
    with Archive(tmp_path) as archive:
        assert keep(archive, 2).warc_file == "a/a-00002.warc.gz"
    assert path.read_bytes() == damaged


_WRITER = """
import sys
from pathlib import Path
from tests.scrapers.archive.test_archive import Archive, keep
archive = Archive(Path(sys.argv[1]))
for number in range(100_000):
    keep(archive, number)
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_it_reported(tmp_path: Path) -> None:
    for kill in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, tmp_path / str(kill)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            reported = [next(writer.stdout).strip() for _ in range(20 + 7 * kill)]
            writer.send_signal(signal.SIGKILL)
            reported += [line.strip() for line in writer.stdout]
        with Archive(tmp_path / str(kill)) as archive:
            keep(archive, -1)
            kept = [page.url.rpartition("/")[2] for page in archive.records("a")]
        assert kept[: len(reported)] == reported
        assert len(kept) == len(set(kept))


def test_two_writers_of_one_source_are_told_apart(tmp_path: Path) -> None:
    with Archive(tmp_path) as first, Archive(tmp_path) as second:
        keep(first, 1)
        keep(second, 1, "other")
        with pytest.raises(UserError, match="another run is writing here"):
            keep(second, 2)
        first.close("a")
        keep(second, 2)


def test_a_place_that_cannot_be_written_is_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"file/a: cannot be written: Not a directory"),
        Archive(tmp_path / "file") as archive,
    ):
        keep(archive, 1)


def test_a_full_disk_leaves_the_complete_records(tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.scrapers.archive.test_archive import Archive, UserError, keep\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "archive = Archive(Path(sys.argv[1]))\n"
        "try:\n"
        "    [keep(archive, number) for number in range(100)]\n"
        "except UserError as error:\n"
        "    print(error)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True
    )
    assert "cannot be written: File too large; free space or correct the rights" in ended.stdout
    kept = list(Archive(tmp_path).records("a"))
    assert len(kept) > 3
    with (tmp_path / "a/a-00001.warc.gz").open("rb") as file:
        assert [record.rec_type for record in WarcioIterator(file, check_digests="raise")].count(
            "response"
        ) == len(kept)


def test_content_codings() -> None:
    text = "Bưu chính ".encode() * 9
    assert decode(text, None) == decode(text, "identity") == text
    assert decode(gzip.compress(text), "x-gzip") == text
    assert decode(gzip.compress(text) + gzip.compress(text), "gzip") == text * 2
    assert decode(zlib.compress(text), "deflate") == decode(zlib.compress(text)[2:-4], "deflate") == text
    assert decode(gzip.compress(zlib.compress(text)), "deflate, gzip") == text
    with pytest.raises(BodyTooLargeError):
        decode(gzip.compress(text), "gzip", limit=len(text) - 1)
    with pytest.raises(BodyBrokenError):
        decode(gzip.compress(text)[:-1], "gzip")
    assert decode(gzip.compress(text), "gzip", limit=len(text)) == text
