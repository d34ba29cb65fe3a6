"""Files people saved, and WARC files others made, become records of the source `import`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.archive import Archive
from scrapers.archive.importing import import_paths
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome

HTML = "<html><body><p>Số trạm BTS: 1.600</p></body></html>".encode()


def bring_in(root: Path, *paths: Path, manifest: Path | None = None) -> list[Fetch]:
    with Archive(root) as archive:
        return import_paths(paths, manifest, archive, "r1")


def body_of(root: Path, fetch: Fetch) -> bytes:
    assert fetch.warc_file is not None and fetch.warc_offset is not None
    return Archive(root).read(fetch.warc_file, fetch.warc_offset).body


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def warc(path: Path, *pages: tuple[str, bytes, str], gzip: bool = True) -> list[int]:
    """A WARC file as other tools make it; gives where its records begin."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=gzip, warc_version="WARC/1.0")
    offsets = []
    for url, body, status in pages:
        head = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.0")
        offsets.append(buffer.tell())
        dated = {"WARC-Date": "2019-07-01T08:00:00Z"}
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict=dated
        )
        writer.write_record(record)
    write(path, buffer.getvalue())
    return offsets


def test_files_without_a_manifest(tmp_path: Path) -> None:
    page = write(tmp_path / "in/Kế hoạch 2018.html", HTML)
    text = write(tmp_path / "in/sub/a.txt", b"abc")
    write(tmp_path / "in/.hidden", b"x")
    os.utime(page, (1_500_000_000, 1_500_000_000))
    first, second = bring_in(tmp_path / "archive", tmp_path / "in", text)
    assert first.url == "file:///K%E1%BA%BF%20ho%E1%BA%A1ch%202018.html"
    assert first.captured_at == datetime.fromtimestamp(1_500_000_000, UTC)
    assert (first.content_type, second.content_type) == ("text/html", "text/plain")
    assert (first.outcome, first.source) == (Outcome.OK, "import")
    assert body_of(tmp_path / "archive", first) == HTML
    assert body_of(tmp_path / "archive", second) == b"abc"
    everything = b"".join(path.read_bytes() for path in (tmp_path / "archive").rglob("*.gz"))
    assert str(tmp_path).encode() not in everything


def test_a_manifest_gives_url_date_and_type(tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", HTML)
    write(tmp_path / "in/b.dat", b"abc")
    manifest = write(
        tmp_path / "in/manifest.csv",
        b"path,url,date,content_type\na.html,HTTP://A.vn/x#y,2018-06-30,\n"
        b"b.dat,http://a.vn/b,2018-06-30T10:00:00+07:00,text/plain\n",
    )
    first, second = bring_in(tmp_path / "archive", tmp_path / "in", manifest=manifest)
    assert (first.url, first.captured_at) == ("http://a.vn/x", datetime(2018, 6, 30, tzinfo=UTC))
    assert (second.content_type, second.captured_at.hour) == ("text/plain", 3)
    page = Archive(tmp_path / "archive").read(str(first.warc_file), int(first.warc_offset or 0))
    assert (page.url, page.captured_at) == (first.url, first.captured_at)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("path,url,date\na.html,http://a.vn/,31/12/2018\n", r"manifest.csv:2: date: .*31/12/2018"),
        ("path,url,date\na.html,a.vn/x,2018-01-01\n", r"manifest.csv:2: url: .*a.vn/x"),
        (
            "path,url,dates\na.html,http://a.vn/,2018-01-01\n",
            r"manifest.csv:2: dates: unknown field; did you mean date",
        ),
        ("path,url,date\nb.html,http://a.vn/,2018-01-01\n", r"no such file beside the manifest: b.html"),
        ("path,url,date\na.html,http://a.vn/\n", r"manifest.csv:2: row: needs 3 cells"),
    ],
)
def test_a_wrong_manifest_stops_before_anything(tmp_path: Path, content: str, says: str) -> None:
    write(tmp_path / "in/a.html", HTML)
    manifest = write(tmp_path / "in/manifest.csv", content.encode())
    with pytest.raises(UserError, match=says):
        bring_in(tmp_path / "archive", tmp_path / "in", manifest=manifest)
    assert not (tmp_path / "archive").exists()


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "in/anh.jpg", b"\xff\xd8")
    write(tmp_path / "in/saved", b"\n <!DOCTYPE html><p>x")
    outcomes = {fetch.url: fetch for fetch in bring_in(tmp_path / "archive", tmp_path / "in")}
    assert outcomes["file:///saved"].outcome is Outcome.OK
    refused = outcomes["file:///anh.jpg"]
    assert refused.outcome is Outcome.WRONG_TYPE
    assert refused.detail == "anh.jpg: neither HTML, plain text nor WARC"
    with pytest.raises(UserError, match="no such file or folder"):
        bring_in(tmp_path / "archive", tmp_path / "none")


@pytest.mark.parametrize("gzip", [True, False])
def test_warc_records_keep_their_url_and_date(tmp_path: Path, gzip: bool) -> None:
    file = tmp_path / ("x.warc.gz" if gzip else "x.warc")
    warc(file, ("http://A.vn:80/1", HTML, "200 OK"), ("http://a.vn/2", b"", "404 Not Found"), gzip=gzip)
    first, second = bring_in(tmp_path / "archive", file)
    assert (first.url, first.http_status, first.outcome) == ("http://a.vn/1", 200, Outcome.OK)
    assert first.captured_at == datetime(2019, 7, 1, 8, tzinfo=UTC)
    assert first.fetched_at > first.captured_at
    assert body_of(tmp_path / "archive", first) == HTML
    assert (
        Archive(tmp_path / "archive").read(str(first.warc_file), first.warc_offset or 0).url
        == "http://A.vn:80/1"
    )
    assert (second.outcome, second.warc_file) == (Outcome.HTTP_ERROR, None)


@pytest.mark.parametrize("gzip", [True, False])
@pytest.mark.parametrize("victim", [0, 1, 2])
def test_a_corrupt_record_is_one_line_and_the_others_come_in(tmp_path: Path, victim: int, gzip: bool) -> None:
    file = tmp_path / ("x.warc.gz" if gzip else "x.warc")
    pages = [(f"http://a.vn/{n}", HTML * (n + 1), "200 OK") for n in range(3)]
    offsets = [*warc(file, *pages, gzip=gzip), file.stat().st_size]
    content = bytearray(file.read_bytes())
    content[offsets[victim + 1] - 40] ^= 0xFF
    file.write_bytes(content)
    fetches = bring_in(tmp_path / "archive", file)
    good = [fetch.url for fetch in fetches if fetch.outcome is Outcome.OK]
    assert good == [url for n, (url, *_) in enumerate(pages) if n != victim]
    (bad,) = [fetch for fetch in fetches if fetch.outcome is Outcome.BROKEN]
    assert bad.detail is not None and bad.detail.startswith(f"{file.name}: record at byte ")


@pytest.mark.parametrize("gzip", [True, False])
def test_a_cut_warc_gives_all_before_the_cut(tmp_path: Path, gzip: bool) -> None:
    file = tmp_path / ("x.warc.gz" if gzip else "x.warc")
    offsets = warc(file, *((f"http://a.vn/{n}", HTML, "200 OK") for n in range(3)), gzip=gzip)
    for cut in (offsets[2] + 5, offsets[2] + 100, offsets[2] + 200, file.stat().st_size - 20):
        cut_file = write(tmp_path / str(cut) / file.name, file.read_bytes()[:cut])
        fetches = bring_in(tmp_path / f"archive{cut}", cut_file)
        assert [fetch.outcome for fetch in fetches] == [Outcome.OK, Outcome.OK, Outcome.BROKEN]


def test_what_is_no_warc_is_one_line(tmp_path: Path) -> None:
    for name, content in {"a.warc": b"hello", "b.warc.gz": b"\x1f\x8b\x08hello"}.items():
        (fetch,) = bring_in(tmp_path / "archive", write(tmp_path / name, content))
        assert fetch.outcome is Outcome.BROKEN
    assert bring_in(tmp_path / "archive", write(tmp_path / "empty.warc", b"")) == []


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", HTML)
    warc(tmp_path / "in/x.warc.gz", ("http://a.vn/1", HTML, "200 OK"))
    root = tmp_path / "archive"
    first = bring_in(root, tmp_path / "in")
    before = (root / "import/import-00001.warc.gz").read_bytes()
    second = bring_in(root, tmp_path / "in")
    assert [fetch.outcome for fetch in second] == [Outcome.UNCHANGED] * 2
    assert [fetch.warc_offset for fetch in second] == [fetch.warc_offset for fetch in first]
    assert (root / "import/import-00001.warc.gz").read_bytes() == before
    write(tmp_path / "in/a.html", HTML + b"<!-- moi -->")
    assert [fetch.outcome for fetch in bring_in(root, tmp_path / "in")] == [Outcome.OK, Outcome.UNCHANGED]


def raw_record(block: bytes, *, date: str = "2019-07-01T08:00:00Z", url: str = "<http://a.vn/x>") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("record", "body"),
    [
        (raw_record(OK + b"\r\n<p>x"), b"<p>x"),
        (raw_record(OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\n<p>x\r\n0\r\n\r\n"), b"<p>x"),
        (raw_record(OK + b"Transfer-Encoding: chunked\r\n\r\n<p>x"), b"<p>x"),
    ],
    ids=["brackets-no-digest", "chunked", "chunks-already-gone"],
)
def test_ways_of_other_archivers(tmp_path: Path, record: bytes, body: bytes) -> None:
    (fetch,) = bring_in(tmp_path / "archive", write(tmp_path / "x.warc", record))
    assert (fetch.outcome, fetch.url) == (Outcome.OK, "http://a.vn/x")
    assert body_of(tmp_path / "archive", fetch) == body


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (raw_record(OK + b"\r\n<p>x", date="yesterday"), "no date"),
        (raw_record(b"not http at all"), "no HTTP response"),
        (raw_record(OK + b"Content-Encoding: br\r\n\r\nx"), "'br'"),
        (raw_record(OK + b"Content-Encoding: gzip\r\n\r\nxyz"), "broken compression"),
    ],
)
def test_records_that_make_no_page(tmp_path: Path, record: bytes, says: str) -> None:
    (fetch,) = bring_in(tmp_path / "archive", write(tmp_path / "x.warc", record))
    assert fetch.outcome is Outcome.BROKEN
    assert fetch.detail is not None
    assert fetch.detail.startswith("x.warc: record at byte 0: ")
    assert says in fetch.detail
    assert fetch.detail.count("x.warc") == 1
