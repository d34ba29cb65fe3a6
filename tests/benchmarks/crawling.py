"""A crawl that keeps what it gets, against the plainest way to ask for the same pages.

The server has a process of its own, so that only the asking is counted.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import requests

from scrapers.archive import Archive
from scrapers.crawl import crawl_source
from scrapers.model import Outcome
from scrapers.registry import Source
from tests.benchmarks.pages import Page
from tests.benchmarks.speed import Race
from tests.benchmarks.timing import best

PAGE_BYTES = 50_000
_PAGES = 400
_ROUNDS = 6


def race_crawl(root: Path, pages: Sequence[Page]) -> list[Race]:
    """A whole crawl with its archive, against `requests.Session().get(url).content` page by page.

    A bare session looks up proxies and passwords in the environment for every request; the second yardstick
    is one told not to.
    """
    bodies = [(page.body * (PAGE_BYTES // len(page.body) + 1))[:PAGE_BYTES] for page in pages]
    with _served(bodies) as host:
        folders = (root / str(number) for number in count())
        portal = _portal(host)

        def ours() -> None:
            with Archive(next(folders)) as archive:
                fetches = list(crawl_source(portal, archive, run_id="bench"))
            if [fetch.outcome for fetch in fetches] != [Outcome.OK] * (_PAGES + 1):
                raise ValueError("a page of the benchmark was not got")

        def theirs(*, environment: bool) -> None:
            with requests.Session() as session:
                session.trust_env = environment
                for url in _urls(host):
                    if len(session.get(url, timeout=10).content) != PAGE_BYTES:
                        raise ValueError("a page of the benchmark was not got")

        yardsticks = {
            "bare requests session": partial(theirs, environment=True),
            "one that ignores the environment": partial(theirs, environment=False),
        }
        seconds = best({"ours": ours, **yardsticks}, _ROUNDS)
    return [Race(_PAGES, seconds["ours"], name, seconds[name]) for name in yardsticks]


def _urls(host: str) -> list[str]:
    return [f"http://{host}/tin/{number}.html" for number in range(_PAGES)]


def _portal(host: str) -> Source:
    return Source(
        id="bench",
        publisher="Sở Thông tin và Truyền thông",
        enabled=True,
        local=True,
        hosts=(host,),
        entry_points=(f"http://{host}/",),
        article_pattern=r"/tin/",
        listing_pattern=r"/$",
        delay_seconds=0,
        max_pages=_PAGES + 1,
    )


@contextmanager
def _served(bodies: Sequence[bytes]) -> Iterator[str]:
    context = multiprocessing.get_context("spawn")
    told, tell = context.Pipe(duplex=False)
    server = context.Process(target=_serve, args=(list(bodies), tell), daemon=True)
    server.start()
    try:
        yield f"127.0.0.1:{told.recv()}"
    finally:
        server.terminate()
        server.join()


def _serve(bodies: list[bytes], tell: Connection) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            number = self.path.removeprefix("/tin/").removesuffix(".html")
            if number.isdecimal():
                self._say(200, bodies[int(number) % len(bodies)])
            elif self.path == "/":
                links = "".join(f'<a href="{url}">Tin</a>' for url in _urls(self.headers["Host"]))
                self._say(200, links.encode())
            else:
                self._say(404, b"")

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            for name, value in {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Length": str(len(body)),
                "Cache-Control": "private",
                "X-AspNet-Version": "4.0.30319",
                "X-Powered-By": "ASP.NET",
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tell.send(server.server_address[1])
    server.serve_forever()
