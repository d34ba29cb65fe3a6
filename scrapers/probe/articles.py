"""Which links of a site are articles and which lead to more of them; told by asking for a few of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapers.crawl.client import Answer
from scrapers.crawl.discovery import Link, Scope
from scrapers.crawl.urls import canonical_url
from scrapers.documents.links import page_links
from scrapers.documents.page import read_page
from scrapers.model import Document, PageOutcome
from scrapers.probe.asking import Asking
from scrapers.probe.patterns import Shape, article_pattern, listing_pattern, shape
from scrapers.probe.record import Sample, clean

_TITLE = 20  # letters; menus are shorter
_SAMPLES = 3
_MOST_ARTICLES = 5  # requests
_MOST_LISTINGS = 4
_MOST_MISSED = 2
_FEWEST_ARTICLES = 2  # links of a listing; one is a teaser
_MOST_SIBLINGS = 20  # listings of one shape that go into the pattern unasked
_FILE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z)$", re.I)
_PAGING = re.compile(r"\W*\d{1,4}\W*|\W*(trang (sau|tiếp|kế)|tiếp( theo)?|sau|next|older)\W*", re.I)


@dataclass(slots=True)
class Found:
    """What the pages of a site turned out to be."""

    samples: list[Sample] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)  # asked, and leading to articles
    apart: list[str] = field(default_factory=list)  # listings that the front page does not lead to
    article_pattern: str | None = None
    listing_pattern: str | None = None


class Search:
    """The links met so far, by their longest title."""

    def __init__(self, asking: Asking, front: str) -> None:
        self._asking = asking
        self._scope = Scope(asking.source)
        self._front = front
        self._titles: dict[str, str] = {}
        self._listed: dict[str, list[str]] = {}  # page to its links
        self._asked = {front}
        self._left = _MOST_ARTICLES

    def add_page(self, answer: Answer, url: str) -> None:
        """Take up the links of a page that was asked for at `url`."""
        links = []
        for link in page_links(answer.content, answer.url, answer.header("Content-Type")):
            try:
                links.append(self._add(canonical_url(link.url), link.title))
            except ValueError:
                continue
        self._listed[url] = list(dict.fromkeys(links))

    def add(self, url: str, title: str) -> None:
        """Take up an address that a feed names."""
        self._add(url, title)

    def run(self) -> Found:
        """Ask for articles and listings until there are enough or the requests are spent."""
        found = Found()
        chosen = self._articles(found)
        if chosen is not None:
            self._listings(found, chosen)
            found.apart = [
                url for url in found.listings if url not in {self._front, *self._listed[self._front]}
            ]
            members = [url for url in self._usable() if shape(url) == chosen]
            self._sample(found, members)  # listings may have named more
            found.article_pattern = article_pattern(members)
            found.listing_pattern = listing_pattern(self._pattern_listings(found, chosen))
        if found.article_pattern and any(re.search(found.article_pattern, url) for url in found.listings):
            found.article_pattern = None  # listings first, and all the rest is an article
        return found

    def _add(self, url: str, title: str) -> str:
        if len(title) >= len(self._titles.get(url, "")):
            self._titles[url] = title
        return url

    def _usable(self) -> list[str]:
        """Addresses of this site that may be asked for, in the order they were met."""
        hosts = self._asking.source.hosts
        return [
            url
            for url in self._titles
            if urlsplit(url).netloc in hosts
            and self._scope.role(Link(url)) is not None
            and not _FILE.search(urlsplit(url).path)
            and self._asking.allowed(url)
        ]

    def _articles(self, found: Found) -> Shape | None:
        """The shape of the articles, and three of them read: the shape most titles have is tried first."""
        titled = [url for url in self._usable() if len(self._titles[url]) >= _TITLE]
        counts = Counter(shape(url) for url in titled)
        untitled = Counter(shape(url) for url in self._usable())
        order = [kind for kind, _ in counts.most_common()] + [kind for kind, _ in untitled.most_common(1)]
        for kind in dict.fromkeys(order):
            members = [url for url in self._usable() if shape(url) == kind]
            self._sample(found, sorted(members, key=lambda url: len(self._titles[url]) < _TITLE))
            if found.samples:
                return kind
        return None

    def _sample(self, found: Found, urls: list[str]) -> None:
        """Read articles until there are three; two in a row that are none, and these are something else."""
        missed = 0
        for url in urls:
            if not self._left or len(found.samples) == _SAMPLES or missed == _MOST_MISSED:
                return
            if url in self._asked:
                continue
            self._left -= 1
            sample = self._read(url)
            missed = 0 if sample else missed + 1
            found.samples += [sample] if sample else []

    def _read(self, url: str) -> Sample | None:
        self._asked.add(url)
        answer = self._asking.get(url)
        if answer is None:
            return None
        kind = answer.header("Content-Type")
        outcome, document, _ = read_page(answer.content, url=answer.url, source="probe", content_type=kind)
        if outcome is not PageOutcome.DOCUMENT or document is None:
            return None
        self.add_page(answer, url)
        return _sample(url, document)

    def _listings(self, found: Found, article: Shape) -> None:
        usable = self._usable()
        paths = {urlsplit(url).path for url in usable if shape(url) == article}
        menu = [url for url in self._menu(usable) if url not in self._asked and shape(url) != article]
        # a section's address is often the beginning of those of its articles
        menu.sort(key=lambda url: not any(_leads(urlsplit(url).path, path) for path in paths))
        if self._count(self._front, article) >= _FEWEST_ARTICLES:
            found.listings.append(self._front)
        for url in menu[:_MOST_LISTINGS]:
            self._asked.add(url)
            answer = self._asking.get(url)
            if answer is None:
                continue
            self.add_page(answer, url)
            if self._count(url, article) >= _FEWEST_ARTICLES:
                found.listings.append(url)

    def _menu(self, usable: Collection[str]) -> list[str]:
        """Links of the front page and the articles, where a front page's own may lead nowhere."""
        links = dict.fromkeys(url for listed in self._listed.values() for url in listed)
        return [url for url in links if url in usable and not _PAGING.fullmatch(self._titles[url])]

    def _count(self, page: str, article: Shape) -> int:
        return sum(shape(url) == article for url in self._listed.get(page, ()))

    def _pattern_listings(self, found: Found, article: Shape) -> list[str]:
        """Listings asked, others of their shapes on the front page, and the further pages of all."""
        kinds = {shape(url) for url in found.listings if url != self._front}
        usable = set(self._usable())
        siblings = [
            url
            for url in self._menu(usable)
            if shape(url) in kinds and (url not in self._asked or self._count(url, article))  # not in vain
        ]
        further = [
            url
            for page in found.listings
            for url in self._listed[page]
            if url in usable and _PAGING.fullmatch(self._titles[url]) and shape(url) != article
        ]
        return list(dict.fromkeys([*found.listings, *siblings[:_MOST_SIBLINGS], *further]))


def _leads(path: str, article: str) -> bool:
    bare = re.sub(r"\.\w{2,5}$", "", path).rstrip("/")
    return path == article or (bool(bare) and article.startswith(f"{bare}/"))


def _sample(url: str, document: Document) -> Sample:
    return Sample(
        url, clean(document.title, 160), document.published, document.published_rule, document.profile
    )
