"""How attempts end, of the crawl of a portal and of the recovery of a dead one."""

from __future__ import annotations

from dataclasses import replace

from scrapers.crawl.client import Answer
from scrapers.crawl.failures import FailureError
from scrapers.model import Fetch, Outcome


def answered(attempt: Fetch, answer: Answer) -> Fetch:
    """The attempt, with what the answer says of itself."""
    return replace(
        attempt,
        final_url=answer.url,
        http_status=answer.status,
        content_type=answer.header("Content-Type"),
        elapsed_ms=answer.elapsed_ms,
        etag=answer.header("ETag"),
        last_modified=answer.header("Last-Modified"),
    )


def failed(attempt: Fetch, failure: FailureError) -> Fetch:
    """The attempt, ended by a failure."""
    return replace(
        attempt,
        final_url=failure.url or attempt.url,
        outcome=failure.outcome,
        http_status=failure.status,
        content_type=failure.content_type,
        elapsed_ms=failure.elapsed_ms,
        detail=failure.detail,
    )


def put_off(attempt: Fetch, why: str, others: int) -> Fetch:
    """The one row that stands for an address and the others behind it that wait for the next run."""
    more = f"; {others} more wait for the next run" if others else "; it waits for the next run"
    return replace(attempt, outcome=Outcome.DEFERRED, detail=f"{why}{more}")
