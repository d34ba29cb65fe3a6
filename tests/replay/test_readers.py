"""What the archive holds opens in the tools others use: warcio, fastwarc and pywb."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from scrapers.archive import Archive
from tests.scrapers.archive.test_archive import HEAD, keep

PYWB = Path(sys.prefix) / "replay"
KINDS = ["warcinfo", "response", "request", "revisit"]
BODY = "<p>Trang 1</p>" * 20


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    with Archive(tmp_path) as archive:
        first = keep(archive, 1)
        later = datetime(2020, 1, 1, tzinfo=UTC)
        archive.append_revisit("a", "http://a.vn/1", first, captured_at=later, response=HEAD)
    return tmp_path / first.warc_file


def test_warcio_reads_every_record_and_agrees_with_its_digests(segment: Path) -> None:
    with segment.open("rb") as file:
        read = [
            (record.rec_type, record.content_stream().read(), record.rec_headers)
            for record in WarcioIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _, _ in read] == KINDS
    assert read[1][1].decode() == BODY
    assert read[2][2].get_header("WARC-Concurrent-To") == read[1][2].get_header("WARC-Record-ID")


def test_fastwarc_reads_every_record_and_agrees_with_its_digests(segment: Path) -> None:
    kinds = []
    for record in FastIterator(str(segment), parse_http=False):
        record.freeze()
        assert record.verify_block_digest()
        kinds.append(record.headers["WARC-Type"])
    assert kinds == KINDS


@pytest.mark.skipif(not PYWB.exists(), reason="pywb is not set up: make replay")
def test_pywb_replays_a_page_and_its_revisit(segment: Path, tmp_path: Path) -> None:
    home = tmp_path / "pywb"
    home.mkdir()
    program = Path(__file__).with_name("replay.py")
    done = subprocess.run(
        [sys.executable, program, segment, "http://a.vn/1", "20181231010203", "20200101000000"],
        env={**os.environ, "PYTHONPATH": str(PYWB)},
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [[200, BODY], [200, BODY]]
