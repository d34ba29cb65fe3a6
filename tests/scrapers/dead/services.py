"""Web archives on loopback that answer in the documented formats. No tests belong here.

Wayback: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server (JSON rows below a row of
names, collapsing, resumption keys) and raw captures with `X-Archive-Orig-*`. Common Crawl: the API of pywb
(number of pages, one object a line, 404 with a message) and ranges of WARC files.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qs, parse_qsl, quote_plus, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.registry import Source
from tests.scrapers.scenario import HOST, HTML, Page, Scenario, source

ARCHIVE = "http://archive.example.org"
DATA = "http://data.example.org"
INDEX = "CC-MAIN-2015-22"
_JSON = {"Content-Type": "application/json"}


@dataclass
class Held:
    """One capture that a service holds."""

    url: str
    timestamp: str
    body: bytes
    digest: str = ""  # of the body when not given
    mime: str = "text/html"
    head: Mapping[str, str] = field(default_factory=lambda: HTML)

    @property
    def sha1(self) -> str:
        return self.digest or b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()

    @property
    def moment(self) -> str:
        y, rest = self.timestamp[:4], self.timestamp[4:]
        month, day, hour, minute, second = (rest[i : i + 2] for i in range(0, 10, 2))
        return f"{y}-{month}-{day}T{hour}:{minute}:{second}Z"


def held(path: str, timestamp: str, text: str = "", **fields: object) -> Held:
    url = path if "://" in path else f"http://{HOST}{path}"
    body = f"<html><head><title>Tin</title></head><body><h1>Tin</h1><p>{text or path}</p></body></html>"
    return Held(url, timestamp, body.encode(), **fields)  # type: ignore[arg-type]


class WaybackMachine(Scenario):
    """A CDX server and raw captures; `pages` may override any address, or answer it once before."""

    def __init__(self, captures: list[Held], rows: int = 1000) -> None:
        super().__init__({})
        self.captures = captures
        self.rows = rows
        self.once: dict[str, Page] = {}

    @property
    def bodies(self) -> list[str]:
        return [url for url in self.asked if "/web/" in url]

    @property
    def queries(self) -> list[dict[str, list[str]]]:
        return [parse_qs(urlsplit(url).query) for url in self.asked if "/cdx" in url]

    def page(self, url: str) -> Page:
        for start in [start for start in self.once if url.startswith(start)]:
            return self.once.pop(start)
        if url in self.pages:
            return super().page(url)
        if url.startswith(f"{ARCHIVE}/cdx/search/cdx?"):
            return self._index(dict(parse_qsl(urlsplit(url).query)))
        for one in self.captures:
            if url == f"{ARCHIVE}/web/{one.timestamp}id_/{one.url}":
                original = {f"X-Archive-Orig-{name}": value for name, value in one.head.items()}
                return Page(one.body, headers=HTML | original | {"Memento-Datetime": "x"})
        return Page(b"Not in Archive", 404)

    def _index(self, asked: dict[str, str]) -> Page:
        assert asked["matchType"] == "host" and asked["output"] == "json" and asked["collapse"] == "digest"
        rows: list[list[str]] = []
        for one in sorted(self.captures, key=lambda one: (one.url, one.timestamp)):
            row = [one.timestamp, one.url, one.sha1]
            within = asked.get("from", "0") <= one.timestamp <= asked.get("to", "9") + "9"
            if within and not (rows and rows[-1][2] == row[2]):
                rows.append(row)
        start = int(asked["resumeKey"].split(" ")[1].rstrip("!")) if "resumeKey" in asked else 0
        part = rows[start : start + self.rows]
        answer: list[list[str]] = [asked["fl"].split(","), *part] if part else []
        if start + self.rows < len(rows):
            # the key is escaped for a query already, as the documentation shows it
            answer += [[], [quote_plus(f"vn,gov,example)/ {start + self.rows}!")]]
        return Page(json.dumps(answer).encode(), headers=_JSON)


class Crawled(Scenario):
    """An index of pywb in pages of `lines` lines, and a WARC file made with warcio."""

    def __init__(self, captures: list[Held], lines: int = 2, name: str = "crawl-data/a.warc.gz") -> None:
        super().__init__({})
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True)
        writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
        self.index: list[bytes] = []
        for one in captures:
            start = buffer.tell()
            head = StatusAndHeaders("200 OK", list(one.head.items()), protocol="HTTP/1.1")
            record = writer.create_warc_record(
                one.url,
                "response",
                payload=BytesIO(one.body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": one.moment},
            )
            writer.write_record(record)
            line = {
                "urlkey": "x", "timestamp": one.timestamp, "url": one.url, "mime": one.mime, "status": "200",
                "mime-detected": one.mime, "digest": one.sha1, "filename": name,
                "length": str(buffer.tell() - start), "offset": str(start),
            }  # fmt: skip
            self.index.append(json.dumps(line).encode())
        self.lines = lines
        self.file = bytearray(buffer.getvalue())
        self.address = f"{DATA}/{name}"

    @property
    def bodies(self) -> list[str]:
        return [url for url in self.asked if url == self.address]

    def page(self, url: str) -> Page:
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query))
        if url == self.address:
            first, last = map(int, self.headers[-1]["Range"].removeprefix("bytes=").split("-"))
            ranged = {"Content-Range": f"bytes {first}-{last}/{len(self.file)}"}
            octets = {"Content-Type": "application/octet-stream"}
            return Page(bytes(self.file[first : last + 1]), 206, headers=octets | ranged)
        if parts.path != f"/{INDEX}-index":
            return Page(b'{"message": "No Captures found for: x/*"}', 404, headers=_JSON)
        if "showNumPages" in asked:
            pages = -(-len(self.index) // self.lines)
            told = {"pages": pages, "pageSize": 5, "blocks": pages}
            return Page(json.dumps(told).encode(), headers=_JSON)
        start = int(asked["page"]) * self.lines
        part = self.index[start : start + self.lines]
        return Page(b"\n".join(part) + b"\n", headers={"Content-Type": "text/x-ndjson"})


def dead_source(kind: str, **fields: object) -> Source:
    given: dict[str, object] = {"kind": kind, "entry_points": [], "archive_url": ARCHIVE}
    if kind == "commoncrawl":
        given |= {"data_url": DATA, "indexes": [INDEX]}
    return source(**(given | fields))
