"""Where a page leads: links of listings, sitemaps and feeds, and which of them are worth a request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from urllib.parse import urlsplit

import feedparser
from lxml import etree

from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError, decode
from scrapers.crawl.anchors import anchors
from scrapers.crawl.relevance import RELEVANCE, Interest
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.documents.errors import UnreadableError
from scrapers.documents.markup import parse
from scrapers.registry import Source

_NOT_A_PAGE = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|ico|bmp|css|js|json|woff2?|ttf|mp[34]|avi|flv|wmv|swf|exe|apk|asmx|axd)$",
    re.I,
)
_LONGEST_TITLE = 200  # letters; longer texts of links are teasers
_GZIP = b"\x1f\x8b"


class Role(StrEnum):
    """What a crawl does with an address."""

    LISTING = "listing"  # its links are followed
    ARTICLE = "article"
    FEED = "feed"  # a sitemap or news feed


@dataclass(frozen=True, slots=True)
class Link:
    """A canonical address and what is said about it there."""

    url: str
    title: str = ""
    feed: bool = False


class Scope:
    """Which addresses belong to a crawl of a source, by host and by the patterns of its entry."""

    def __init__(self, source: Source) -> None:
        self._hosts = frozenset(source.hosts)
        self._article = _compiled(source.article_pattern)
        self._listing = _compiled(source.listing_pattern)
        self._exclude = _compiled(source.exclude_pattern)
        self._wanted = _compiled(source.wanted_pattern)
        self._unwanted = _compiled(source.unwanted_pattern)
        self._copies = source.kind != "portal"  # of a dead site, a print version may be all that was kept

    def role(self, link: Link) -> Role | None:
        """None for what is not asked for.

        Without patterns every page of the hosts is read and its links followed; with one pattern alone the
        rest is left out (article_pattern) or taken for articles (listing_pattern). Articles that are told to
        be about something else are left out as well.
        """
        worth = self.worth(link)
        return worth and worth[0]

    def worth(self, link: Link) -> tuple[Role, Interest] | None:
        """What to do with a page and how soon; None for what is not asked for.

        What the source says (wanted_pattern, then unwanted_pattern) comes before the words of the lexicon.
        Listings and feeds lead to other pages whatever their words, so words never make them unwanted.
        """
        role = self._by_patterns(link)
        if role is None:
            return None
        interest = self._interest(link, role)
        return None if interest is Interest.UNWANTED else (role, interest)

    def _interest(self, link: Link, role: Role | None) -> Interest:
        if self._wanted and (self._wanted.search(link.title) or self._wanted.search(link.url)):
            return Interest.WANTED
        if self._unwanted and (self._unwanted.search(link.title) or self._unwanted.search(link.url)):
            return Interest.UNWANTED
        if not RELEVANCE.is_page(link.url, copies=self._copies):
            return Interest.UNWANTED
        interest = RELEVANCE.interest(link.title, link.url)
        return max(interest, Interest.UNSURE) if role in (Role.LISTING, Role.FEED) else interest

    def _by_patterns(self, link: Link) -> Role | None:
        url = link.url
        if host_of(url) not in self._hosts or _NOT_A_PAGE.search(urlsplit(url).path):
            return None
        if self._exclude and self._exclude.search(url):
            return None
        if link.feed:
            return Role.FEED
        if self._article and self._article.search(url):
            return Role.ARTICLE
        if self._listing and self._listing.search(url):
            return Role.LISTING
        if self._article:
            return None
        return Role.ARTICLE if self._listing else Role.LISTING

    def scanned(self, role: Role) -> bool:
        """Whether links are taken from such a page; without listings to lean on, articles lead on too."""
        return role is not Role.ARTICLE or self._listing is None


def page_links(body: bytes, url: str) -> Iterator[Link]:
    """Links of an HTML page in its order, feeds it announces among them; each address once.

    Where several anchors lead to one address (a picture, then a title, then "Xem tiếp") the longest text that
    tells anything is its title. A page nested as no real one is has no links.
    """
    try:
        tree = parse(body.decode("utf-8", "replace"))
    except UnreadableError:
        return
    base = tree.css_first("base[href]")
    base_url = (base and _resolved(base.attributes.get("href") or "", url)) or url
    targets: dict[str, str | None] = {}  # resolving costs more than finding
    links: dict[str, Link] = {}
    for anchor in anchors(tree):
        if anchor.address not in targets:
            targets[anchor.address] = _resolved(anchor.address, base_url)
        target = targets[anchor.address]
        if target is not None:
            known = links.get(target)
            title = _title(known.title if known else "", anchor.texts)
            links[target] = Link(target, title, anchor.feed or (known is not None and known.feed))
    yield from links.values()


def _title(known: str, texts: Iterable[str]) -> str:
    """The longest text that tells anything; texts too long for a title (a whole teaser) come last."""
    best = known
    for text in texts:
        clean = " ".join(text.split()) if text else ""
        if len(clean) <= _LONGEST_TITLE:
            better = len(clean) > len(best) or len(best) > _LONGEST_TITLE
        else:
            better = not best
        if better and RELEVANCE.tells(clean):
            best = clean
    return best


def feed_links(body: bytes, url: str) -> Iterator[Link]:
    """Addresses in a sitemap, a sitemap index (as feeds), RSS or Atom; a broken one gives what it can."""
    if body.startswith(_GZIP):
        try:
            body = decode(body, "gzip")
        except (BodyBrokenError, BodyTooLargeError):
            return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError:
        return
    kind = str(root.tag).rpartition("}")[2].lower() if root is not None else ""
    if kind in ("urlset", "sitemapindex"):
        for location in root.iterfind("./{*}*/{*}loc"):
            target = _resolved(location.text or "", url)
            if target is not None:
                yield Link(target, feed=kind == "sitemapindex")
        return
    # a stream: bare bytes are first tried as the name of a file of this machine
    for entry in feedparser.parse(BytesIO(body)).entries:
        target = _resolved(str(entry.get("link") or ""), url)
        if target is not None:
            yield Link(target, str(entry.get("title") or ""))


def _resolved(address: str, base: str) -> str | None:
    if not address.strip() or address.strip().startswith("#"):
        return None
    try:
        return canonical_url(address, base)
    except ValueError:  # mailto:, javascript:, broken: no address to ask
        return None


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None
