"""What goes wrong in operation, end to end: what state, what alert, what is published, and how it heals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.jobs.schedules import partition_range
from tests.orchestration.inbox import Inbox, Watch
from tests.orchestration.test_choosing import NAMES, Played
from tests.scrapers.scenario import Page, Scenario, article, listing
from warehouse import lake
from warehouse.query import query
from warehouse.tables import Table

ALL = partition_range(NAMES[0], NAMES[-1])
BROKEN = Page(b"<h1>Server Error</h1>", 500)
SHELL = Page(b'<html><body><div id="app"></div><script src="/app.js"></script></body></html>')


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    (tmp_path / "home").mkdir()
    with Scenario({}) as web, dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        yield Played(tmp_path, web, instance)


def publishes(played: Played, name: str, numbers: range, page: Page | None = None) -> None:
    """A portal lists new articles: each with a figure, or all the same page."""
    paths = [f"/{number}" for number in numbers]
    played.web.pages[f"http://{name}.gov.vn/"] = listing(*paths)
    for year, path in enumerate(paths, 2010):
        told = article(f"Đến cuối năm {year}, toàn tỉnh có {year} trạm BTS.")
        played.web.pages[f"http://{name}.gov.vn{path}"] = page or told


def test_portals_that_fail_or_fall_silent_and_a_row_nobody_knows(played: Played, inbox: Inbox) -> None:
    for name in NAMES:
        publishes(played, name, range(2, 10))
    assert played.run("crawl_job", ALL).success
    assert played.run("build_job").success
    published = played.workspace.published.read_bytes()
    watch = Watch(played.instance, inbox)

    # A portal answers 500, another one is empty since its redesign: the others land, both are told.
    publishes(played, "a", range(20, 22))
    played.web.pages["http://b.gov.vn/"] = BROKEN
    publishes(played, "c", range(20, 28), SHELL)
    assert not played.run("crawl_job", ALL).success
    for asset in ("raw_pages", "documents", "figures"):
        assert played.shown(asset) == dict.fromkeys("acd", "MATERIALIZED") | {"b": "FAILED"}
    watch.tick(played.instance)
    (message,) = inbox.messages
    silent, failed, _ = message["message"].splitlines()
    assert failed.startswith("b: no page was got; http://b.gov.vn/: ")
    assert "500" in failed
    assert silent.startswith(
        "check documents.nothing_read failed: c: None of 8 new pages of its last run gave a doc"
    )

    # A row of the lake names an indicator that nobody knows: the build stops at it.
    held = lake.read(played.workspace.lake, Table.FIGURES, "a")
    unknown = held[0] | {"indicator": "telecom.no_such_thing", "figure_id": "0123456789abcdef"}
    lake.replace(played.workspace.lake, Table.FIGURES, "a", [*held, unknown])
    assert not played.run("build_job").success
    watch.tick(played.instance)
    told, _ = inbox.messages[1]["message"].splitlines()
    assert "references_int_figures_current_indicator" in told
    assert "'telecom.no_such_thing'" in told
    assert "'0123456789abcdef'" in told
    assert played.workspace.published.read_bytes() == published

    # All of it mended: only what failed is asked again, and the build takes in what had landed meanwhile.
    played.opens("b")
    assert played.run("recrawl_failed_job").success
    assert played.asked == {"b"}
    publishes(played, "c", range(30, 38))
    lake.replace(played.workspace.lake, Table.FIGURES, "a", held)
    crawled = played.run("crawl_job", partition_range("c", "c"))
    (check,) = [one for one in crawled.get_asset_check_evaluations() if one.check_name == "nothing_read"]
    assert check.passed
    assert played.run("build_job").success
    assert watch.tick(played.instance).skip_message == "Nothing new to tell."
    by_source = "select source, count(*) from fct_figure group by source order by source"
    assert query(played.workspace, by_source).rows == (("a", 10), ("b", 9), ("c", 16), ("d", 8))
