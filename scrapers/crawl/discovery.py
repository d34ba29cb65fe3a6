"""Where a page leads: links of listings, sitemaps and feeds, and which of them are worth a request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import feedparser
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError, decode
from scrapers.crawl.urls import canonical_url, host_of
from scrapers.registry import Source

_NOT_A_PAGE = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|ico|bmp|css|js|json|woff2?|ttf|mp[34]|avi|flv|wmv|swf|exe|apk|asmx|axd)$",
    re.I,
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
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

    def role(self, link: Link) -> Role | None:
        """None for what is not asked for.

        Without patterns every page of the hosts is read and its links followed; with one pattern alone the
        rest is left out (article_pattern) or taken for articles (listing_pattern).
        """
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
    """Links of an HTML page in its order, feeds it announces among them; each address once."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    base = tree.css_first("base[href]")
    base_url = _resolved(base.attributes.get("href") or "", url) if base else None
    seen: set[str] = set()
    for node in tree.css("a[href], area[href], link[href]"):
        feed = node.tag == "link"
        if feed and node.attributes.get("type") not in _FEED_TYPES:
            continue
        target = _resolved(node.attributes.get("href") or "", base_url or url)
        if target is not None and target not in seen:
            seen.add(target)
            title = node.attributes.get("title") or node.text()
            yield Link(target, " ".join(title.split()), feed)


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
    for entry in feedparser.parse(body).entries:
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
