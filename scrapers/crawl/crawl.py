"""The crawl of one source, from its entry points breadth-first.

Every attempt leaves one Fetch, every new body one WARC record. How one address is asked for lives in `visit`.
robots.txt is not a page and leaves no Fetch; what it forbids does.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scrapers.archive import Archive, ArchivedPage
from scrapers.crawl.attempts import Progress, answered, carried_out, failed
from scrapers.crawl.client import Answer, Client, FailureError, Limits
from scrapers.crawl.discovery import Link, Role, Scope, feed_links, page_links
from scrapers.crawl.media import media_of
from scrapers.crawl.pace import Pace
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.crawl.visit import Visitor
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from scrapers.registry import Source

_NOT_MODIFIED = 304
_log = logging.getLogger(__name__)


def crawl_source(
    source: Source,
    archive: Archive,
    *,
    run_id: str,
    proxy: str | None = None,
    known: Mapping[str, Fetch] | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> list[Fetch]:
    """Crawl one portal; a failing address never stops the others.

    Args:
        source: A source of kind portal.
        archive: Gets a response record per new body and a revisit record per body met again.
        run_id: Goes into every Fetch.
        proxy: Forward proxy, `http://host:port`.
        known: Last successful Fetch by URL, for conditional requests and change detection.
        progress: Called after every attempt.
        limits: Caps on requests.

    Returns:
        One Fetch per address asked for. For UNCHANGED and NOT_MODIFIED the WARC position is that of the
        record that holds the body.

    Raises:
        UserError: the archive cannot be written.
    """
    limits = limits or Limits()
    client = Client(local=source.local, proxy=proxy, limits=limits, tls_exception=source.tls_exception)
    visitor = Visitor(source.hosts, client, Pace(source.delay_seconds), limits)
    crawl = _Crawl(source, archive, visitor, run_id, known or {})
    try:
        return carried_out(crawl, progress)
    finally:
        client.close()
        archive.close(source.id)


class _Crawl:
    def __init__(
        self, source: Source, archive: Archive, visitor: Visitor, run_id: str, known: Mapping[str, Fetch]
    ) -> None:
        self._source = source
        self._archive = archive
        self._visitor = visitor
        self._run_id = run_id
        self._known = known
        self._scope = Scope(source)
        self._queue: deque[tuple[str, Role]] = deque()
        self._queued: set[str] = set()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def run(self) -> Iterator[Fetch]:
        for entry in self._source.entry_points:
            self._push(canonical_url(entry), Role.LISTING)
        for entry in self._source.entry_points:
            self._push_sitemaps(canonical_url(entry))
        for _ in range(self._source.max_pages):
            if not self._queue:
                return
            url, role = self._queue.popleft()
            fetch, links = self._get(url, role)
            for link in links:
                found = self._scope.role(link)
                if found is not None:
                    self._push(link.url, found)
            yield fetch
        if self._queue:
            _log.warning(
                "%s: stopped at max_pages=%s, %s addresses left out",
                self._source.id, self._source.max_pages, self.waiting,
            )  # fmt: skip

    def _push(self, url: str, role: Role) -> None:
        if url not in self._queued:
            self._queued.add(url)
            self._queue.append((url, role))

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
                self._push(url, Role.FEED)

    def _get(self, url: str, role: Role) -> tuple[Fetch, list[Link]]:
        now = datetime.now(UTC)
        attempt = Fetch(self._source.id, self._run_id, url, url, now, now, Outcome.OK)
        before, page = self._last(url)
        try:
            answer = self._visitor.visit(url, _conditions(before))
            attempt = answered(attempt, answer)
            if before is not None and page is not None and _same(answer, before):
                return self._met_again(attempt, answer, before, page, role)
            if not 200 <= answer.status < 300:
                detail = f"the server answered {answer.response.start_line.partition(' ')[2]}"
                return replace(attempt, outcome=Outcome.HTTP_ERROR, detail=detail), []
            return self._kept(attempt, answer, role)
        except FailureError as failure:
            return failed(attempt, failure), []

    def _last(self, url: str) -> tuple[Fetch, ArchivedPage] | tuple[None, None]:
        """The last successful attempt, if its body is still there; without it a 304 is worthless."""
        before = self._known.get(url)
        if before is None or before.warc_file is None or before.warc_offset is None:
            return None, None
        try:
            return before, self._archive.read(before.warc_file, before.warc_offset)
        except UserError as error:
            _log.warning("%s: asked anew, its last record is lost: %s", url, error)
            return None, None

    def _kept(self, attempt: Fetch, answer: Answer, role: Role) -> tuple[Fetch, list[Link]]:
        position = self._archive.append(
            self._source.id,
            answer.url,
            answer.body,
            captured_at=attempt.captured_at,
            response=answer.response,
            request=answer.request,
        )
        fetch = replace(
            attempt,
            size_bytes=len(answer.content),
            page_sha256=_sha256(answer),
            warc_file=position.warc_file,
            warc_offset=position.offset,
        )
        return fetch, self._links(fetch, answer.content, role)

    def _met_again(
        self, attempt: Fetch, answer: Answer, before: Fetch, page: ArchivedPage, role: Role
    ) -> tuple[Fetch, list[Link]]:
        self._archive.append_revisit(
            self._source.id,
            answer.url,
            page.position,
            captured_at=attempt.captured_at,
            response=answer.response,
        )
        fetch = replace(
            attempt,
            outcome=Outcome.NOT_MODIFIED if answer.status == _NOT_MODIFIED else Outcome.UNCHANGED,
            content_type=attempt.content_type or before.content_type,
            etag=attempt.etag or before.etag,
            last_modified=attempt.last_modified or before.last_modified,
            size_bytes=before.size_bytes,
            page_sha256=before.page_sha256,
            warc_file=before.warc_file,
            warc_offset=before.warc_offset,
        )
        return fetch, self._links(fetch, page.body, role)

    def _links(self, fetch: Fetch, content: bytes, role: Role) -> list[Link]:
        if media_of(fetch.content_type) == "feed":
            return list(feed_links(content, fetch.final_url))
        return list(page_links(content, fetch.final_url)) if self._scope.scanned(role) else []


def _same(answer: Answer, before: Fetch) -> bool:
    if answer.status == _NOT_MODIFIED:
        return True
    return 200 <= answer.status < 300 and _sha256(answer) == before.page_sha256


def _sha256(answer: Answer) -> str:
    return hashlib.sha256(answer.content).hexdigest()


def _conditions(before: Fetch | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if before is not None and before.etag:
        headers["If-None-Match"] = before.etag
    if before is not None and before.last_modified:
        headers["If-Modified-Since"] = before.last_modified
    return headers
