"""A Wayback Machine: its CDX server lists captures, its `id_` addresses give them as they were received.

CDX server: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server. The heads of the dead
site come as `X-Archive-Orig-*`.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b32encode
from functools import partial
from urllib.parse import quote, unquote_plus, urlencode

from scrapers.archive import Archive, HttpHead, Position
from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError, decode
from scrapers.crawl.client import Answer
from scrapers.crawl.failures import FailureError
from scrapers.crawl.media import media_of
from scrapers.dead.captures import Body, Capture, IndexPage, Wanted, moment, period
from scrapers.model import Outcome
from scrapers.registry import Source

_ROWS = 5000  # of one index page
_FIELDS = ("timestamp", "original", "digest")
_ORIGINAL = "x-archive-orig-"
_NOT_OF_THE_BODY = ("transfer-encoding", "content-length", "content-encoding")


class Wayback:
    """A service in the sense of `captures.Service`."""

    def __init__(self, source: Source, index_url: str, data_url: str) -> None:
        self._source = source
        self._index_url = index_url
        self._data_url = data_url
        self._wanted = Wanted(source)

    def queries(self) -> list[str]:
        """One query per host."""
        return [self._query(host) for host in self._source.hosts]

    def index_page(self, address: str, answer: Answer) -> IndexPage:
        """Rows below a row of names, then maybe the key to go on with."""
        rows = json.loads(answer.content or b"[]")
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise ValueError("not a list of rows")
        if not rows:
            return IndexPage()
        further: tuple[str, ...] = ()
        if len(rows) > 1 and not rows[-2] and len(rows[-1]) == 1:  # an empty row, then the key alone
            base = re.sub("&resumeKey=.*", "", address)
            # the key comes escaped for a query; undone first, so that it is escaped once however it came
            further = (f"{base}&{urlencode({'resumeKey': unquote_plus(rows[-1][0])})}",)
            rows = rows[:-2]
        head, *rows = rows or [[]]
        if rows and not set(_FIELDS) <= set(head):
            raise ValueError(f"its first row names no {', '.join(_FIELDS)}")
        found = (self._capture(dict(zip(head, row, strict=True))) for row in rows)
        return IndexPage(tuple(capture for capture in found if capture), further)

    def body(self, capture: Capture, answer: Answer) -> Body:
        """The page with the head it had, checked by its digest."""
        if _timestamp(answer.url) != _timestamp(capture.address):
            # that one stands in the index itself, if it is wanted
            raise FailureError(Outcome.REDIRECT_OUT, "the archive gives another capture", url=answer.url)
        head = _original_head(answer)
        names = {name.lower(): value for name, value in head}
        content_type = names.get("content-type")
        if media_of(content_type) is None:
            raise FailureError(Outcome.WRONG_TYPE, f"{content_type} is not read", content_type=content_type)
        coding = names.get("content-encoding")
        received = next((b for b in (answer.body, answer.content) if _digest(b) == capture.digest), None)
        if received is None and not coding:  # with a coding it may be of bytes that no one gives any more
            raise FailureError(Outcome.BROKEN, f"its digest is not {capture.digest}, as the index says")
        body = answer.content if received is None else received
        try:
            content = decode(body, coding)
        except BodyTooLargeError as error:
            raise FailureError(Outcome.TOO_LARGE, str(error)) from error
        except BodyBrokenError as error:
            if received is not None:
                raise FailureError(Outcome.BROKEN, str(error)) from error
            content, coding = body, None  # the archive has undone it
        # a body without its chunks or coding may not say that it has them
        kept = [(k, v) for k, v in head if k.lower() not in _NOT_OF_THE_BODY]
        kept += [("Content-Encoding", coding)] if coding else []
        response = HttpHead("HTTP/1.1 200 OK", (*kept, ("Content-Length", str(len(body)))))
        keep = partial(_keep, self._source.id, capture, body, response)
        return Body(content, content_type, 200, capture.captured_at, response, keep)

    def _query(self, host: str) -> str:
        asked = {
            "url": host,
            "matchType": "host",
            "output": "json",
            "fl": ",".join(_FIELDS),
            "collapse": "digest",
            "limit": str(_ROWS),
            "showResumeKey": "true",
        }
        filters = [
            ("filter", "statuscode:200"),
            ("filter", r"mimetype:(text/(html|plain)|application/xhtml.*)"),
        ]
        query = urlencode([*(asked | period(self._source)).items(), *filters])
        return f"{self._index_url}/cdx/search/cdx?{query}"

    def _capture(self, row: dict[str, str]) -> Capture | None:
        captured_at = moment(row["timestamp"])
        url = self._wanted.address(row["original"], captured_at)
        if url is None:
            return None
        original = quote(
            row["original"], safe="%/:?&=+,;@!$'()*~[]"
        )  # as written, in the letters of an address
        address = f"{self._data_url}/web/{row['timestamp']}id_/{original}"
        return Capture(url, captured_at, row["digest"], address)


def _keep(source_id: str, capture: Capture, body: bytes, response: HttpHead, archive: Archive) -> Position:
    return archive.append(source_id, capture.url, body, captured_at=capture.captured_at, response=response)


def _original_head(answer: Answer) -> list[tuple[str, str]]:
    found = [
        (name[len(_ORIGINAL) :], value)
        for name, value in answer.response.headers
        if name.lower().startswith(_ORIGINAL)
    ]
    told = answer.header("Content-Type")
    if told and not any(name.lower() == "content-type" for name, _ in found):
        found.append(("Content-Type", told))
    return found


def _digest(body: bytes) -> str:
    return b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _timestamp(address: str) -> str | None:
    found = re.search(r"/web/(\d{14})id_/", address)
    return found and found[1]
