"""The crawl of one source, from its entry points on: what is wanted first, all else breadth first.

Every attempt leaves one Fetch. How one address is asked for lives in `visit`, which one is next in
`frontier`, what becomes of an answer in `keeping`. robots.txt is not a page and leaves no Fetch; what it
forbids does.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from scrapers.archive import Archive
from scrapers.crawl.allowance import Allowance
from scrapers.crawl.attempts import failed, put_off
from scrapers.crawl.calendar import date_listings
from scrapers.crawl.client import Answer, Client, Limits
from scrapers.crawl.discovery import Link, Role, Scope, feed_links, page_links
from scrapers.crawl.failures import FailureError
from scrapers.crawl.frontier import Frontier, Waiting
from scrapers.crawl.history import History
from scrapers.crawl.keeping import Before, Keeper, conditions
from scrapers.crawl.media import media_of
from scrapers.crawl.pace import Pace
from scrapers.crawl.relevance import Interest
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.crawl.visit import Visitor
from scrapers.model import GOT, Fetch, Outcome
from scrapers.registry import Source
from scrapers.vietnam import vietnams_day

_log = logging.getLogger(__name__)


def crawl_source(
    source: Source,
    archive: Archive,
    *,
    run_id: str,
    proxy: str | None = None,
    history: History | None = None,
    limits: Limits | None = None,
) -> Iterator[Fetch]:
    """Crawl one portal; a failing address never stops the others.

    Args:
        source: A source of kind portal.
        archive: Gets a response record per new body and a revisit record per body met again.
        run_id: Goes into every Fetch.
        proxy: Forward proxy, `http://host:port`.
        history: For conditional requests, change detection, and what need not be asked.
        limits: Caps on requests.

    Yields:
        One Fetch per address asked for, as they end. For UNCHANGED and NOT_MODIFIED the WARC position is that
        of the record that holds the body.

    Raises:
        UserError: the archive cannot be written.
    """
    limits = limits or Limits()
    history = history or History()
    client = Client(local=source.local, proxy=proxy, limits=limits, tls_exception=source.tls_exception)
    allowance = Allowance(source, history.spent)
    visitor = Visitor(source.hosts, client, Pace(source.delay_seconds), limits, allowance)
    keeper = Keeper(source.id, archive, history.got)
    try:
        yield from _Crawl(source, run_id, visitor, allowance, keeper, history.resting).run()
    finally:
        client.close()
        archive.close(source.id)


class _Visit(NamedTuple):
    """An address under way."""

    waiting: Waiting
    attempt: Fetch
    before: Before | None


class _Crawl:
    def __init__(
        self,
        source: Source,
        run_id: str,
        visitor: Visitor,
        allowance: Allowance,
        keeper: Keeper,
        resting: Collection[str],
    ) -> None:
        self._source = source
        self._run_id = run_id
        self._visitor = visitor
        self._allowance = allowance
        self._keeper = keeper
        self._resting = resting
        self._scope = Scope(source)
        self._frontier = Frontier()
        self._judged: set[int] = set()
        self._asked = 0

    def run(self) -> Iterator[Fetch]:
        entries = [canonical_url(entry) for entry in self._source.entry_points]
        for entry in entries:
            self._frontier.add(Waiting(entry, Role.LISTING, always=True))
        for entry in entries:
            self._push_sitemaps(entry)
        for address in date_listings(self._source, vietnams_day(datetime.now(UTC))):
            self._frontier.add(Waiting(address, Role.LISTING))
        for visit, answer in self._visits():
            fetch = self._done(visit, answer)
            requests = self._allowance.told(visit.waiting.host)
            if not (requests or fetch.outcome in GOT):  # else what robots forbid, or a silent host, takes all
                self._asked -= 1
            yield replace(fetch, requests=requests)
        if (left := self._frontier.take()) is not None:
            why = f"max_pages={self._source.max_pages} reached"
            yield put_off(self._attempt(left.url), why, self._frontier.drop())

    def _visits(self) -> Iterator[tuple[_Visit, Answer | FailureError]]:
        """Each address with its answer: one host's in a row, several hosts each in a thread of its own."""
        if len(self._source.hosts) <= 1:
            while (visit := self._next()) is not None:
                yield visit, self._ask(visit)
            return
        under_way: dict[Future[Answer | FailureError], _Visit] = {}
        with ThreadPoolExecutor(len(self._source.hosts)) as pool:
            while True:
                while (visit := self._next({one.waiting.host for one in under_way.values()})) is not None:
                    under_way[pool.submit(self._ask, visit)] = visit
                if not under_way:
                    return
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    yield under_way.pop(future), future.result()

    def _next(self, busy: Collection[str] = ()) -> _Visit | None:
        """The next address to ask for; one that rests is passed over, but what is held of it leads on."""
        while self._asked < self._source.max_pages:
            waiting = self._frontier.take(busy)
            if waiting is None:
                return None
            rests = waiting.url in self._resting and not waiting.always
            if rests and not self._scope.scanned(waiting.role):
                continue
            before = self._keeper.before(waiting.url)
            if not rests:
                self._asked += 1
                return _Visit(waiting, self._attempt(waiting.url), before)
            if before is not None:
                self._follow(before.fetch, before.page.body, waiting)
        return None

    def _attempt(self, url: str) -> Fetch:
        now = datetime.now(UTC)
        return Fetch(self._source.id, self._run_id, url, url, now, now, Outcome.OK, requests=0)

    def _ask(self, visit: _Visit) -> Answer | FailureError:
        try:
            return self._visitor.visit(visit.waiting.url, conditions(visit.before))
        except FailureError as failure:
            return failure

    def _done(self, visit: _Visit, answer: Answer | FailureError) -> Fetch:
        waiting, attempt, before = visit
        if isinstance(answer, FailureError):
            if answer.outcome is Outcome.DEFERRED:
                refused = host_of(answer.url or waiting.url)  # a redirect may have led to another
                return put_off(attempt, answer.detail, self._frontier.drop(refused))
            return failed(attempt, answer)
        fetch, content = self._keeper.keep(attempt, answer, before)
        if content is not None:
            self._follow(fetch, content, waiting)
        return fetch

    def _follow(self, fetch: Fetch, content: bytes, page: Waiting) -> None:
        for link in self._links(fetch, content, page.role):
            name = hash(link)  # menus stand on every page: each link is judged once
            if name in self._judged:
                continue
            self._judged.add(name)
            worth = self._scope.worth(link)
            if worth is not None:
                found, interest = worth
                # feeds of the portal tell what is new; some portals have one of comments at each article
                waiting = Waiting(link.url, found, always=found is Role.FEED and page.always)
                self._frontier.add(waiting, wanted=interest is Interest.WANTED)

    def _links(self, fetch: Fetch, content: bytes, role: Role) -> Iterator[Link]:
        if media_of(fetch.content_type) == "feed":
            return feed_links(content, fetch.final_url)
        return page_links(content, fetch.final_url) if self._scope.scanned(role) else iter(())

    def _push_sitemaps(self, entry: str) -> None:
        for address in self._visitor.robots(entry).sitemaps:
            try:
                url = canonical_url(address, entry)
            except ValueError:
                _log.warning(
                    "%s: robots.txt names a sitemap that is no address: %r", self._source.id, address
                )
                continue
            if host_of(url) in self._source.hosts:
                self._frontier.add(Waiting(url, Role.FEED, always=True))
