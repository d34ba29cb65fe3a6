"""The polite conversation with one host, and the findings it leaves. Nothing raised by a host leaves here."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapers.crawl.allowance import Allowance
from scrapers.crawl.client import Answer, Limits
from scrapers.crawl.discovery import Link, feed_links
from scrapers.crawl.failures import FailureError
from scrapers.crawl.media import media_of
from scrapers.crawl.pace import Pace
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.crawl.visit import Visitor
from scrapers.model import Outcome
from scrapers.probe.network import CountingClient
from scrapers.probe.record import Finding, clean
from scrapers.registry import Source

_MOST_FEEDS = 2


@dataclass(slots=True)
class Front:
    """What asking for the front page gave."""

    base: str | None = None  # the address by which the host first gave any HTTP answer
    answer: Answer | None = None  # a page, else None
    away: str | None = None  # another host that the last answer leads to


@dataclass(slots=True)
class Asking:
    """One host's client and what it has found; the source says which hosts belong to it."""

    source: Source
    client: CountingClient
    pace: Pace
    limits: Limits
    findings: list[Finding] = field(default_factory=list)
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        allowance = Allowance(self.source, {})
        self.visitor = Visitor(self.source.hosts, self.client, self.pace, self.limits, allowance)

    def tell(self, step: str, good: bool, text: str) -> None:
        """Leave a finding; its text may hold what a server sent."""
        self.findings.append(Finding(step, good, clean(text)))

    def get(self, url: str) -> Answer | None:
        """A page or feed; None when there is none or it may not be asked for."""
        try:
            answer = self.visitor.visit(url, {})
        except FailureError:
            return None
        return answer if 200 <= answer.status < 300 else None

    def allowed(self, url: str) -> bool:
        """Whether robots.txt, as far as it was read, lets the URL be asked for."""
        return self.visitor.robots(url).verdict(url) is None

    def front(self, host: str) -> Front:
        """Ask for the front page by https and http; the first of them that gives a page counts."""
        front = Front()
        for scheme in ("https", "http"):
            start = len(self.client.trace)
            good, text, answer, away = self._opened(f"{scheme}://{host}/")
            hops = self.client.trace[start:]
            if front.base is None and any(hop.status is not None for hop in hops):
                front.base = f"{scheme}://{host}/"
            front.away = front.away or away
            front.answer = front.answer or answer
            chain = [hop.url for hop in hops if hop.redirect and not hop.url.endswith("/robots.txt")]
            told = " → ".join([*chain, text]) if chain else text
            self.tell(scheme, good, told)
        return front

    def _opened(self, url: str) -> tuple[bool, str, Answer | None, str | None]:
        try:
            answer = self.visitor.visit(url, {})
        except FailureError as failure:
            away = failure.url if failure.outcome is Outcome.REDIRECT_OUT else None
            return False, failure.detail, None, away
        good = 200 <= answer.status < 300
        where = f" at {answer.url}" if answer.url != url else ""
        return good, f"answers {answer.status}{where}", answer if good else None, None

    def robots(self, url: str) -> None:
        """Tell the rules of the URL's host."""
        robots = self.visitor.robots(url)
        parts = urlsplit(url)
        asked = f"{parts.scheme}://{parts.netloc}/robots.txt"
        status = next((hop.status for hop in self.client.trace if hop.url == asked), None)
        verdict = robots.verdict(url)
        told = [f"answers {status}" if status else "no answer", verdict.detail if verdict else "lets us in"]
        told += [f"asks for {robots.crawl_delay:g} s between requests"] if robots.crawl_delay else []
        told += [f"sitemap {address}" for address in robots.sitemaps[:3]]
        self.tell("robots", verdict is None, "; ".join(told))

    def feeds(self, front: str, announced: list[str]) -> list[tuple[str, list[Link]]]:
        """Sitemaps and news feeds that hold addresses, by what robots.txt and the front page name."""
        named = [*self.visitor.robots(front).sitemaps, *announced]
        if not any("sitemap" in address for address in named):
            named.append("/sitemap.xml")
        found = []
        for address in list(dict.fromkeys(named))[:_MOST_FEEDS]:
            try:
                url = canonical_url(address, front)
            except ValueError:
                continue
            answer = self.get(url) if host_of(url) in self.source.hosts else None
            # without this a site that answers every address with its front page has a sitemap
            is_feed = answer is not None and media_of(answer.header("Content-Type")) == "feed"
            links = list(feed_links(answer.content, answer.url)) if answer and is_feed else []
            if links:
                found.append((url, links))
        text = ", ".join(f"{url} ({len(links)} addresses)" for url, links in found)
        self.tell("feeds", bool(found), text or "none found")
        return found
