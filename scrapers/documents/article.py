"""The article on a page of markup: title, date, lead and body, told by a profile or found by density.

How bytes become markup, and what the outcome is called, belongs to `page.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents import dates
from scrapers.documents.blocks import BlockReader
from scrapers.documents.generic import chrome_inside, find_article, headline
from scrapers.documents.lines import is_contact, names_site
from scrapers.documents.markup import drop, first_with_text, is_inside, words
from scrapers.documents.profiles import GENERIC, Profile, named
from scrapers.documents.writer import Writer
from scrapers.model import Block, BlockKind

_LONGEST_FRAME = 1_500
_LONGEST_LETTERHEAD = 400
_MANY_LINKS = 5
_LEAD_LEVELS = 2
_LAST_ELEMENTS = 12  # where a footer is looked for that no selector knows
_LEADING = 200  # letters of a listing before its first link: heading and date
_HEAD_SHARE = 3  # a title below more than this part of the text is a heading in it
_LETTERHEAD = re.compile(
    r"\W*(?:[uủ][ỷy] ban|cục thống kê|sở thông tin và truyền thông|cổng thông tin|cộng h(?:òa|oà) xã)",
    re.I,
)
_TITLE_PARTS = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Article:
    """What an article says, ready to become a document."""

    text: str
    blocks: tuple[Block, ...]
    title: str
    profile: str
    published: date | None
    published_rule: str | None
    frame: str = ""
    is_listing: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    profile: Profile
    title: LexborNode | None
    lead: LexborNode | None
    body: LexborNode | None


def read_article(tree: LexborHTMLParser, html: str, url: str, profiles: Sequence[Profile]) -> Article:
    """Read a page with the first profile whose body it has, else by density. The tree is used up."""
    parts = next(_by_profile(tree, profiles), None) or _by_density(tree)
    page_title = words(tree.css_first("title"))
    published, rule = _published(tree, html, url, parts)
    frame = " | ".join(dict.fromkeys([page_title, *_frame(tree, parts)]))[:_LONGEST_FRAME]
    title = words(parts.title) or _article_part(page_title)
    listing = False
    if parts.body is not None:
        if parts.profile.name == GENERIC:
            drop(chrome_inside(parts.body))
        for selector in parts.profile.drop:
            drop(parts.body.css(selector))
        listing = _is_listing(parts.body, title, [parts.profile, *profiles])
    writer = Writer()
    if title:
        writer.add(BlockKind.HEADING, title, 1)
    reader = BlockReader(title)
    if parts.lead is not None:
        reader.read(parts.lead)
    if parts.body is not None:
        reader.read(parts.body, _beginning(parts.title, parts.body))
    if published is None:
        published, rule = reader.head_date(), "head"
    reader.write(writer, published)
    blocks = tuple(writer.blocks)
    if reader.above:
        frame = f"{frame} | {' '.join(reader.above)[:_LONGEST_LETTERHEAD]}"[:_LONGEST_FRAME]
    rule = rule if published else None
    return Article(writer.text, blocks, title, parts.profile.name, published, rule, frame, listing)


def _beginning(title: LexborNode | None, body: LexborNode) -> LexborNode | None:
    """The title where it stands at the head of the body: what comes before it is the frame of the page."""
    if title is None or title.mem_id == body.mem_id or not is_inside(title, body):
        return None
    before = 0
    for node in body.traverse(include_text=True):
        if node.mem_id == title.mem_id:
            break
        before += len((node.text_content or "").strip()) if node.tag == "-text" else 0
    return title if before * _HEAD_SHARE < len(words(body)) else None


def _by_profile(tree: LexborHTMLParser, profiles: Sequence[Profile]) -> Iterator[_Parts]:
    for profile in profiles:
        title = first_with_text(tree, profile.title)
        if body := _fullest(tree, profile.body, words(title)):
            lead = first_with_text(tree, profile.lead)
            if lead is None or is_inside(lead, body):
                lead = _lead_before(body, title)
            yield _Parts(
                profile,
                title or find_article(tree)[0] or headline(body, words(tree.css_first("title"))),
                lead,
                body,
            )


def _by_density(tree: LexborHTMLParser) -> _Parts:
    title, body = find_article(tree)
    return _Parts(named(GENERIC), title, _lead_before(body, title) if body is not None else None, body)


def _fullest(tree: LexborHTMLParser, selectors: tuple[str, ...], title: str) -> LexborNode | None:
    """The element with most text, by order of selectors: title and summary may be named like the body."""
    for selector in selectors:
        by_size = sorted(tree.css(selector), key=lambda node: len(node.text(deep=True)), reverse=True)
        if body := next((node for node in by_size if words(node) not in ("", title)), None):
            return body
    return None


def _lead_before(body: LexborNode, title: LexborNode | None) -> LexborNode | None:
    """The lead where it stands between title and body, named as in any family."""
    names = ", ".join(named(GENERIC).lead)
    node: LexborNode | None = body
    for _ in range(_LEAD_LEVELS):
        before = node.prev if node is not None else None
        while before is not None:
            if title is not None and is_inside(title, before):
                return None
            if before.is_element_node and before.css_matches(names):
                return before
            before = before.prev
        node = node.parent if node is not None else None
    return None


def _published(tree: LexborHTMLParser, html: str, url: str, parts: _Parts) -> tuple[date | None, str | None]:
    """The day and where it was found: the surest place that has one."""
    places: tuple[tuple[str, Callable[[], date | None]], ...] = (
        ("profile", lambda: _date_by_profile(tree, parts.profile)),
        ("meta", lambda: dates.from_meta(tree, html)),
        ("near title", lambda: dates.near_title(parts.title) if parts.title else None),
        ("url", lambda: dates.from_url(url)),
    )
    return next(((day, rule) for rule, find in places if (day := find())), (None, None))


def _date_by_profile(tree: LexborHTMLParser, profile: Profile) -> date | None:
    node = first_with_text(tree, profile.date)
    return dates.find_date(node.attributes.get("datetime") or words(node)) if node else None


def _frame(tree: LexborHTMLParser, parts: _Parts) -> Iterator[str]:
    """Words of banner, letterhead and footer; of an image its alternative text."""
    told = False
    if not parts.profile.frame:
        return
    for selector in parts.profile.frame:
        for node in tree.css(selector):
            if text := words(node) or " ".join((node.attributes.get("alt") or "").split()):
                told = told or is_contact(text) or names_site(text)
                yield text
    if not told:  # a banner or footer under a name of its own
        named = (" ".join((image.attributes.get("alt") or "").split()) for image in tree.css("img[alt]"))
        yield from filter(names_site, named)
        last = reversed(tree.css("div, td, p, span, address, center, footer")[-_LAST_ELEMENTS:])
        yield from (text for text in map(words, last) if is_contact(text))
        yield from _letterhead(parts.body)


def _letterhead(body: LexborNode | None) -> Iterator[str]:
    """What stands right before the body and names an office, as above a decision."""
    before = body.prev if body is not None else None
    while before is not None:
        text = words(before)[: _LONGEST_LETTERHEAD + 1] if before.tag in ("table", "div") else ""
        if len(text) <= _LONGEST_LETTERHEAD and _LETTERHEAD.match(text):
            yield text
        before = before.prev


def _is_listing(body: LexborNode, title: str, profiles: Sequence[Profile]) -> bool:
    """Is this a list of links to articles? Many of them, or some at its very start."""
    # An article's own title may be a link to itself, so that one does not count.
    if body.css_first("a") is None:
        return False
    text = words(body)
    for profile in profiles:
        links = [words(node) for selector in profile.listing for node in body.css(selector)]
        links = [link for link in links if link not in ("", title)]
        if len(links) >= _MANY_LINKS or (len(links) > 1 and text.find(links[0]) < _LEADING):
            return True
    linked = [words(node) for node in body.css("a")]
    return len(linked) >= _MANY_LINKS and sum(map(len, linked)) * 2 > len(text)


def _article_part(page_title: str) -> str:
    """A title element without the site's name; stays a stretch of it."""
    parts = [part for part in _TITLE_PARTS.split(page_title) if part and not names_site(part)]
    return max(parts, key=len, default=page_title)
