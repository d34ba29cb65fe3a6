"""What a web archive holds of a site: captures, index pages that list them, and what every service can do.

How one service spells this belongs to `wayback` and `commoncrawl`, the order of the work to `recovery`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from scrapers.archive import Archive, HttpHead, Position
from scrapers.crawl.client import Answer
from scrapers.crawl.discovery import Link, Scope
from scrapers.crawl.urls import canonical_url
from scrapers.registry import Source


@dataclass(frozen=True, slots=True)
class Capture:
    """One page of a dead site at one moment, as an index names it."""

    url: str  # canonical
    captured_at: datetime  # UTC, whole seconds
    digest: str  # base32 SHA-1 of the payload, content coding included
    address: str  # where the service gives it
    headers: Mapping[str, str] = field(default_factory=dict)  # of the request for it


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What one answer of an index says."""

    captures: tuple[Capture, ...] = ()
    further: tuple[str, ...] = ()  # addresses of index pages to ask next


@dataclass(frozen=True, slots=True)
class Body:
    """A capture that came, fit to be kept."""

    content: bytes  # content coding undone
    content_type: str | None
    status: int
    captured_at: datetime
    response: HttpHead  # of the dead site
    keep: Callable[[Archive], Position]


class Service(Protocol):
    """A web archive, asked for one source."""

    def queries(self) -> list[str]:
        """The index addresses to begin with."""

    def index_page(self, address: str, answer: Answer) -> IndexPage:
        """What an answer of the index says.

        Raises:
            ValueError: not the documented format.
        """

    def body(self, capture: Capture, answer: Answer) -> Body:
        """The capture in an answer that is no error.

        Raises:
            FailureError: it is not what the index promised.
        """


class Wanted:
    """Which captures are asked for: hosts, patterns and period of the source, decided before any body."""

    def __init__(self, source: Source) -> None:
        self._scope = Scope(source)
        self._first = source.valid_from or date.min
        self._last = source.valid_to or date.max

    def address(self, original: str, captured_at: datetime) -> str | None:
        """The canonical URL of a wanted capture, None for all others."""
        try:
            url = canonical_url(original)
        except ValueError:  # indexes hold addresses of all ages, some are none
            return None
        wanted = self._first <= captured_at.date() <= self._last and self._scope.role(Link(url))
        return url if wanted else None


def moment(timestamp: str) -> datetime:
    """The time that an index writes as YYYYMMDDhhmmss, UTC.

    Raises:
        ValueError: it is none.
    """
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def period(source: Source) -> dict[str, str]:
    """The period of a source as both kinds of index take it, both days included."""
    bounds = {"from": source.valid_from, "to": source.valid_to}
    return {name: f"{day:%Y%m%d}" for name, day in bounds.items() if day}
