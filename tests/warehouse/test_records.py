"""The index of the archive tells of every whole record where it stands, and costs only what is new."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.indexer import Indexer

from scrapers.archive import Archive, HttpHead
from scrapers.archive.importing import import_paths
from scrapers.archive.index import index_segment
from tests.scrapers.archive.test_archive import HEAD, MOMENT, keep
from tests.scrapers.archive.test_importing import HTML, warc
from warehouse import lake
from warehouse.records import land_records
from warehouse.tables import SCHEMAS, Row, Table
from warehouse.workspace import Workspace

NOT_MODIFIED = HttpHead("HTTP/1.1 304 Not Modified", ())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Several segments with every kind of record."""
    workspace = Workspace(tmp_path)
    crawl(workspace, 0, 12)
    return workspace


def crawl(workspace: Workspace, first: int, last: int) -> None:
    with Archive(workspace.archive, segment_bytes=5000) as archive:
        for number in range(first, last):
            at = keep(archive, number)
            again = HEAD if number % 2 else NOT_MODIFIED
            archive.append_revisit("a", f"http://a.vn/{number}", at, captured_at=MOMENT, response=again)
        archive.append("a", f"file:///{first}.txt", b"abc", captured_at=MOMENT, content_type="text/plain")


def held(workspace: Workspace) -> list[Row]:
    return lake.read(workspace.lake, Table.RECORDS, "a")


def table(workspace: Workspace) -> bytes:
    (path,) = workspace.lake.glob("records/source=a/*.parquet")
    return path.read_bytes()


def test_a_row_says_what_the_record_is(workspace: Workspace) -> None:
    assert land_records(workspace, "a") == (25, 25)
    rows = held(workspace)
    page, not_modified = rows[0], rows[1]
    assert list(page) == SCHEMAS[Table.RECORDS].names
    assert (page["url"], page["captured_at"], page["http_status"]) == ("http://a.vn/0", MOMENT, 200)
    assert (page["record_type"], page["content_type"], page["outcome"]) == ("response", "text/html", "ok")
    assert (not_modified["outcome"], not_modified["http_status"]) == ("not_modified", 304)
    assert not_modified["payload_digest"] == page["payload_digest"]
    assert (rows[3]["record_type"], rows[3]["outcome"]) == ("revisit", "unchanged")
    resource = rows[-1]
    assert (resource["record_type"], resource["http_status"]) == ("resource", None)
    assert resource["content_type"] == "text/plain"


def test_offset_and_length_are_one_record(workspace: Workspace) -> None:
    land_records(workspace, "a")
    rows = held(workspace)
    assert len({row["warc_file"] for row in rows}) > 2
    for row in random.Random(7).sample(rows, 12):  # noqa: S311
        content = (workspace.archive / row["warc_file"]).read_bytes()
        piece = content[row["warc_offset"] :][: row["length"]]
        (record,) = ArchiveIterator(BytesIO(piece), parse_http=False)
        assert record.headers["WARC-Target-URI"] == row["url"]
        plain = gzip.decompress(piece)
        assert plain.startswith(b"WARC/1.1\r\n")
        assert plain.count(b"WARC-Record-ID") == 1


def test_it_agrees_with_the_index_of_warcio(workspace: Workspace) -> None:
    land_records(workspace, "a")
    fields = ["filename", "offset", "length", "warc-type", "warc-target-uri", "http:status"]
    expected = []
    for path in sorted((workspace.archive / "a").iterdir()):
        indexer = Indexer(fields, [str(path)], None)
        for entry in _entries(indexer, path):
            if entry["warc-type"] in ("response", "revisit", "resource"):
                expected.append(tuple(entry.get(name) for name in fields))
    found = [
        (Path(row["warc_file"]).name, str(row["warc_offset"]), str(row["length"]), row["record_type"],
         row["url"], str(row["http_status"]) if row["http_status"] else None)
        for row in held(workspace)
    ]  # fmt: skip
    assert found == expected


def _entries(indexer: Indexer, path: Path) -> list[dict[str, str]]:
    lines = StringIO()
    with path.open("rb") as file:
        indexer.process_one(file, lines, path.name)
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_brought_on_is_the_same_as_made_anew(workspace: Workspace) -> None:
    assert land_records(workspace, "a") == (25, 25)
    before = table(workspace)
    assert land_records(workspace, "a") == (25, 0)
    assert table(workspace) == before
    crawl(workspace, 12, 20)
    assert land_records(workspace, "a") == (42, 17)
    brought_on = table(workspace)
    assert land_records(workspace, "a", rebuild=True) == (42, 42)
    assert table(workspace) == brought_on


def test_only_what_is_new_is_read(workspace: Workspace) -> None:
    land_records(workspace, "a")
    first = held(workspace)[0]
    path = workspace.archive / first["warc_file"]
    content = bytearray(path.read_bytes())
    content[first["warc_offset"] + 60] ^= 0xFF  # would be missed by whoever reads it again
    path.write_bytes(content)
    assert land_records(workspace, "a") == (25, 0)
    assert land_records(workspace, "a", rebuild=True) == (24, 24)


def test_a_torn_tail_is_not_indexed_until_it_is_whole(workspace: Workspace) -> None:
    land_records(workspace, "a")
    rows = held(workspace)
    last = rows[-1]
    path = workspace.archive / last["warc_file"]
    whole = path.read_bytes()
    start = last["warc_offset"]
    for cut in (start, start + 1, start + 11, len(whole) - 9, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert land_records(workspace, "a")[0] == 24  # it had been indexed: shrunken
        assert held(workspace) == rows[:-1]
        path.write_bytes(whole)
        assert land_records(workspace, "a") == (25, 1)
        assert held(workspace) == rows


def test_a_segment_that_shrank_and_grew_again_is_read_anew(workspace: Workspace) -> None:
    land_records(workspace, "a")
    path = sorted((workspace.archive / "a").iterdir())[-1]
    rows = [row for row in held(workspace) if row["warc_file"] == f"a/{path.name}"]
    path.write_bytes(path.read_bytes()[: rows[0]["warc_offset"]])  # a power failure took the tail
    crawl(workspace, 50, 60)
    land_records(workspace, "a")
    found = table(workspace)
    land_records(workspace, "a", rebuild=True)
    assert table(workspace) == found


def test_a_vanished_segment_leaves_the_index(workspace: Workspace) -> None:
    land_records(workspace, "a")
    first, *_ = sorted((workspace.archive / "a").iterdir())
    first.unlink()
    land_records(workspace, "a")
    assert f"a/{first.name}" not in {row["warc_file"] for row in held(workspace)}
    for path in (workspace.archive / "a").iterdir():
        path.unlink()
    assert land_records(workspace, "a") == (0, 0)
    assert held(workspace) == []


def test_damage_hides_nothing_after_it(workspace: Workspace) -> None:
    land_records(workspace, "a")
    rows = held(workspace)
    path = workspace.archive / rows[0]["warc_file"]
    content = path.read_bytes()
    middle = rows[2]["warc_offset"]
    path.write_bytes(content[: middle + 30] + bytes(40) + content[middle + 70 :])
    found = [
        asdict(record)["warc_offset"] for record in index_segment(workspace.archive, rows[0]["warc_file"])
    ]
    offsets = [row["warc_offset"] for row in rows if row["warc_file"] == rows[0]["warc_file"]]
    assert found == [offset for offset in offsets if offset != middle]


@pytest.mark.parametrize("compressed", [True, False])
def test_imported_records_are_indexed_with_their_date(tmp_path: Path, compressed: bool) -> None:
    workspace = Workspace(tmp_path)
    file = tmp_path / ("x.warc.gz" if compressed else "x.warc")
    warc(file, ("http://A.vn:80/1", HTML, "200 OK"), gzip=compressed)
    saved = tmp_path / "a.html"
    saved.write_bytes(HTML)
    with Archive(workspace.archive) as archive:
        import_paths([file, saved], None, archive, "r1")
    assert land_records(workspace, "import") == (2, 2)
    page, resource = lake.read(workspace.lake, Table.RECORDS, "import")
    assert (page["url"], page["captured_at"]) == ("http://A.vn:80/1", datetime(2019, 7, 1, 8, tzinfo=UTC))
    assert (page["record_type"], resource["record_type"]) == ("response", "resource")
    assert land_records(workspace, "import") == (2, 0)
