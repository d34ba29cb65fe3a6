"""The links of a page that lead to articles, with their titles. Which are fetched is the crawler's choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents.charset import decode
from scrapers.documents.errors import UnreadableError
from scrapers.documents.markup import parse, words
from scrapers.documents.profiles import Profile, chosen

_SHORTEST_TITLE = 20  # letters; menus are shorter
_LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link as found: absolute URL without fragment, and its words."""

    url: str
    title: str


def page_links(
    body: bytes,
    url: str,
    content_type: str | None = None,
    *,
    charset: str | None = None,
    profile: str | None = None,
) -> list[Link]:
    """All http(s) links of a page, in order and once each; the family's listing links come first.

    A page that cannot be read has none.
    """
    try:
        decoded = decode(body, override=charset, content_type=content_type)
        tree = parse(decoded.text)
    except UnreadableError:
        return []
    links = listing_links(tree, url, chosen(profile, decoded.text))
    return list(dict.fromkeys([*links, *_links(tree.css("a[href]"), _base(tree, url))]))


def listing_links(tree: LexborHTMLParser, url: str, profiles: Sequence[Profile]) -> list[Link]:
    """The links to articles: by the first profile that has any, else those worded like a title."""
    if links := family_links(tree, url, profiles):
        return links
    everywhere = dict.fromkeys(_links(tree.css("a[href]"), _base(tree, url)))
    return [link for link in everywhere if len(link.title) >= _SHORTEST_TITLE]


def family_links(tree: LexborHTMLParser, url: str, profiles: Sequence[Profile]) -> list[Link]:
    """The links that a CMS family puts on its listing pages; of the first profile that has any."""
    base = _base(tree, url)
    for profile in profiles:
        found = [link for selector in profile.listing for link in _links(tree.css(selector), base)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _links(nodes: Sequence[LexborNode], base: str) -> list[Link]:
    links = []
    for node in nodes:
        href = (node.attributes.get("href") or "").strip()
        if not href or href.startswith("#") or len(href) > _LONGEST_URL:
            continue
        try:
            target = urljoin(base, href).partition("#")[0]
            kind = urlsplit(target).scheme
        except ValueError:  # an address that no one can parse leads nowhere
            continue
        if kind in ("http", "https"):
            links.append(Link(target, words(node) or " ".join((node.attributes.get("title") or "").split())))
    return links


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return urljoin(url, (node.attributes.get("href") or "").strip()) if node is not None else url
