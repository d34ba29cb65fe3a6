"""What the next crawl of a source knows of those before it, and that a kill takes no fetch."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome, PageOutcome, PageVersion
from scrapers.registry import Source
from warehouse import journal, lake
from warehouse.history import history
from warehouse.journal import Journal
from warehouse.tables import Table, row_of

AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://a.vn/1"
PORTAL = Source(id="a", publisher="Sở", hosts=("a.vn",))
DEAD = Source(id="a", publisher="Sở", kind="wayback", hosts=("a.vn",))
FETCH = Fetch("a", "run-1", URL, URL, AT, AT, Outcome.OK, 200, page_sha256="x")


def seen(day: int, outcome: Outcome = Outcome.OK, sha: str | None = "x", **more: object) -> Fetch:
    at = AT + day * DAY
    return replace(
        FETCH,
        run_id=f"run-{day}",
        fetched_at=at,
        outcome=outcome,
        page_sha256=sha,
        **more,  # type: ignore[arg-type]
    )


def rests_until(root: Path, fetches: list[Fetch], source: Source = PORTAL) -> int:
    """The first day, counted from AT, on which the address is due."""
    lake.append_fetches(root, fetches)
    days = (day for day in range(400) if URL not in history(root, source, now=AT + day * DAY).resting)
    return next(days)


@pytest.mark.parametrize(
    ("fetches", "due"),
    [
        ([seen(0)], 6),
        ([seen(0), seen(6, Outcome.UNCHANGED)], 12),
        ([seen(0), seen(6, Outcome.UNCHANGED), seen(12, Outcome.NOT_MODIFIED)], 24),
        ([seen(0), seen(100, Outcome.UNCHANGED)], 200),
        ([seen(0), seen(100, Outcome.UNCHANGED), seen(200, Outcome.UNCHANGED)], 380),  # the most
        ([seen(0), seen(100, Outcome.UNCHANGED), seen(110, sha="y")], 116),
        ([seen(0, Outcome.HTTP_ERROR, None, http_status=404)], 6),
        ([seen(n, Outcome.HTTP_ERROR, None, http_status=404) for n in (0, 6, 20)], 40),
        ([seen(0, Outcome.HTTP_ERROR, None, http_status=500)], 0),
        ([seen(0, Outcome.HTTP_ERROR, None, http_status=429)], 0),
        ([seen(0, Outcome.TIMEOUT, None)], 0),
        ([seen(0), seen(30, Outcome.UNCHANGED), seen(31, Outcome.DEFERRED, None)], 60),
    ],
)
def test_a_page_rests_for_as_long_as_it_stayed_the_same(
    tmp_path: Path, fetches: list[Fetch], due: int
) -> None:
    first_free = rests_until(tmp_path, fetches)
    last = max(fetch.fetched_at for fetch in fetches if fetch.outcome is not Outcome.DEFERRED)
    if due == 0:
        assert URL not in history(tmp_path, PORTAL, now=last).resting
    else:
        assert URL in history(tmp_path, PORTAL, now=AT + (due - 1) * DAY).resting
        assert URL not in history(tmp_path, PORTAL, now=AT + due * DAY).resting
    assert first_free == 0 if due == 0 else first_free <= due
    assert not history(tmp_path, PORTAL, again=True, now=last).resting


def test_a_counter_that_moved_is_no_change(tmp_path: Path) -> None:
    fetches = [seen(0), seen(30, sha="y")]
    lake.append_fetches(tmp_path, fetches)
    assert URL not in history(tmp_path, PORTAL, now=AT + 50 * DAY).resting
    versions = [
        PageVersion("a", URL, str(one.page_sha256), AT, AT, "w", 0, PageOutcome.DOCUMENT, "same-doc")
        for one in fetches
    ]
    lake.replace(tmp_path, Table.PAGES, "a", map(row_of, versions))
    assert URL in history(tmp_path, PORTAL, now=AT + 50 * DAY).resting


def test_what_was_got_last_and_what_was_spent_today(tmp_path: Path) -> None:
    midnight = datetime(2026, 1, 5, 17, tzinfo=UTC)  # in Vietnam
    before = replace(FETCH, fetched_at=midnight - timedelta(seconds=1), requests=5)
    after = replace(before, run_id="run-2", fetched_at=midnight, outcome=Outcome.UNCHANGED, requests=3)
    failed = replace(after, outcome=Outcome.TIMEOUT, page_sha256=None, url="https://a.vn/2", requests=2)
    lake.append_fetches(tmp_path, [failed, after, before])
    past = history(tmp_path, PORTAL, now=midnight)
    assert list(past.got) == [after]
    assert past.spent["a.vn"] == 5
    assert history(tmp_path, Source(id="b", publisher="Sở")).got == []


def test_of_a_dead_site_every_capture_counts_and_a_broken_one_rests(tmp_path: Path) -> None:
    first = replace(FETCH, final_url="https://archive.example/1/https://a.vn/1")
    second = replace(first, captured_at=AT - DAY, final_url="https://archive.example/2/https://a.vn/1")
    broken = replace(
        first, outcome=Outcome.BROKEN, page_sha256=None, final_url="https://archive.example/3/https://a.vn/1"
    )
    lake.append_fetches(tmp_path, [first, second, broken])
    past = history(tmp_path, DEAD, now=AT + DAY)
    assert sorted(one.final_url for one in past.got) == [first.final_url, second.final_url]
    assert broken.final_url in past.resting


def test_a_journal_becomes_part_of_the_table_once(tmp_path: Path) -> None:
    others = [replace(FETCH, url=f"https://a.vn/{n}", etag='"đ"') for n in range(3)]
    for _ in range(2):  # a kill after the table was written, before the journal was removed
        with Journal(tmp_path, "a", "run-1") as written:
            for fetch in others:
                written.add(fetch)
            assert not journal.settle(tmp_path, "a")  # while it is written it is left alone
            assert list(tmp_path.rglob("*.journal"))
        journal.settle(tmp_path, "a")
    assert list(lake.fetches(tmp_path, "a")) == others
    assert not list(tmp_path.rglob("*.journal"))


def test_a_line_no_run_wrote_is_named(tmp_path: Path) -> None:
    with Journal(tmp_path, "a", "run-1") as written:
        written.add(FETCH)
    (path,) = tmp_path.rglob("*.journal")
    path.write_text(path.read_text() + "{}\n")
    with pytest.raises(UserError, match=r"run-1\.journal:2: not a fetch"):
        journal.settle(tmp_path, "a")


WRITER = """
import sys
from pathlib import Path
from tests.warehouse.test_history import FETCH, Journal, replace
with Journal(Path(sys.argv[1]), "a", sys.argv[2]) as written:
    for n in range(1_000_000):
        written.add(replace(FETCH, run_id=sys.argv[2], url=f"https://a.vn/{n}"))
        print(n, flush=True)
"""


def test_a_kill_takes_no_fetch_that_was_told(tmp_path: Path) -> None:
    for run in ("run-1", "run-2"):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), run], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(50)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
        process.wait()
        last = int([line for line in told if line.endswith("\n")][-1])
        journal.settle(tmp_path, "a")
        urls = [fetch.url for fetch in lake.fetches(tmp_path, "a") if fetch.run_id == run]
        assert urls[: last + 1] == [f"https://a.vn/{n}" for n in range(last + 1)]
        assert len(urls) == len(set(urls))


def test_a_line_the_disk_took_half_of_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    room = [10]

    def full(file: int, content: bytes) -> int:
        if not room:
            raise OSError(errno.ENOSPC, "full")
        return write(file, content[: room.pop()])

    with Journal(tmp_path, "a", "run-1") as written:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(UserError, match="the disk is full"):
                written.add(FETCH)
        written.add(FETCH)
    journal.settle(tmp_path, "a")
    assert list(lake.fetches(tmp_path, "a")) == [FETCH]
