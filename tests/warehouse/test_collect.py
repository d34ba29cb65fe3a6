"""Collecting a portal again and again: what is asked, what is read, and what a stopped run leaves."""

from __future__ import annotations

import pytest

from scrapers.model import Outcome
from scrapers.registry import Revisit, Source
from tests.scrapers.crawl.support import ROOT, web_of
from tests.scrapers.scenario import Scenario, article, source
from warehouse import lake, readers
from warehouse.collect import Collected, collect
from warehouse.tables import Table
from warehouse.workspace import Workspace

PORTAL = source(province="10", revisit=Revisit())
TEXT = "Đến cuối năm 2015, toàn tỉnh có 1.600 trạm BTS."


def collected(
    workspace: Workspace, web: Scenario, run: str, portal: Source = PORTAL, *, again: bool = False
) -> Collected:
    web.asked.clear()
    (done,) = collect(workspace, [portal], run_id=run, proxy=web.proxy, again=again)
    return done


def test_pages_rest_until_they_are_due_or_asked_for_again(workspace: Workspace) -> None:
    with web_of(a=article(TEXT), b=article("Không có số.")) as web:
        first = collected(workspace, web, "r1")
        assert first.attempts.outcomes == {Outcome.OK: 3}
        assert first.reading is not None and first.reading.figures.figures.total() == 1
        second = collected(workspace, web, "r2")
        assert web.asked == [f"{ROOT}/robots.txt", f"{ROOT}/"]
        assert second.attempts.outcomes == {Outcome.UNCHANGED: 1}
        assert second.reading is not None and second.reading.figures.documents == 0
        assert second.error is None
        third = collected(workspace, web, "r3", again=True)
        assert third.attempts.outcomes == {Outcome.UNCHANGED: 3}


def test_what_max_pages_left_is_got_by_the_next_runs(workspace: Workspace) -> None:
    pages = {f"p{n}": article(f"{TEXT} {n}") for n in range(6)}
    portal = PORTAL.model_copy(update={"max_pages": 3})
    with web_of(**pages) as web:
        for run in range(4):
            done = collected(workspace, web, f"r{run}", portal)
            assert done.error is None
            assert done.attempts.outcomes[Outcome.DEFERRED] == (run < 2)
    assert lake.count(workspace.lake, Table.PAGES, portal.id) == 7


def test_a_run_stopped_in_the_middle_keeps_what_it_had(workspace: Workspace) -> None:
    asked = 0

    def interrupted() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise KeyboardInterrupt

    with web_of(a=article(TEXT), b=article("b"), c=article("c")) as web:
        with pytest.raises(KeyboardInterrupt):
            list(collect(workspace, [PORTAL], run_id="r1", proxy=web.proxy, on_page=interrupted))
        done = collected(workspace, web, "r2")
    assert done.error is None
    assert done.attempts.outcomes == {Outcome.UNCHANGED: 1, Outcome.OK: 1}  # the front page, and c
    assert lake.count(workspace.lake, Table.FETCHES, PORTAL.id) == 5
    assert lake.count(workspace.lake, Table.PAGES, PORTAL.id) == 4


def test_a_new_reader_reads_also_what_a_dead_site_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web_of(a=article(TEXT)) as web:
        collected(workspace, web, "r1")
        monkeypatch.setattr(readers, "READER_VERSION", "next")
        web.pages.clear()
        for n, due in enumerate((True, False)):
            done = collected(workspace, web, f"dead{n}")
            assert done.error is not None and done.error.startswith("no page was got")
            assert done.landed == ({"documents", "figures"} if due else set())
    for table in (Table.PAGES, Table.READINGS):
        found = {row["reader"] for row in lake.read(workspace.lake, table, PORTAL.id)}
        assert found == {readers.reader_of(PORTAL)}


def test_quiet_hours_are_no_failure(workspace: Workspace) -> None:
    quiet = source(quiet_hours={"begin": "00:00", "end": "23:59:59.999999"})
    with web_of() as web:
        done = collected(workspace, web, "r1", quiet)
    assert done.error is None
    assert done.attempts.outcomes == {Outcome.DEFERRED: 1}
    assert web.asked == []


def test_a_page_whose_fetch_a_kill_has_taken_is_told_by_the_next_run(workspace: Workspace) -> None:
    with web_of(a=article(TEXT)) as web:
        collected(workspace, web, "r1")
        (path,) = (workspace.lake / "fetches" / f"source={PORTAL.id}").glob("r1.parquet")
        *kept, lost = lake.fetches(workspace.lake, PORTAL.id)
        path.unlink()
        lake.append_fetches(workspace.lake, kept)
        done = collected(workspace, web, "r2", again=True)
    assert done.attempts.outcomes == {Outcome.UNCHANGED: 2}
    (found,) = (one for one in lake.fetches(workspace.lake, PORTAL.id) if one.run_id.startswith("found-"))
    assert (found.url, found.page_sha256, found.warc_offset) == (
        lost.url, lost.page_sha256, lost.warc_offset
    )  # fmt: skip
    assert lake.count(workspace.lake, Table.PAGES, PORTAL.id) == 2
