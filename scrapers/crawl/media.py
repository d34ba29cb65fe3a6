"""Which content types are read, told from the header alone."""

from __future__ import annotations

from typing import Literal

Media = Literal["page", "feed"]
_PAGES = {"text/html", "application/xhtml+xml", "text/plain"}
_FEEDS = {
    "text/xml",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/gzip",  # a compressed sitemap
    "application/x-gzip",
}


def media_of(content_type: str | None) -> Media | None:
    """Page, feed (sitemaps too), or None for what is not read; a missing type counts as a page."""
    name = (content_type or "").partition(";")[0].strip().lower()
    if not name or name in _PAGES:
        return "page"
    return "feed" if name in _FEEDS else None
