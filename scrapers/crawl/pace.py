"""When a host may be asked next: its delay, what it asks for in Retry-After, and backoff after failures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_DELAY = 60.0  # a larger Crawl-delay would stretch one crawl over days
LONGEST_WAIT = 120.0  # a host that asks for more is left alone for this run


class Pace:
    """The next allowed moment of every host; crawls side by side may share it.

    Args:
        delay: Seconds between two requests to one host.
        clock: Monotonic seconds.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        delay: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay = delay
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()

    def slow_down(self, host: str, delay: float) -> None:
        """Keep a larger delay for one host."""
        with self._lock:
            known = self._delays.get(host, self._delay)
            self._delays[host] = max(known, min(delay, LONGEST_DELAY))  # our own may be longer

    def wait(self, host: str) -> None:
        """Book the next moment at which the host may be asked, and sleep until it comes."""
        with self._lock:
            now = self._clock()
            mine = max(now, self._next.get(host, 0.0))
            self._next[host] = mine + self._delays.get(host, self._delay)
        if mine > now:  # without the lock: others book the moments after this one
            self._sleep(mine - now)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds a Retry-After header asks for (seconds or an HTTP date); None when absent or unreadable."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
