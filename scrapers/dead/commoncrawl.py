"""Common Crawl: an index per crawl lists captures, ranges of its WARC files are the records themselves.

Index: https://commoncrawl.org/cdxj-index, the API of pywb. A record is kept as it is.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from scrapers.archive import Archive, HttpHead, Position
from scrapers.archive.archive import read_record
from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError, decode
from scrapers.archive.salvage import RECORD_LIMIT, read_whole
from scrapers.crawl.client import Answer
from scrapers.crawl.failures import FailureError
from scrapers.crawl.media import media_of
from scrapers.crawl.urls import canonical_url
from scrapers.dead.captures import Body, Capture, IndexPage, Wanted, moment, period
from scrapers.errors import UserError
from scrapers.model import Outcome
from scrapers.registry import Source

_PARTIAL = 206


class CommonCrawl:
    """A service in the sense of `captures.Service`."""

    def __init__(self, source: Source, index_url: str, data_url: str) -> None:
        self._source = source
        self._index_url = index_url
        self._data_url = data_url
        self._wanted = Wanted(source)

    def queries(self) -> list[str]:
        """How many pages each index has for each host."""
        return [
            f"{self._query(index, host)}&showNumPages=true"
            for index in self._source.indexes
            for host in self._source.hosts
        ]

    def index_page(self, address: str, answer: Answer) -> IndexPage:
        """A number of pages, or one object a line."""
        lines = [_object(line) for line in answer.content.splitlines() if line.strip()]
        base, counting, _ = address.partition("&showNumPages=")
        if counting:
            pages = lines[0].get("pages") if lines else None
            if not isinstance(pages, int):
                raise ValueError("no number of pages")
            return IndexPage(further=tuple(f"{base}&page={page}" for page in range(pages)))
        found = (self._capture(line) for line in lines)
        return IndexPage(tuple(capture for capture in found if capture))

    def body(self, capture: Capture, answer: Answer) -> Body:
        """The WARC record that the range holds."""
        if answer.status != _PARTIAL:
            raise FailureError(Outcome.HTTP_ERROR, f"answered {answer.status}, not the range asked for")
        try:
            found = read_whole(decode(answer.content, "gzip", RECORD_LIMIT))
            if found.damage:
                raise FailureError(Outcome.BROKEN, f"its record: {found.damage}")
            page = read_record(found.record, Position("record", 0))
            url = canonical_url(page.url)
        except BodyTooLargeError as error:
            raise FailureError(Outcome.TOO_LARGE, str(error)) from error
        except (BodyBrokenError, UserError, ValueError) as error:
            raise FailureError(Outcome.BROKEN, f"its record: {error}") from error
        if url != capture.url:
            raise FailureError(Outcome.BROKEN, f"its record is of {url}")
        if page.status is None or not 200 <= page.status < 300:
            raise FailureError(Outcome.HTTP_ERROR, f"the site had answered {page.status}")
        if media_of(page.content_type) is None:
            raise FailureError(Outcome.WRONG_TYPE, f"{page.content_type} is not read")
        response = HttpHead(f"HTTP/1.1 {page.status}", page.headers)
        keep = partial(_keep, self._source.id, found.record)
        return Body(page.body, page.content_type, page.status, page.captured_at, response, keep)

    def _query(self, index: str, host: str) -> str:
        asked = {"url": f"{host}/*", "output": "json", "filter": "=status:200"} | period(self._source)
        return f"{self._index_url}/{index}-index?{urlencode(asked)}"

    def _capture(self, line: dict[str, Any]) -> Capture | None:
        try:
            captured_at = moment(line["timestamp"])
            url = self._wanted.address(line["url"], captured_at)
            offset, length = int(line["offset"]), int(line["length"])
            mime = line.get("mime-detected") or line.get("mime")
            if url is None or media_of(mime if mime != "unk" else None) != "page":
                return None
            return Capture(
                url,
                captured_at,
                line["digest"],
                f"{self._data_url}/{quote(line['filename'])}",
                # the range is of the file as it lies there, so no coding may be put on it
                {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"},
            )
        except KeyError as error:
            raise ValueError(f"a line without {error}") from error


def _object(line: bytes) -> dict[str, Any]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError("a line that is no object")
    return found


def _keep(source_id: str, record: bytes, archive: Archive) -> Position:
    return archive.append_record(source_id, record)
