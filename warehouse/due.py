"""When each source is to be crawled again, told from the crawls that the lake knows of.

A source is left alone for as long as it has brought nothing new, within the bounds of its entry: one that
publishes every week is asked every week, one that has fallen silent less and less often. One that fails is
asked the next day, then likewise ever less often. Days are Vietnam's, so the hour of a crawl moves nothing,
and what a machine missed while it was off is still due when it is on again. Who starts the crawl is no
matter here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scrapers.errors import UserError
from scrapers.model import GOT, Outcome, PageOutcome
from scrapers.registry import Source
from scrapers.vietnam import vietnams_day
from warehouse import lake
from warehouse.tables import Table

_RETRY_DAYS = 1  # after the first failure


@dataclass(slots=True)
class _Crawl:
    """One run's attempts to get pages of a source."""

    began: datetime
    got: bool = False
    finished: bool = True  # False when addresses were put off


@dataclass(frozen=True, slots=True)
class Due:
    """When a source is to be crawled, and whether it has been for too long."""

    source: str
    on: date | None  # None: it never was crawled, so it is due now
    last_success: datetime | None  # begin of the last crawl that got a page
    fresh_until: date | None = None  # the last day on which what is held of it is no older than allowed


def crawlable(sources: Iterable[Source]) -> list[Source]:
    """Those with a site to ask: files that a person brings in are never due."""
    return [source for source in sources if source.enabled and source.kind != "import"]


def due(root: Path, source: Source) -> Due:
    """When a source is due.

    Args:
        root: Of the lake.
        source: One that is crawled.
    """
    crawls = _crawls(root, source.id)
    if not crawls:
        return Due(source.id, None, None)
    news = _news(root, source.id)
    successes = [crawl for crawl in crawls if crawl.got]
    since = _next(successes, news, source) if successes else vietnams_day(crawls[0].began)
    return Due(
        source.id,
        _next(crawls, news, source),
        successes[-1].began if successes else None,
        since + timedelta(days=source.crawl_every.least_days),
    )


def due_now(root: Path, sources: Iterable[Source], now: datetime | None = None) -> list[str]:
    """The sources to crawl at a moment; not those in their quiet hours: a crawl would get nothing."""
    now = now or datetime.now(UTC)
    return [
        source.id
        for source in crawlable(sources)
        if not (source.quiet_hours and source.quiet_hours.at(now)) and _is_due(root, source, now)
    ]


def _is_due(root: Path, source: Source, now: datetime) -> bool:
    try:
        return (due(root, source).on or date.min) <= vietnams_day(now)
    except UserError:  # a broken file of the lake is told by the crawl of its source, and hinders no other
        return True


def _next(crawls: list[_Crawl], news: datetime | None, source: Source) -> date:
    last, least = crawls[-1], source.crawl_every.least_days
    since = news or crawls[0].began
    if not last.got:
        least = _RETRY_DAYS
        before = [crawl.began for crawl in crawls if crawl.got]
        since = min(crawl.began for crawl in crawls if not before or crawl.began > before[-1])
    elif not last.finished:  # it has more to give
        since = last.began
    quiet = (vietnams_day(last.began) - vietnams_day(since)).days
    return vietnams_day(last.began) + timedelta(days=min(max(quiet, least), source.crawl_every.most_days))


def _crawls(root: Path, source: str) -> list[_Crawl]:
    """The crawls that were made, oldest first; one that was put off as a whole was not."""
    crawls: dict[str, _Crawl] = {}
    put_off = set()
    for row in lake.columns(root, Table.FETCHES, ["run_id", "fetched_at", "outcome"], source):
        if row["outcome"] == Outcome.DEFERRED:
            put_off.add(row["run_id"])
            continue
        crawl = crawls.setdefault(row["run_id"], _Crawl(row["fetched_at"]))
        crawl.began = min(crawl.began, row["fetched_at"])
        crawl.got |= row["outcome"] in GOT
    for run in put_off & crawls.keys():
        crawls[run].finished = False
    return sorted(crawls.values(), key=lambda crawl: crawl.began)


def _news(root: Path, source: str) -> datetime | None:
    """When the last text came that was not seen before at its address."""
    rows = lake.columns(root, Table.PAGES, ["fetched_at", "outcome"], source)
    return max((row["fetched_at"] for row in rows if row["outcome"] == PageOutcome.DOCUMENT), default=None)
