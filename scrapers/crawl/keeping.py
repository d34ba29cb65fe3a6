"""What becomes of an answer: a body kept, one met again, or an error. Which links follow is up to `crawl`."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from scrapers.archive import Archive, ArchivedPage
from scrapers.crawl.attempts import answered
from scrapers.crawl.client import Answer
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome

_NOT_MODIFIED = 304
_log = logging.getLogger(__name__)


class Before(NamedTuple):
    """The last successful attempt at an address, and the page it got."""

    fetch: Fetch
    page: ArchivedPage


class Keeper:
    """Writes the records of one source.

    Args:
        source_id: Whose.
        archive: Gets a response record per new body and a revisit record per body met again.
        got: Earlier successful attempts, oldest first.
    """

    def __init__(self, source_id: str, archive: Archive, got: Iterable[Fetch]) -> None:
        self._source_id = source_id
        self._archive = archive
        self._got = {fetch.url: fetch for fetch in got}

    def before(self, url: str) -> Before | None:
        """What is held of an address, if its body is still there; without it a 304 is worthless."""
        fetch = self._got.get(url)
        if fetch is None or fetch.warc_file is None or fetch.warc_offset is None:
            return None
        try:
            return Before(fetch, self._archive.read(fetch.warc_file, fetch.warc_offset))
        except UserError as error:
            _log.warning("%s: asked anew, its last record is lost: %s", url, error)
            return None

    def keep(self, attempt: Fetch, answer: Answer, before: Before | None) -> tuple[Fetch, bytes | None]:
        """How the attempt ended, and the page's content; None after an error.

        Raises:
            UserError: the archive cannot be written.
        """
        attempt = answered(attempt, answer)
        if before is not None and _same(answer, before.fetch):
            return self._met_again(attempt, answer, before), before.page.body
        if not 200 <= answer.status < 300:
            detail = f"the server answered {answer.response.start_line.partition(' ')[2]}"
            return replace(attempt, outcome=Outcome.HTTP_ERROR, detail=detail), None
        return self._kept(attempt, answer), answer.content

    def _kept(self, attempt: Fetch, answer: Answer) -> Fetch:
        position = self._archive.append(
            self._source_id,
            answer.url,
            answer.body,
            captured_at=attempt.captured_at,
            response=answer.response,
            request=answer.request,
        )
        return replace(
            attempt,
            size_bytes=len(answer.content),
            page_sha256=_sha256(answer),
            warc_file=position.warc_file,
            warc_offset=position.offset,
        )

    def _met_again(self, attempt: Fetch, answer: Answer, before: Before) -> Fetch:
        fetch, page = before
        self._archive.append_revisit(
            self._source_id,
            answer.url,
            page.position,
            captured_at=attempt.captured_at,
            response=answer.response,
        )
        return replace(
            attempt,
            outcome=Outcome.NOT_MODIFIED if answer.status == _NOT_MODIFIED else Outcome.UNCHANGED,
            content_type=attempt.content_type or fetch.content_type,
            etag=attempt.etag or fetch.etag,
            last_modified=attempt.last_modified or fetch.last_modified,
            size_bytes=fetch.size_bytes,
            page_sha256=fetch.page_sha256,
            warc_file=fetch.warc_file,
            warc_offset=fetch.warc_offset,
        )


def conditions(before: Before | None) -> dict[str, str]:
    """Headers that ask for a page only if it is not the one held."""
    if before is None:
        return {}
    headers = {"If-None-Match": before.fetch.etag, "If-Modified-Since": before.fetch.last_modified}
    return {name: value for name, value in headers.items() if value}


def _same(answer: Answer, before: Fetch) -> bool:
    if answer.status == _NOT_MODIFIED:
        return True
    return 200 <= answer.status < 300 and _sha256(answer) == before.page_sha256


def _sha256(answer: Answer) -> str:
    return hashlib.sha256(answer.content).hexdigest()
