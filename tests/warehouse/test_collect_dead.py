"""Dead sites all the way: from a web archive on loopback to documents, and when that counts as failed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scrapers.model import Outcome, PageOutcome
from scrapers.registry import Source
from tests.scrapers.dead.services import ARCHIVE, Crawled, WaybackMachine, dead_source, held
from tests.scrapers.scenario import Page, Scenario
from warehouse import lake
from warehouse.collect import Collected, collect
from warehouse.tables import Table
from warehouse.workspace import Workspace

TEXT = "Năm 2014, trên địa bàn tỉnh Lào Cai có 450 doanh nghiệp công nghệ thông tin đang hoạt động. " * 3
CAPTURES = [held("/tin/1", "20150601000000", TEXT)]


def collected(workspace: Workspace, source: Source, web: Scenario, run_id: str) -> Collected:
    with web:
        (done,) = collect(workspace, [source], run_id=run_id, proxy=web.proxy)
    return done


@pytest.mark.parametrize(("kind", "service"), [("wayback", WaybackMachine), ("commoncrawl", Crawled)])
def test_captures_become_documents_of_their_day_once(
    workspace: Workspace, kind: str, service: type[WaybackMachine] | type[Crawled]
) -> None:
    source = dead_source(kind, province="10")
    done = collected(workspace, source, service(CAPTURES), "r1")
    assert (done.error, done.landed) == (None, {"pages", "documents", "figures"})
    (page,) = lake.read(workspace.lake, Table.PAGES, source.id)
    assert (page["outcome"], page["captured_at"]) == (PageOutcome.DOCUMENT, datetime(2015, 6, 1, tzinfo=UTC))
    assert page["fetched_at"].year > 2015
    assert lake.count(workspace.lake, Table.FIGURES, source.id) > 0
    web = service(CAPTURES)
    again = collected(workspace, source, web, "r2")
    assert (again.error, again.landed) == (None, done.landed)
    assert set(again.attempts.outcomes) <= {Outcome.OK, Outcome.UNCHANGED}
    assert web.bodies == []
    assert lake.read(workspace.lake, Table.PAGES, source.id) == [page]


def test_an_archive_that_gives_none_of_its_captures_has_failed(workspace: Workspace) -> None:
    web = WaybackMachine(CAPTURES)
    web.once = {f"{ARCHIVE}/web/": Page(b"Blocked Site Error", 403)}
    done = collected(workspace, dead_source("wayback"), web, "r1")
    assert done.error is not None and "Blocked Site Error" in done.error


def test_an_index_that_is_not_there_has_failed(workspace: Workspace) -> None:
    web = WaybackMachine(CAPTURES)
    web.once = {f"{ARCHIVE}/cdx": Page(b"down", 404)}
    done = collected(workspace, dead_source("wayback"), web, "r1")
    assert done.error is not None and "404" in done.error
