"""When a source is due: as rarely as it brings something new, and the next day after it failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.model import Fetch, Outcome, PageOutcome, PageVersion
from scrapers.registry import IMPORT_ID, Source, load_sources
from warehouse import lake
from warehouse.due import crawlable, due, due_now
from warehouse.tables import Table, row_of

FIRST = date(2026, 1, 5)  # in Vietnam
AT = datetime(2026, 1, 4, 18, tzinfo=UTC)  # at one o'clock in the night there
URL = "https://a.vn/1"
PORTAL = Source(
    id="a", publisher="Sở", enabled=True, hosts=("a.vn",), entry_points=("https://a.vn/",)
)  # from every week to every four
GOT, LOST, LATER = Outcome.UNCHANGED, Outcome.TIMEOUT, Outcome.DEFERRED


def crawl(day: int, *outcomes: Outcome) -> list[Fetch]:
    at = AT + timedelta(days=day)
    first = Fetch("a", f"run-{day}", URL, URL, at, at, outcomes[0])
    return [
        replace(first, url=f"{URL}{n}", fetched_at=at + timedelta(hours=n), outcome=outcome)
        for n, outcome in enumerate(outcomes)
    ]


def hold(root: Path, crawls: list[list[Fetch]], news: int) -> None:
    lake.append_fetches(root, [fetch for one in crawls for fetch in one])
    at = AT + timedelta(days=news)
    version = PageVersion("a", URL, "x", at, at, "w", 0, PageOutcome.DOCUMENT, "d")
    noise = replace(version, fetched_at=at + timedelta(days=50), outcome=PageOutcome.SAME_TEXT, warc_offset=1)
    lake.replace(root, Table.PAGES, "a", map(row_of, (version, noise)))


@pytest.mark.parametrize(
    ("crawls", "news", "days"),
    [
        ([crawl(0, GOT)], 0, 7),
        ([crawl(0, GOT), crawl(7, GOT)], 7, 14),
        ([crawl(0, GOT), crawl(7, GOT), crawl(14, GOT)], 0, 28),  # silent for two weeks
        ([crawl(0, GOT), crawl(60, GOT)], 0, 88),  # no rarer than every four weeks
        ([crawl(0, GOT), crawl(14, GOT, LATER)], 0, 21),  # it was cut short, so it is not silent
        ([crawl(0, GOT), crawl(14, LATER)], 0, 7),  # put off as a whole: no crawl was made
        ([crawl(0, GOT, LOST)], 0, 7),
        ([crawl(0, LOST)], 0, 1),
        ([crawl(0, GOT), crawl(7, LOST)], 0, 8),
        ([crawl(0, GOT), crawl(7, LOST), crawl(8, LOST), crawl(9, LOST)], 0, 11),
        ([crawl(0, GOT), crawl(7, LOST), crawl(60, LOST)], 0, 88),
        ([crawl(0, GOT), crawl(7, LOST), crawl(8, GOT)], 0, 16),
    ],
)
def test_a_source_is_due(tmp_path: Path, crawls: list[list[Fetch]], news: int, days: int) -> None:
    hold(tmp_path, crawls, news)
    assert due(tmp_path, PORTAL).on == FIRST + timedelta(days=days)
    midnight = datetime(2026, 1, 4, 17, tzinfo=UTC) + timedelta(days=days)
    assert due_now(tmp_path, [PORTAL], midnight - timedelta(seconds=1)) == []
    # whoever was off at midnight finds it due whenever he is back
    assert (
        due_now(tmp_path, [PORTAL], midnight)
        == due_now(tmp_path, [PORTAL], midnight + timedelta(99))
        == ["a"]
    )


def test_what_was_never_crawled_is_due_at_once_and_files_never_are(tmp_path: Path) -> None:
    sources = load_sources("sample")
    assert due(tmp_path, PORTAL).on is None
    enabled = {name for name, source in sources.items() if source.enabled}
    assert set(due_now(tmp_path, sources.values())) == enabled - {IMPORT_ID}
    assert {source.id for source in crawlable(sources.values())} == enabled - {IMPORT_ID}


def test_the_bounds_are_the_sources_own(tmp_path: Path) -> None:
    hold(tmp_path, [crawl(0, GOT), crawl(90, GOT)], 0)
    rare = Source.model_validate(PORTAL.model_dump() | {"crawl_every": {"least_days": 30, "most_days": 60}})
    assert due(tmp_path, rare).on == FIRST + timedelta(days=150)


def test_in_its_quiet_hours_a_source_waits(tmp_path: Path) -> None:
    by_night = Source.model_validate(
        PORTAL.model_dump() | {"quiet_hours": {"begin": "07:00", "end": "19:00"}}
    )
    assert due_now(tmp_path, [by_night], datetime(2026, 1, 5, 1, tzinfo=UTC)) == []
    assert due_now(tmp_path, [by_night], datetime(2026, 1, 5, 12, tzinfo=UTC)) == ["a"]


@pytest.mark.parametrize(
    ("crawls", "success", "days"),
    [
        ([crawl(0, GOT)], 0, 14),  # due after a week, and a week of grace
        ([crawl(0, GOT), crawl(7, LOST), crawl(8, LOST)], 0, 14),  # a failure makes nothing fresher
        ([crawl(0, LOST), crawl(1, LOST)], None, 7),  # it never gave anything
    ],
)
def test_it_is_fresh_until(tmp_path: Path, crawls: list[list[Fetch]], success: int | None, days: int) -> None:
    hold(tmp_path, crawls, 0)
    found = due(tmp_path, PORTAL)
    assert found.fresh_until == FIRST + timedelta(days=days)
    assert found.last_success == (None if success is None else AT + timedelta(days=success))
