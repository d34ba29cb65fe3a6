"""What a crawl leaves alone: what rests, what would be too much for a host, and at which hours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.crawl import History
from scrapers.crawl.allowance import Allowance
from scrapers.model import Outcome
from tests.scrapers.crawl.support import ROOT, crawl, web_of
from tests.scrapers.scenario import HOST, Page, Scenario, article, listing, source

PATTERNS = {"article_pattern": r"/tin/", "listing_pattern": r"/muc"}


def portal() -> Scenario:
    return Scenario(
        {
            f"{ROOT}/": listing("/muc", "/tin/1"),
            f"{ROOT}/muc": listing("/tin/2"),
            f"{ROOT}/tin/1": article("một"),
            f"{ROOT}/tin/2": article("hai"),
        }
    )


def test_what_rests_is_not_asked_but_a_listing_held_leads_on(tmp_path: Path) -> None:
    with portal() as web:
        first = crawl(web, tmp_path, source(**PATTERNS))
        web.asked.clear()
        past = History(list(first.values()), {f"{ROOT}/", f"{ROOT}/muc", f"{ROOT}/tin/1"})
        second = crawl(web, tmp_path, source(**PATTERNS), history=past)
    assert list(first) == ["/", "/muc", "/tin/1", "/tin/2"]
    assert {path: fetch.outcome for path, fetch in second.items()} == {
        "/": Outcome.UNCHANGED,  # where a crawl begins is always asked
        "/tin/2": Outcome.UNCHANGED,
    }
    assert web.asked == [f"{ROOT}/robots.txt", f"{ROOT}/", f"{ROOT}/tin/2"]


def test_what_its_title_tells_is_wanted_comes_first_and_what_is_not_never(tmp_path: Path) -> None:
    titles = {
        "/tin/1": "Đường mới",
        "/tin/2": "Thông báo tuyển dụng viên chức",
        "/tin/3": "Số thuê bao quý I",
    }
    front = "".join(f'<a href="{path}">{title}</a>' for path, title in titles.items())
    web = Scenario({f"{ROOT}/": Page(front.encode())} | {f"{ROOT}{path}": article("x") for path in titles})
    with web:
        fetches = crawl(web, tmp_path, source(**PATTERNS))
    assert list(fetches) == ["/", "/tin/3", "/tin/1"]


def test_archives_by_date_are_listings_to_begin_with(tmp_path: Path) -> None:
    by_month = f"{ROOT}/muc/{{year}}-{{month:02}}"
    period = {"valid_from": "2016-11-05", "valid_to": "2017-01-09"}
    with portal() as web:
        for month in ("2016-11", "2016-12", "2017-01"):
            web.pages[f"{ROOT}/muc/{month}"] = listing(f"/tin/{month}")
            web.pages[f"{ROOT}/tin/{month}"] = article(month)
        fetches = crawl(web, tmp_path, source(date_archives=[by_month], **period, **PATTERNS))
    assert [path for path in fetches if "201" in path and "muc" in path] == [
        "/muc/2017-01", "/muc/2016-12", "/muc/2016-11"]  # fmt: skip
    assert {"/tin/2017-01", "/tin/2016-12", "/tin/2016-11"} <= fetches.keys()


def test_max_pages_ends_the_crawl_and_says_what_is_left(tmp_path: Path) -> None:
    with web_of(a=article("1"), b=article("2"), c=article("3")) as web:
        fetches = crawl(web, tmp_path, source(max_pages=2))
    assert [fetch.outcome for fetch in fetches.values()] == [Outcome.OK, Outcome.OK, Outcome.DEFERRED]
    left = fetches["/b"]
    assert left.detail == "max_pages=2 reached; 1 more wait for the next run"
    assert left.requests == 0 and f"{ROOT}/b" not in web.asked


def test_the_budget_of_a_day_counts_every_request(tmp_path: Path) -> None:
    moved = Page(status=301, headers={"Location": "/moi"})
    with web_of(cu=moved, sau=article("sau")) as web:
        web.pages[f"{ROOT}/moi"] = article("đã chuyển")
        fetches = crawl(web, tmp_path, source(requests_per_day=14), history=History(spent={HOST: 10}))
    assert {path: (fetch.outcome, fetch.requests) for path, fetch in fetches.items()} == {
        "/": (Outcome.OK, 2),  # with robots.txt
        "/cu": (Outcome.OK, 2),
        "/sau": (Outcome.DEFERRED, 0),
    }
    assert len(web.asked) == 4
    assert "asked 14 times today" in (fetches["/sau"].detail or "")


def test_in_its_quiet_hours_a_host_is_not_asked(tmp_path: Path) -> None:
    always = {"begin": "00:00", "end": "23:59:59.999999"}
    with web_of(a=article("1")) as web:
        (fetch,) = crawl(web, tmp_path, source(quiet_hours=always)).values()
    assert fetch.outcome is Outcome.DEFERRED
    assert fetch.detail is not None and "is not asked from 00:00 to 23:59" in fetch.detail
    assert web.asked == []


def test_a_new_day_begins_at_midnight_in_vietnam() -> None:
    moments = [datetime(2026, 1, 1, 16, 59, tzinfo=UTC), datetime(2026, 1, 1, 17, 0, tzinfo=UTC)]
    now = iter([moments[0], moments[0], moments[0], moments[1]])
    allowance = Allowance(source(requests_per_day=1), {}, clock=lambda: next(now))
    assert allowance.take("a.vn") is None
    assert allowance.take("a.vn") is not None
    assert allowance.take("a.vn") is None
    assert allowance.told("a.vn") == 2


@pytest.mark.parametrize("order", [1, -1])
def test_hosts_of_one_source_do_not_wait_for_each_other(tmp_path: Path, order: int) -> None:
    other = "so.example.gov.vn"
    names = [HOST, other][::order]
    stuck = Page(silent=True)
    web = Scenario(
        {
            f"http://{HOST}/": stuck,
            f"http://{other}/": listing("/a", "/b"),
            f"http://{other}/a": article("a"),
            f"http://{other}/b": article("b"),
        }
    )
    with web:
        fetches = crawl(
            web, tmp_path, source(hosts=names, entry_points=[f"http://{name}/" for name in names])
        )
    outcomes = [fetch.outcome for fetch in fetches.values()]
    assert outcomes == [Outcome.OK, Outcome.OK, Outcome.OK, Outcome.TIMEOUT]  # the one that hangs comes last


def test_what_robots_forbid_takes_no_place_of_what_may_be_asked(tmp_path: Path) -> None:
    with web_of(**{f"no-{number}": article("x") for number in range(4)}, yes=article("y")) as web:
        web.pages[f"{ROOT}/robots.txt"] = Page(b"User-agent: *\nDisallow: /no-")
        fetches = crawl(web, tmp_path, source(max_pages=2))
    assert fetches["/yes"].outcome is Outcome.OK


def test_a_host_put_off_does_not_put_off_the_one_that_leads_to_it(tmp_path: Path) -> None:
    other = "so.example.gov.vn"
    with web_of(a=Page(status=301, headers={"Location": f"http://{other}/x"}), b=article("b")) as web:
        past = History(spent={other: 10})
        fetches = crawl(web, tmp_path, source(hosts=[HOST, other], requests_per_day=10), history=past)
    assert fetches["/a"].outcome is Outcome.DEFERRED
    assert fetches["/b"].outcome is Outcome.OK
