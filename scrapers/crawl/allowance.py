"""Whether a host may be asked at all now: its quiet hours, and how many requests a day it is asked.

The moment between two requests is the business of `pace`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from scrapers.registry import Source
from scrapers.vietnam import vietnams_day


class Allowance:
    """Counts the requests to each host of a source.

    Args:
        source: Says how many are allowed, and when none.
        spent: Requests made today before, by host.
        clock: Now, with a time zone.
    """

    def __init__(
        self,
        source: Source,
        spent: Mapping[str, int],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._most = source.requests_per_day
        self._quiet = source.quiet_hours
        self._clock = clock
        self._today = vietnams_day(clock())
        self._spent = Counter(spent)
        self._untold: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, host: str) -> str | None:
        """Count one request to a host; or say why none may be made now, and count nothing."""
        now = self._clock()
        if self._quiet is not None and self._quiet.at(now):
            return f"{host} is not asked from {self._quiet.begin:%H:%M} to {self._quiet.end:%H:%M}"
        with self._lock:
            if vietnams_day(now) != self._today:
                self._today = vietnams_day(now)
                self._spent.clear()
            if self._spent[host] >= self._most:
                return f"{host} was asked {self._spent[host]} times today, requests_per_day allows no more"
            self._spent[host] += 1
            self._untold[host] += 1
        return None

    def told(self, host: str) -> int:
        """How many requests were counted since the last call."""
        with self._lock:
            return self._untold.pop(host, 0)
