"""The sample portals, crawled as live ones are: what robots.txt allows is found, the odd pages are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.archive import Archive
from scrapers.crawl import History, crawl_source
from scrapers.crawl.discovery import Link, Scope
from scrapers.crawl.relevance import RELEVANCE, Interest
from scrapers.crawl.urls import canonical_url
from scrapers.model import Fetch, Outcome
from scrapers.registry import load_sources
from scrapers.sample.content import load_portals
from scrapers.sample.server import serve

PORTALS = {portal.id: portal for portal in load_portals()}
ATTACHMENTS = (".pdf", ".doc")
SOURCES = load_sources("sample")


@pytest.fixture(scope="module")
def proxy() -> Iterator[str]:
    with serve() as address:
        yield address


def crawl(id: str, proxy: str, root: Path, history: History | None = None) -> dict[str, Fetch]:
    with Archive(root) as archive:
        fetches = list(crawl_source(SOURCES[id], archive, run_id="r", proxy=proxy, history=history))
    return {fetch.url: fetch for fetch in fetches}


@pytest.mark.parametrize("id", PORTALS)
def test_every_article_is_found(id: str, proxy: str, tmp_path: Path) -> None:
    fetches = crawl(id, proxy, tmp_path)
    portal = PORTALS[id]
    pages = [item for item in portal.items if item.status == 200 and not item.path.endswith(ATTACHMENTS)]
    scope = Scope(SOURCES[id])
    for item in pages:
        url = canonical_url(f"http://{portal.host}{item.path}")
        if not RELEVANCE.is_page(url) or RELEVANCE.interest(item.title, url) is Interest.UNWANTED:
            assert scope.worth(Link(url, item.title)) is None
            assert url not in fetches
            continue
        fetch = fetches[url]
        assert fetch.outcome in (Outcome.OK, Outcome.ROBOTS), item.title
    assert {fetch.outcome for fetch in fetches.values()} <= {
        Outcome.OK,
        Outcome.ROBOTS,
        Outcome.HTTP_ERROR,
        Outcome.REDIRECT_OUT,
        Outcome.WRONG_TYPE,
    }
    assert all(fetch.detail for fetch in fetches.values() if fetch.outcome is not Outcome.OK)


@pytest.mark.parametrize("id", PORTALS)
def test_a_second_crawl_finds_the_same_addresses(id: str, proxy: str, tmp_path: Path) -> None:
    first = crawl(id, proxy, tmp_path)
    second = crawl(id, proxy, tmp_path, History([one for one in first.values() if one.page_sha256]))
    assert second.keys() == first.keys()
    for url in first:
        assert bool(first[url].page_sha256) == bool(second[url].page_sha256)
