"""A scripted web on loopback: a real HTTP server that answers as a forward proxy for any host name."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from scrapers.registry import Source

HOST = "stttt.example.gov.vn"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Page:
    """What the server answers; `raw` bypasses HTTP."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    etag: str | None = None
    announce: int | None = None  # a Content-Length that lies
    trickle: bool = False  # one byte at a time, for ever
    silent: bool = False  # accepts and never answers
    raw: bytes | None = None
    endless: bytes = b""  # follows `raw` again and again
    pause: float = 0.0  # before each time
    reset: bool = False  # ends `raw` with a reset


class Scenario:
    """Pages by absolute URL; a list of pages is answered in turn, its last one for ever after."""

    def __init__(self, pages: Mapping[str, Page | list[Page]]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()
        self._server = _Server(self)
        self.port = self._server.server_address[1]
        self.proxy = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def page(self, url: str) -> Page:
        found = self.pages.get(url, Page(b"nothing here", 404))
        if isinstance(found, Page):
            return found
        return found.pop(0) if len(found) > 1 else found[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        scenario = self.server.scenario
        url = self.path if "://" in self.path else f"http://{self.headers['Host']}{self.path}"
        scenario.asked.append(url)
        scenario.headers.append(dict(self.headers.items()))
        page = scenario.page(url)
        if page.silent:
            scenario.ended.wait(30)
            self.close_connection = True
        elif page.raw is not None:
            self._answer_raw(page, page.raw)
        elif page.etag and self.headers.get("If-None-Match") == page.etag:
            self.send_response(304)
            self.send_header("ETag", page.etag)
            self.end_headers()
        else:
            self._answer(page)

    def _answer(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.etag:
            self.send_header("ETag", page.etag)
        length = len(page.body) if page.announce is None else page.announce
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if page.trickle:
            self._trickle()
        self.wfile.write(page.body)
        self.close_connection = page.announce is not None

    def _answer_raw(self, page: Page, raw: bytes) -> None:
        self.close_connection = True
        self.wfile.write(raw)
        self.wfile.flush()
        if page.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.server.shutdown_request = self.server.close_request  # type: ignore[method-assign]
        if page.endless:
            self._again_and_again(page.endless, page.pause)

    def _trickle(self) -> None:
        self._again_and_again(b".", 0.005)

    def _again_and_again(self, content: bytes, pause: float) -> None:
        try:
            while not self.server.scenario.ended.is_set():
                self.wfile.write(content)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:  # the client has had enough
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


def source(**fields: object) -> Source:
    """A portal of the scripted web; its one entry point is the front page of HOST."""
    given: dict[str, object] = {
        "id": "example",
        "publisher": "Sở TT&TT",
        "enabled": True,
        "local": True,
        "hosts": [HOST],
        "entry_points": [f"http://{HOST}/"],
        "delay_seconds": 0,
    }
    return Source.model_validate(given | fields)


def listing(*paths: str) -> Page:
    links = "".join(f'<li><a href="{path}">Tin {path}</a></li>' for path in paths)
    return Page(f"<html><body><ul>{links}</ul></body></html>".encode())


def article(text: str, **fields: object) -> Page:
    return Page(f"<html><body><h1>Tin</h1><p>{text}</p></body></html>".encode(), **fields)  # type: ignore[arg-type]
