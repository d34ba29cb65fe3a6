"""Addresses that wait to be asked: which comes next, and that none comes twice.

What an address is worth is told by `discovery`, when a host may be asked by `pace` and `allowance`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from typing import NamedTuple

from scrapers.crawl.discovery import Role
from scrapers.crawl.urls import host_of


class Waiting(NamedTuple):
    """An address, and what the crawl does with it."""

    url: str
    role: Role
    always: bool = False  # asked for even when it rests: entry points and feeds tell what is new

    @property
    def host(self) -> str:
        """Whom to ask."""
        return host_of(self.url)


class Frontier:
    """Per host two rows: what is wanted, and all else in the order it was found, breadth first."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[deque[Waiting], deque[Waiting]]] = {}
        self._seen: set[int] = set()  # hashes: of 100,000 addresses they take a tenth of the memory

    def __len__(self) -> int:
        return sum(len(wanted) + len(rest) for wanted, rest in self._rows.values())

    def add(self, waiting: Waiting, *, wanted: bool = False) -> None:
        """Let an address wait, unless it ever did before."""
        name = hash(waiting.url)
        if name not in self._seen:
            self._seen.add(name)
            rows = self._rows.setdefault(waiting.host, (deque(), deque()))
            rows[0 if wanted else 1].append(waiting)

    def take(self, busy: Collection[str] = ()) -> Waiting | None:
        """The next address of a host that is not busy; None when none waits."""
        for host, (wanted, rest) in self._rows.items():
            if host not in busy and (wanted or rest):
                return (wanted or rest).popleft()
        return None

    def drop(self, host: str | None = None) -> int:
        """Let no address of a host (or of any) wait longer; gives how many did."""
        dropped = 0
        for name, rows in self._rows.items():
            if host in (None, name):
                dropped += sum(map(len, rows))
                for row in rows:
                    row.clear()
        return dropped
