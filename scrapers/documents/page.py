"""A page's bytes to a `Document`: charset, family, title, date, blocks. The only place that knows the order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents import dates
from scrapers.documents.blocks import BlockReader
from scrapers.documents.charset import decode
from scrapers.documents.errors import UnreadableError
from scrapers.documents.generic import find_article
from scrapers.documents.lines import names_site
from scrapers.documents.links import listing_links
from scrapers.documents.markup import first_with_text, parse, words
from scrapers.documents.plaintext import read_plain_text
from scrapers.documents.profiles import GENERIC, Profile, candidates, named
from scrapers.documents.writer import Writer
from scrapers.model import Block, BlockKind, Document, PageOutcome

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|table|br|span|meta|title)\b", re.IGNORECASE)
_SHORTEST_BODY = 80  # letters; less is no article when the page is full of links
_FEWEST_LINKS = 5
_LONGEST_FRAME = 1_500
_TITLE_PARTS = re.compile(r"\s+[|–—-]\s+|\s*\|\s*")


@dataclass(slots=True)
class _Found:
    """What a page holds, before it is a document."""

    text: str
    blocks: tuple[Block, ...]
    title: str
    profile: str
    published: date | None = None
    rule: str | None = None
    frame: str = ""


def read_page(
    body: bytes,
    *,
    url: str,
    source: str,
    content_type: str | None = None,
    charset: str | None = None,
    publisher_province: str | None = None,
    captured_at: datetime | None = None,
    profile: str | None = None,
) -> tuple[PageOutcome, Document | None, str | None]:
    """Read a page; never raises for anything a page may hold.

    Args:
        body: The bytes as served or saved: HTML or plain text.
        url: Where it was found; names the document and may tell its date.
        source: Id of the registry entry.
        content_type: As served; without one the bytes tell.
        charset: The source's override, for sites that declare a wrong one.
        publisher_province: gso63 code of the publisher.
        captured_at: No publication date can lie after it.
        profile: CMS profile of the source; None lets the page tell.

    Returns:
        The outcome, the document where there is one, and the reason where there is none.

    Raises:
        UserError: `profile` is not known.
    """
    chosen = [] if profile == GENERIC else [named(profile)] if profile else None
    try:
        decoded = decode(body, override=charset, content_type=content_type)
        if not decoded.text.strip():
            return PageOutcome.EMPTY, None, "no text at all"
        if _is_markup(decoded.text, content_type):
            tree = parse(decoded.text)
            found = _read_markup(tree, decoded.text, url, chosen)
        else:
            tree = None
            found = _read_text(decoded.text)
    except UnreadableError as error:
        return PageOutcome.UNREADABLE, None, str(error)
    prose = sum(block.end - block.start for block in found.blocks[1:])
    if tree is not None and prose < _SHORTEST_BODY:
        links = listing_links(tree, url, chosen if chosen is not None else candidates(decoded.text))
        if len(links) >= _FEWEST_LINKS:
            return PageOutcome.LISTING, None, f"{len(links)} links, no article"
    if prose == 0:
        return PageOutcome.EMPTY, None, "no readable text"
    published, rule = found.published, found.rule
    if published and captured_at and published > captured_at.date() + timedelta(days=1):
        published, rule = None, None
    document = Document(
        doc_id="",
        source=source,
        url=url,
        title=found.title,
        text=found.text,
        blocks=found.blocks,
        published=published,
        published_rule=rule,
        publisher_province=publisher_province,
        profile=found.profile,
        charset=decoded.charset,
        page_sha256=hashlib.sha256(body).hexdigest(),
        frame=found.frame,
    )
    return PageOutcome.DOCUMENT, _with_id(document), None


def _read_text(text: str) -> _Found:
    plain = read_plain_text(text)
    rule = "text" if plain.published else None
    return _Found(text, plain.blocks, plain.title, "text", plain.published, rule)


def _read_markup(tree: LexborHTMLParser, html: str, url: str, chosen: list[Profile] | None) -> _Found:
    page_title = words(tree.css_first("title"))
    for profile in candidates(html) if chosen is None else chosen:
        body = first_with_text(tree, profile.body)
        if body is None:
            continue
        title = first_with_text(tree, profile.title)
        lead = first_with_text(tree, profile.lead)
        day = first_with_text(tree, profile.date)
        published = dates.find_date(_stamp_of(day)) if day is not None else None
        frame = [words(node) or _alternative(node) for s in profile.frame for node in tree.css(s)]
        found = _Found("", (), "", profile.name, published, "profile" if published else None)
        _date(found, tree, html, url, title)
        for selector in profile.drop:
            for node in body.css(selector):
                node.decompose()
        return _write(found, title, page_title, [lead, body], frame)
    article = find_article(tree)
    found = _Found("", (), "", GENERIC)
    _date(found, tree, html, url, article.title)
    return _write(found, article.title, page_title, [article.body], [])


def _write(
    found: _Found, title: LexborNode | None, page_title: str, parts: list[LexborNode | None], frame: list[str]
) -> _Found:
    writer = Writer()
    found.title = words(title) or _article_part(page_title)
    if found.title:
        writer.add(BlockKind.HEADING, found.title, 1)
    reader = BlockReader(writer, found.title)
    for part in parts:
        if part is not None:
            reader.read(part)
    found.text, found.blocks = writer.text, tuple(writer.blocks)
    found.frame = " | ".join(text for text in [page_title, *frame] if text)[:_LONGEST_FRAME]
    return found


def _date(found: _Found, tree: LexborHTMLParser, html: str, url: str, title: LexborNode | None) -> None:
    if found.published:
        return
    for rule, day in (
        ("meta", dates.from_meta(tree, html)),
        ("near title", dates.near_title(title) if title is not None else None),
        ("url", dates.from_url(url)),
    ):
        if day:
            found.published, found.rule = day, rule
            return


def _stamp_of(node: LexborNode) -> str:
    return node.attributes.get("datetime") or words(node)


def _alternative(node: LexborNode) -> str:
    image = node.css_first("img[alt]")
    return (image.attributes.get("alt") or "") if image is not None else ""


def _article_part(page_title: str) -> str:
    """A title element without the site's name; stays a stretch of it."""
    parts = [part for part in _TITLE_PARTS.split(page_title) if part and not names_site(part)]
    return max(parts, key=len, default=page_title)


def _is_markup(text: str, content_type: str | None) -> bool:
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.endswith("html") or kind.endswith("xml"):
        return True
    if kind == "text/plain":
        return False
    return _MARKUP.search(text, 0, 4_096) is not None


def _with_id(document: Document) -> Document:
    key = f"{document.url}\n{document.text_sha256}"
    return replace(document, doc_id=hashlib.sha256(key.encode()).hexdigest()[:16])
