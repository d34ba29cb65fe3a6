"""The recovery of one dead site from a web archive: indexes first, then the captures not held yet.

Every attempt leaves one Fetch, index pages too; these are kept in no record. How a service is spoken to lives
in `wayback` and `commoncrawl`, how one address is asked for in `scrapers.crawl.visit`.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scrapers.archive import Archive, Position
from scrapers.crawl.allowance import Allowance
from scrapers.crawl.attempts import answered, failed, put_off
from scrapers.crawl.client import Answer, Client, Limits
from scrapers.crawl.failures import FailureError
from scrapers.crawl.history import History
from scrapers.crawl.pace import Pace
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.crawl.visit import Visitor
from scrapers.dead.captures import Body, Capture, IndexPage, Service
from scrapers.dead.commoncrawl import CommonCrawl
from scrapers.dead.wayback import Wayback
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from scrapers.registry import Source

_SERVICES: Mapping[str, type[Wayback] | type[CommonCrawl]] = {"wayback": Wayback, "commoncrawl": CommonCrawl}
# One for all sources: they are recovered side by side, and a service counts the requests of all of them.
_PACE = Pace(0)
# The Internet Archive is reported to bear 24 requests a minute from one asker before it says 429, and to shut
# out who goes on; for Common Crawl the delays are our own caution.
_LEAST_DELAY = {"web.archive.org": 3.0, "index.commoncrawl.org": 2.0, "data.commoncrawl.org": 1.0}
_TOO_MANY = 429
_log = logging.getLogger(__name__)


def recover_source(
    source: Source,
    archive: Archive,
    *,
    run_id: str,
    proxy: str | None = None,
    history: History | None = None,
    limits: Limits | None = None,
) -> Iterator[Fetch]:
    """Get the captures of a dead site; a failing one never stops the others.

    Args:
        source: Of kind wayback or commoncrawl.
        archive: Gets a response record per new body, dated when it was captured.
        run_id: Goes into every Fetch.
        proxy: Forward proxy, `http://host:port`.
        history: A capture got before is not asked for again, one that failed for good not soon.
        limits: Caps on requests.

    Yields:
        One Fetch per index page and capture asked for, as they end. `url` is the page's own, `final_url`
        where it was got, `captured_at` when the archive saw it, `fetched_at` now.

    Raises:
        UserError: the archive cannot be written.
    """
    if source.services is None:
        return
    limits = limits or Limits()
    history = history or History()
    hosts = {host_of(canonical_url(url)) for url in source.services}
    for host in hosts:
        _PACE.slow_down(host, max(source.delay_seconds, _LEAST_DELAY.get(host, 0.0)))
    client = Client(local=source.local, proxy=proxy, limits=limits)
    allowance = Allowance(source, history.spent)
    # robots.txt tells crawlers which links to leave alone; these are documented interfaces, made for programs
    visitor = Visitor(hosts, client, _PACE, limits, allowance, heed_robots=False)
    service = _SERVICES[source.kind](source, *source.services)
    try:
        yield from _Recovery(source, service, archive, visitor, allowance, run_id, history).run()
    finally:
        client.close()
        archive.close(source.id)


class _Recovery:
    def __init__(
        self,
        source: Source,
        service: Service,
        archive: Archive,
        visitor: Visitor,
        allowance: Allowance,
        run_id: str,
        history: History,
    ) -> None:
        self._source = source
        self._service = service
        self._archive = archive
        self._visitor = visitor
        self._allowance = allowance
        self._run_id = run_id
        self._resting = history.resting
        self._indexes = deque(service.queries())
        self._captures: deque[Capture] = deque()
        self._named: set[tuple[str, str]] = set()  # URL and digest: what is the same is asked for once
        self._shut: str | None = None  # why nothing more is asked in this run
        self._last_index: dict[str, str] = {}
        self._bodies: dict[tuple[str, str], Position] = {}
        self._moments: set[tuple[str, datetime]] = set()
        for fetch in history.got:
            self._remember(fetch)

    def run(self) -> Iterator[Fetch]:
        for _ in range(self._source.max_pages):
            if self._indexes:
                fetch = self._index(self._indexes.popleft())
            elif self._captures:
                fetch = self._get(self._captures.popleft())
                self._remember(fetch)
            else:
                return
            left = len(self._indexes) + len(self._captures)
            if fetch.outcome is Outcome.DEFERRED:
                yield put_off(fetch, fetch.detail or "", left)
                return
            yield replace(fetch, requests=self._allowance.told(host_of(fetch.final_url)))
            if self._shut:
                break
        if self._indexes or self._captures:
            yield self._put_off(self._shut or f"max_pages={self._source.max_pages} reached")

    def _put_off(self, why: str) -> Fetch:
        """The row of what this run leaves to the next."""
        left = len(self._indexes) + len(self._captures) - 1
        if self._indexes:
            attempt = self._attempt(self._indexes[0], self._indexes[0], datetime.now(UTC))
        else:
            capture = self._captures[0]
            attempt = self._attempt(capture.url, capture.address, capture.captured_at)
        return put_off(attempt, why, left)

    def _attempt(self, url: str, address: str, captured_at: datetime) -> Fetch:
        now = datetime.now(UTC)
        return Fetch(self._source.id, self._run_id, url, address, now, captured_at, Outcome.OK, requests=0)

    def _remember(self, fetch: Fetch) -> None:
        if fetch.page_sha256 is None or fetch.outcome not in (Outcome.OK, Outcome.UNCHANGED):
            return
        if fetch.warc_file is None or fetch.warc_offset is None:
            self._last_index[fetch.url] = fetch.page_sha256
            return
        position = Position(fetch.warc_file, fetch.warc_offset)
        if (self._archive.root / position.warc_file).is_file():  # what is lost is asked for anew
            self._moments.add((fetch.url, fetch.captured_at.replace(microsecond=0)))
            self._bodies[fetch.url, fetch.page_sha256] = position

    def _index(self, address: str) -> Fetch:
        attempt = self._attempt(address, address, datetime.now(UTC))
        try:
            answer = self._asked(address, {})
            attempt = answered(attempt, answer)
            if _none_captured(answer):
                page = IndexPage()
            elif not 200 <= answer.status < 300:
                raise _refused(answer)
            else:
                page = self._service.index_page(address, answer)
        except FailureError as failure:
            return failed(attempt, failure)
        except ValueError as error:
            return replace(
                attempt, outcome=Outcome.BROKEN, detail=f"not the documented index format: {error}"
            )
        self._indexes.extendleft(reversed(page.further))
        for capture in page.captures:
            if (capture.url, capture.digest) not in self._named:
                self._named.add((capture.url, capture.digest))
                held = (capture.url, capture.captured_at) in self._moments
                if not held and capture.address not in self._resting:
                    self._captures.append(capture)
        digest = hashlib.sha256(answer.content).hexdigest()
        same = self._last_index.get(address) == digest
        attempt = replace(attempt, page_sha256=digest, size_bytes=len(answer.content))
        return replace(attempt, outcome=Outcome.UNCHANGED) if same else attempt

    def _asked(self, address: str, headers: Mapping[str, str]) -> Answer:
        answer = self._visitor.visit(address, headers, whole=True)
        if answer.status == _TOO_MANY:
            self._shut = "too many requests, says the archive"
        return answer

    def _get(self, capture: Capture) -> Fetch:
        attempt = self._attempt(capture.url, capture.address, capture.captured_at)
        try:
            answer = self._asked(capture.address, capture.headers)
            attempt = answered(attempt, answer)
            if not 200 <= answer.status < 300:
                raise _refused(answer)
            return self._kept(attempt, self._service.body(capture, answer))
        except FailureError as failure:
            failure.url = failure.url or attempt.final_url
            return failed(attempt, failure)

    def _kept(self, attempt: Fetch, body: Body) -> Fetch:
        digest = hashlib.sha256(body.content).hexdigest()
        fetch = replace(
            attempt,
            captured_at=body.captured_at,
            http_status=body.status,
            content_type=body.content_type,
            size_bytes=len(body.content),
            page_sha256=digest,
        )
        held = self._bodies.get((attempt.url, digest))
        if held is not None:
            try:
                self._archive.append_revisit(
                    self._source.id, attempt.url, held, captured_at=body.captured_at, response=body.response
                )
                return replace(
                    fetch, outcome=Outcome.UNCHANGED, warc_file=held.warc_file, warc_offset=held.offset
                )
            except UserError as error:
                _log.warning("%s: kept anew, its last record is lost: %s", attempt.url, error)
        position = body.keep(self._archive)
        return replace(fetch, warc_file=position.warc_file, warc_offset=position.offset)


def _none_captured(answer: Answer) -> bool:
    """Whether it is the 404 that pywb says for a host that it does not know, and not that of an index."""
    return answer.status == 404 and b"No Captures found" in answer.content


def _refused(answer: Answer) -> FailureError:
    said = answer.content[:200].decode("utf-8", "replace").strip()
    detail = f"the archive answered {answer.response.start_line.partition(' ')[2]}: {said}"
    return FailureError(
        Outcome.HTTP_ERROR,
        detail.rstrip(": "),
        status=answer.status,
        content_type=answer.header("Content-Type"),
    )
