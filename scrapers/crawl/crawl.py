"""The crawl of one source, from its entry points breadth-first.

Every attempt leaves one Fetch, every new body one WARC record. How one address is asked for lives in `visit`.
robots.txt is not a page and leaves no Fetch; what it forbids does.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from scrapers.archive import Archive, ArchivedPage, Position
from scrapers.crawl.client import Answer, Client, FailureError, Limits
from scrapers.crawl.discovery import Link, Role, Scope, feed_links, page_links
from scrapers.crawl.media import media_of
from scrapers.crawl.pace import Pace
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.crawl.visit import Visitor
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from scrapers.registry import Source

Progress = Callable[[Fetch, int], None]  # the attempt, and how many addresses are waiting
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
        source: A source of kind portal; others have nothing to crawl.
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
    if source.kind != "portal":
        return []
    limits = limits or Limits()
    client = Client(local=source.local, proxy=proxy, limits=limits)
    visitor = Visitor(source, client, Pace(source.delay_seconds), limits)
    crawl = _Crawl(source, archive, visitor, run_id, known or {})
    fetches: list[Fetch] = []
    try:
        for fetch in crawl.run():
            fetches.append(fetch)
            if progress is not None:
                progress(fetch, crawl.waiting)
    finally:
        client.close()
        archive.close(source.id)
    return fetches


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
        before, page = self._last(url)
        try:
            answer = self._visitor.visit(url, _conditions(before))
            if before is not None and page is not None and answer.status == 304:
                fetch, content = self._met_again(url, answer, before, page.position, now), page.body
            elif not 200 <= answer.status < 300:
                detail = f"the server answered {answer.response.start_line.partition(' ')[2]}"
                raise FailureError(Outcome.HTTP_ERROR, detail, url=answer.url, status=answer.status)
            else:
                fetch, content = self._new_body(url, answer, before, page, now), answer.content
        except FailureError as failure:
            return self._failed(url, failure, now), []
        return fetch, self._links(fetch, content, role)

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

    def _new_body(
        self, url: str, answer: Answer, before: Fetch | None, page: ArchivedPage | None, now: datetime
    ) -> Fetch:
        sha256 = hashlib.sha256(answer.content).hexdigest()
        if before is not None and page is not None and before.page_sha256 == sha256:
            return self._met_again(url, answer, before, page.position, now)
        position = self._archive.append(
            self._source.id,
            answer.url,
            answer.body,
            captured_at=now,
            response=answer.response,
            request=answer.request,
        )
        return self._fetch(url, answer, Outcome.OK, sha256, len(answer.content), position, now)

    def _met_again(self, url: str, answer: Answer, before: Fetch, position: Position, now: datetime) -> Fetch:
        self._archive.append_revisit(
            self._source.id, answer.url, position, captured_at=now, response=answer.response
        )
        outcome = Outcome.NOT_MODIFIED if answer.status == 304 else Outcome.UNCHANGED
        return self._fetch(url, answer, outcome, before.page_sha256, before.size_bytes, position, now, before)

    def _fetch(
        self,
        url: str,
        answer: Answer,
        outcome: Outcome,
        sha256: str | None,
        size: int,
        position: Position,
        now: datetime,
        before: Fetch | None = None,
    ) -> Fetch:
        return Fetch(
            source=self._source.id,
            run_id=self._run_id,
            url=url,
            final_url=answer.url,
            fetched_at=now,
            captured_at=now,
            outcome=outcome,
            http_status=answer.status,
            content_type=answer.header("Content-Type") or (before.content_type if before else None),
            size_bytes=size,
            elapsed_ms=answer.elapsed_ms,
            page_sha256=sha256,
            etag=answer.header("ETag") or (before.etag if before else None),
            last_modified=answer.header("Last-Modified") or (before.last_modified if before else None),
            warc_file=position.warc_file,
            warc_offset=position.offset,
        )

    def _failed(self, url: str, failure: FailureError, now: datetime) -> Fetch:
        return Fetch(
            source=self._source.id,
            run_id=self._run_id,
            url=url,
            final_url=failure.url or url,
            fetched_at=now,
            captured_at=now,
            outcome=failure.outcome,
            http_status=failure.status,
            content_type=failure.content_type,
            detail=failure.detail,
        )

    def _links(self, fetch: Fetch, content: bytes, role: Role) -> list[Link]:
        if media_of(fetch.content_type) == "feed":
            return list(feed_links(content, fetch.final_url))
        return list(page_links(content, fetch.final_url)) if self._scope.scanned(role) else []


def _conditions(before: Fetch | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if before is not None and before.etag:
        headers["If-None-Match"] = before.etag
    if before is not None and before.last_modified:
        headers["If-Modified-Since"] = before.last_modified
    return headers
