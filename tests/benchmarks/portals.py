"""Many portals in a process of their own, answering late as far away ones do. Nothing is measured here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from scrapers.registry import Source
from tests.benchmarks.serving import serving

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
    with serving(_answer, latency) as port:
        yield f"http://127.0.0.1:{port}"


def _answer(address: str, _: str, latency: float) -> bytes | None:
    time.sleep(latency)
    parts = urlsplit(address)
    return None if parts.path == "/robots.txt" else _body(parts.path, parts.query).encode()


def _body(path: str, query: str) -> str:
    kind, _, number = path.strip("/").partition("/")
    if kind != "muc":
        return f"<html><body><h1>Tin {number}</h1><p>{TEXT}</p></body></html>"
    first, pages = int(number) * ARTICLES, int(query.partition("=")[2])
    links = "".join(f'<a href="/tin/{n}">Tin {n}</a>' for n in range(first, min(first + ARTICLES, pages)))
    return f'<html><body>{links}<a href="/muc/{int(number) + 1}?{query}">Trang sau</a></body></html>'
