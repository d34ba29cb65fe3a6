"""Many portals in a process of their own, answering late as far away ones do. Nothing is measured here."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

from scrapers.registry import Source

TEXT = "Đến cuối năm 2015, toàn tỉnh có 1.600 trạm thu phát sóng di động. " * 20
ARTICLES = 1_000  # of a listing


def portal(number: int, pages: int, delay: float) -> Source:
    """One portal of so many pages: listings that lead one to the next, and their articles."""
    host = f"stttt{number}.example.gov.vn"
    return Source(
        id=f"portal-{number}",
        publisher="Sở Thông tin và Truyền thông",
        enabled=True,
        local=True,
        hosts=(host,),
        entry_points=(f"http://{host}/muc/0?trang={pages}",),
        article_pattern=r"/tin/",
        listing_pattern=r"/muc/",
        delay_seconds=delay,
        max_pages=pages,
        requests_per_day=10_000_000,
    )


@contextmanager
def served(latency: float) -> Iterator[str]:
    """The address of a forward proxy behind which all portals are, each answer so many seconds late."""
    context = multiprocessing.get_context("spawn")
    told, tell = context.Pipe(duplex=False)
    server = context.Process(target=_serve, args=(latency, tell), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{told.recv()}"
    finally:
        server.terminate()
        server.join()


def _body(path: str, query: str) -> str:
    kind, _, number = path.strip("/").partition("/")
    if kind != "muc":
        return f"<html><body><h1>Tin {number}</h1><p>{TEXT}</p></body></html>"
    first, pages = int(number) * ARTICLES, int(query.partition("=")[2])
    links = "".join(f'<a href="/tin/{n}">Tin {n}</a>' for n in range(first, min(first + ARTICLES, pages)))
    return f'<html><body>{links}<a href="/muc/{int(number) + 1}?{query}">Trang sau</a></body></html>'


def _serve(latency: float, tell: Connection) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            time.sleep(latency)
            parts = urlsplit(self.path)
            found = parts.path != "/robots.txt"
            body = _body(parts.path, parts.query).encode() if found else b""
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tell.send(server.server_address[1])
    server.serve_forever()
