"""What the crawl of a portal and the recovery of a dead one share: attempts, and how they ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from scrapers.crawl.client import Answer, FailureError
from scrapers.model import Fetch

Progress = Callable[[Fetch, int], None]  # the attempt, and how many addresses are waiting


class Work(Protocol):
    """Attempts to be made, one Fetch for each."""

    @property
    def waiting(self) -> int:
        """How many addresses are waiting."""

    def run(self) -> Iterator[Fetch]:
        """Make them."""


def carried_out(work: Work, progress: Progress | None) -> list[Fetch]:
    """All attempts of a work, each told as it ends."""
    fetches: list[Fetch] = []
    for fetch in work.run():
        fetches.append(fetch)
        if progress is not None:
            progress(fetch, work.waiting)
    return fetches


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
