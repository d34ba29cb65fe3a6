"""robots.txt by RFC 9309: 4xx allows all, 5xx and unreachable forbid all for this run."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from scrapers.model import Outcome

AGENT = "sotttt"
SIZE_LIMIT = 512 * 2**10  # the RFC asks for at least 500 KiB


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a URL may not be asked for."""

    outcome: Outcome
    detail: str


class Robots:
    """The rules of one host, or the reason why none of its pages may be asked for."""

    def __init__(self, text: str = "", refusal: Verdict | None = None) -> None:
        self._rules = Protego.parse(text)
        self._refusal = refusal

    @classmethod
    def from_status(cls, status: int, body: bytes) -> Robots:
        """What an HTTP answer to /robots.txt means."""
        if status >= 500 or status == 429:
            detail = f"robots.txt answered {status}: nothing is asked of this host in this run"
            return cls(refusal=Verdict(Outcome.ROBOTS, detail))
        if status >= 300:
            return cls()
        return cls(body[:SIZE_LIMIT].decode("utf-8", "replace").lstrip("\ufeff"))

    def verdict(self, url: str) -> Verdict | None:
        """None when the URL may be asked for."""
        if self._refusal is not None:
            return self._refusal
        if self._rules.can_fetch(url, AGENT):
            return None
        return Verdict(Outcome.ROBOTS, "robots.txt forbids this address")

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 when it does not say."""
        return float(self._rules.crawl_delay(AGENT) or 0)

    @property
    def sitemaps(self) -> list[str]:
        """Addresses as written."""
        return list(self._rules.sitemaps)
