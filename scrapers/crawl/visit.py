"""A polite visit: robots, allowance, pace, retries and redirects around single requests.

What to visit lives in `crawl`, what one request is in `client`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from scrapers.crawl.allowance import Allowance
from scrapers.crawl.client import Answer, Client, Limits
from scrapers.crawl.failures import FailureError
from scrapers.crawl.pace import LONGEST_WAIT, Pace, retry_after
from scrapers.crawl.robots import Robots, Verdict
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.model import Outcome

_PASSING = (429, 500, 502, 503, 504)  # statuses that asking again may change
_GIVE_UP_AFTER = 3  # addresses of one host in a row without a connection


class Visitor:
    """Visits addresses; those of one host one after the other.

    Args:
        hosts: Redirects to others are not followed.
        client: Asks.
        pace: Says when.
        limits: Caps.
        allowance: Says whether at all.
        heed_robots: False for services that offer an interface to programs: robots.txt is for crawlers.
    """

    def __init__(
        self,
        hosts: Collection[str],
        client: Client,
        pace: Pace,
        limits: Limits,
        allowance: Allowance,
        *,
        heed_robots: bool = True,
    ) -> None:
        self._hosts = hosts
        self._client = client
        self._pace = pace
        self._limits = limits
        self._allowance = allowance
        self._heed_robots = heed_robots
        self._robots: dict[str, Robots] = {}
        self._silent: Counter[str] = Counter()

    def visit(self, url: str, headers: Mapping[str, str], *, whole: bool = False) -> Answer:
        """The final answer after redirects within the hosts; its status may be an error.

        Args:
            url: Canonical.
            headers: Besides those every request carries.
            whole: Read the body whatever its content type and status say.

        Raises:
            FailureError: no answer, or one that may not be asked for or followed.
        """
        asked = url
        for _ in range(self._limits.redirects + 1):
            verdict = self.robots(url).verdict(url)
            if verdict is not None:
                raise FailureError(verdict.outcome, verdict.detail, url=url)
            try:
                answer = self._ask(url, headers, any_type=whole, any_status=whole)
            except FailureError as failure:
                failure.url = url
                raise
            if answer.redirect is None:
                return answer
            url = self._followed(answer)
        detail = f"more than {self._limits.redirects} redirects from {asked}"
        raise FailureError(Outcome.HTTP_ERROR, detail, url=url, status=answer.status)

    def robots(self, url: str) -> Robots:
        """The rules of the URL's host, asked for once."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = (
                self._read_robots(f"{origin}/robots.txt") if self._heed_robots else Robots()
            )
            self._pace.slow_down(parts.netloc, self._robots[origin].crawl_delay)
        return self._robots[origin]

    def _read_robots(self, url: str) -> Robots:
        try:
            for _ in range(self._limits.redirects + 1):
                answer = self._ask(url, {}, any_type=True)
                if answer.redirect is None:
                    return Robots.from_status(answer.status, answer.content)
                url = canonical_url(answer.redirect, answer.url)  # other hosts too: RFC 9309, 2.3.1.2
        except FailureError as failure:
            if failure.outcome is Outcome.DEFERRED:
                return Robots(refusal=Verdict(failure.outcome, failure.detail))
            detail = f"{host_of(url)} left alone in this run, robots.txt: {failure.detail}"
            return Robots(refusal=Verdict(failure.outcome, detail))
        except ValueError as error:
            return Robots(refusal=Verdict(Outcome.ROBOTS, f"robots.txt redirects to nowhere: {error}"))
        return Robots()

    def _followed(self, answer: Answer) -> str:
        try:
            url = canonical_url(answer.redirect or "", answer.url)
        except ValueError as error:
            raise FailureError(
                Outcome.BROKEN, f"redirects to nowhere: {error}", url=answer.url, status=answer.status
            ) from error
        if host_of(url) not in self._hosts:
            raise FailureError(Outcome.REDIRECT_OUT, f"leads to {url}", url=url, status=answer.status)
        return url

    def _ask(
        self, url: str, headers: Mapping[str, str], *, any_type: bool = False, any_status: bool = False
    ) -> Answer:
        host = host_of(url)
        for attempt in range(1, self._limits.attempts + 1):
            last = attempt == self._limits.attempts
            pause = self._limits.backoff_seconds * 2 ** (attempt - 1)
            refusal = self._allowance.take(host)
            if refusal is not None:
                raise FailureError(Outcome.DEFERRED, refusal)
            self._pace.wait(host)
            try:
                answer = self._client.ask(url, headers, any_type=any_type, any_status=any_status)
            except FailureError as failure:
                if last or not failure.transient:
                    self._count_silence(url, failure)
                    raise
            else:
                self._silent[host] = 0
                if answer.status not in _PASSING:
                    return answer
                wanted = retry_after(answer.header("Retry-After")) or 0.0
                if wanted > LONGEST_WAIT:
                    self._refuse(url, Outcome.HTTP_ERROR, f"{host} asks to come back in {wanted:.0f} s")
                    return answer
                pause = max(pause, wanted)
                if last:
                    self._pace.hold(host, pause)
                    return answer
            self._pace.hold(host, pause)
        raise AssertionError("the last attempt returns or raises")

    def _count_silence(self, url: str, failure: FailureError) -> None:
        host = host_of(url)
        self._silent[host] += failure.outcome in (Outcome.CONNECTION, Outcome.TIMEOUT)
        if self._silent[host] >= _GIVE_UP_AFTER:
            self._refuse(url, failure.outcome, f"{host} stopped answering: {failure.detail}")

    def _refuse(self, url: str, outcome: Outcome, detail: str) -> None:
        parts = urlsplit(url)
        self._robots[f"{parts.scheme}://{parts.netloc}"] = Robots(refusal=Verdict(outcome, detail))
