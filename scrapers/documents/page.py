"""A page's bytes to a `Document`, or to the reason why there is none. Nothing a page holds raises."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta

from scrapers.documents.article import Article, read_article
from scrapers.documents.charset import decode
from scrapers.documents.errors import UnreadableError
from scrapers.documents.links import family_links, listing_links
from scrapers.documents.markup import parse
from scrapers.documents.plaintext import read_plain_text
from scrapers.documents.profiles import GENERIC, chosen
from scrapers.model import Block, BlockKind, Document, PageOutcome

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|table|br|span|meta|title)\b", re.IGNORECASE)
_FEED = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:rdf)\b", re.IGNORECASE)
_SHORTEST_PROSE = 80  # letters; less is no article where many links are
_LITTLE_PROSE = 600  # letters; what density finds on a listing are summaries
_FEWEST_LINKS = 5

Read = tuple[PageOutcome, Document | None, str | None]


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
) -> Read:
    """Read a page.

    Args:
        body: The bytes as served or saved: HTML or plain text.
        url: Where it was found; names the document and may tell its date.
        source: Id of the registry entry.
        content_type: As served; without one the text tells.
        charset: The source's override, for sites that declare a wrong one.
        publisher_province: gso63 code of the publisher.
        captured_at: No publication date can lie after it.
        profile: CMS profile of the source; None lets the page tell.

    Returns:
        The outcome, the document where there is one, and the reason where there is none.

    Raises:
        UserError: `profile` or `charset` is not known.
    """
    try:
        decoded = decode(body, override=charset, content_type=content_type)
        if not decoded.text.strip():
            return PageOutcome.EMPTY, None, "no text at all"
        if _FEED.match(decoded.text):
            return PageOutcome.LISTING, None, "a feed or sitemap"
        if _is_markup(decoded.text, content_type):
            article, listed = _read_markup(decoded.text, url, profile)
        else:
            article, listed = read_plain_text(decoded.text), 0
    except UnreadableError as error:
        return PageOutcome.UNREADABLE, None, str(error)
    if listed:
        return PageOutcome.LISTING, None, f"{listed} links to articles, no article"
    if not _prose(article):
        return PageOutcome.EMPTY, None, "no readable text"
    document = Document(
        doc_id="",
        source=source,
        url=url,
        title=article.title,
        text=article.text,
        blocks=article.blocks,
        published=article.published,
        published_rule=article.published_rule,
        publisher_province=publisher_province,
        profile=article.profile,
        charset=decoded.charset,
        page_sha256=hashlib.sha256(body).hexdigest(),
        frame=article.frame,
    )
    if article.published and captured_at and article.published > captured_at.date() + timedelta(days=1):
        document = replace(document, published=None, published_rule=None)
    return PageOutcome.DOCUMENT, replace(document, doc_id=_doc_id(document)), None


def _read_markup(text: str, url: str, profile: str | None) -> tuple[Article, int]:
    """The article, and how many articles the page lists if it is a listing instead."""
    tree = parse(text)
    profiles = chosen(profile, text)
    article = read_article(tree, text, url, profiles)
    if article.is_listing:
        return article, max(1, len(listing_links(tree, url, profiles)))
    prose = _prose(article)
    if prose and (article.profile != GENERIC or prose >= _LITTLE_PROSE):
        return article, 0
    if links := len(family_links(tree, url, profiles)):
        return article, links
    links = len(listing_links(tree, url, profiles))
    return article, links if prose < _SHORTEST_PROSE and links >= _FEWEST_LINKS else 0


def _prose(article: Article) -> int:
    """Letters besides the title."""
    return sum(block.end - block.start for block in article.blocks if not _is_title(block))


def _is_title(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.level == 1


def _is_markup(text: str, content_type: str | None) -> bool:
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind.endswith(("html", "xml")):
        return True
    return kind != "text/plain" and _MARKUP.search(text, 0, 4_096) is not None


def _doc_id(document: Document) -> str:
    return hashlib.sha256(f"{document.url}\n{document.text_sha256}".encode()).hexdigest()[:16]
