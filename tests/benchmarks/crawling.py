"""A crawl that keeps what it gets, against the plainest way to ask for the same pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

import requests

from scrapers.archive import Archive
from scrapers.crawl import crawl_source
from scrapers.model import Outcome
from scrapers.registry import Source
from tests.benchmarks.pages import Page
from tests.benchmarks.serving import serving
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
    with serving(_answer, bodies) as port:
        host = f"127.0.0.1:{port}"
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


def _answer(path: str, host: str, bodies: Sequence[bytes]) -> bytes | None:
    number = path.removeprefix("/tin/").removesuffix(".html")
    if number.isdecimal():
        return bodies[int(number) % len(bodies)]
    if path == "/":
        return "".join(f'<a href="{url}">Tin</a>' for url in _urls(host)).encode()
    return None
