"""One portal as a web site: which address answers what. No sockets here, those are the server's."""

from __future__ import annotations

import hashlib
import mimetypes
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from urllib.parse import unquote, urlsplit

from scrapers.sample import rendering
from scrapers.sample.content import Item, Portal
from scrapers.sample.rendering import Listing
from scrapers.vietnam import VIETNAM

NOT_FOUND = "<html><head><title>404</title></head><body><h1>Không tìm thấy trang yêu cầu</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Response:
    """What the server sends."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def html(text: str, status: int = 200) -> Response:
    """A UTF-8 page."""
    return Response(status, text.encode(), {"Content-Type": "text/html; charset=utf-8"})


def address(url: str) -> str:
    """Path and query of a URL as one key: decoded, parameters in order, so that `?a&b` and `?b&a` are one."""
    parts = urlsplit(url)
    query = "&".join(sorted(unquote(part) for part in parts.query.split("&") if part))
    return unquote(parts.path or "/") + (f"?{query}" if query else "")


class Site:
    """All addresses of a portal."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self._answers: dict[str, Callable[[], Response]] = {}
        for shown in self._listings():
            self._answers[address(shown.pages[shown.page - 1])] = partial(self._listing, shown)
        for home in portal.home_urls:
            self._answers[address(home)] = partial(self._listing, self._home())
        for item in portal.items:
            self._answers[address(item.path)] = partial(self._item, item)
        if portal.robots is not None:
            self._answers["/robots.txt"] = partial(_text, portal.robots, "text/plain")
        if portal.sitemap:
            self._answers[portal.sitemap] = partial(self._feed, "sitemap.xml")
        if portal.rss:
            self._answers[address(portal.rss)] = partial(self._feed, "rss.xml")

    def respond(self, url: str, known_etag: str | None) -> Response:
        """The answer to a GET; 304 where the client already holds this version."""
        answer = self._answers.get(address(url))
        response = answer() if answer else html(NOT_FOUND, 404)
        etag = response.headers.get("ETag")
        if etag and etag == known_etag:
            return Response(304, b"", {"ETag": etag})
        return response

    def _home(self) -> Listing:
        items = self.portal.items[: self.portal.page_size]
        return Listing("Tin mới nhất", items, page=1, pages=self.portal.home_urls[:1])

    def _listings(self) -> Iterator[Listing]:
        portal = self.portal
        for section, name in portal.sections.items():
            items = [item for item in portal.items if item.section == section]
            last = max(1, -(-len(items) // portal.page_size))
            further = [
                portal.listing_page_url.format(section=section, page=n, offset=(n - 1) * portal.page_size)
                for n in range(2, last + 1)
            ]
            pages = [portal.listing_url.format(section=section), *further]
            for number in range(1, last + 1):
                shown = items[(number - 1) * portal.page_size : number * portal.page_size]
                yield Listing(name, shown, page=number, pages=pages, section=section)

    def _listing(self, shown: Listing) -> Response:
        return html(rendering.listing(self.portal, shown))

    def _feed(self, name: str) -> Response:
        return _text(rendering.feed(self.portal, name), "application/xml")

    def _item(self, item: Item) -> Response:
        if item.location:
            return Response(item.status, b"", {"Location": item.location})
        if item.file:
            kind = mimetypes.guess_type(item.file.name)[0] or "application/octet-stream"
            return Response(item.status, item.file.read_bytes(), {"Content-Type": kind})
        if item.body is None:
            return html(NOT_FOUND if item.status == 404 else "", item.status)
        return self._article(item)

    def _article(self, item: Item) -> Response:
        text = unicodedata.normalize(item.unicode_form, rendering.article(self.portal, item))
        headers = {"Content-Type": f"text/html; charset={item.declared_charset or item.charset}"}
        if self.portal.etags:
            digest = hashlib.sha256(f"{item.title}{item.body}".encode()).hexdigest()
            headers["ETag"] = f'"{digest[:16]}"'
            posted = item.published.replace(tzinfo=VIETNAM).astimezone(UTC)
            headers["Last-Modified"] = format_datetime(posted, usegmt=True)
        return Response(item.status, rendering.encode(text, item.charset), headers)


def _text(text: str, kind: str) -> Response:
    return Response(200, text.encode(), {"Content-Type": f"{kind}; charset=utf-8"})
