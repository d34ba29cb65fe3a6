"""The sample portals, probed: what they are made of is found, and the proposed entry crawls them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from scrapers.archive import Archive
from scrapers.crawl import crawl_source
from scrapers.documents.page import read_page
from scrapers.model import Outcome, PageOutcome
from scrapers.probe import Probe, entry_yaml, probe
from scrapers.probe.network import MOST_REQUESTS
from scrapers.registry import Source, load_sources
from scrapers.sample.content import load_portals
from scrapers.sample.server import serve

PORTALS = {portal.id: portal for portal in load_portals()}
PROFILES = {
    "asp": "asp_table",
    "slug": "slug_portal",
    "statistics": "stat_portal",
    "nukeviet": "nukeviet",
    "sharepoint": "sharepoint",
    "joomla": "joomla",
    "newspaper": "newspaper",
    "vnpt": "vnpt_portal",
    "liferay": "liferay",
}


@pytest.fixture(scope="module")
def proxy() -> Iterator[str]:
    with serve() as address:
        yield address


@cache
def told_of(id: str, proxy: str) -> Probe:
    return probe(PORTALS[id].host, local=True, proxy=proxy, delay=0)


def loaded(told: Probe, root: Path) -> Source:
    """The proposed entry after its way through a file of the registry."""
    (root / "live").mkdir()
    (root / "live" / f"{told.source.id}.yaml").write_text(entry_yaml(told.source), encoding="utf-8")
    return load_sources("live", root)[told.source.id]


def documents(source: Source, proxy: str, root: Path) -> set[str]:
    found = set()
    with Archive(root) as archive:
        fetches = list(crawl_source(source, archive, run_id="r", proxy=proxy))
        for fetch in fetches:
            if fetch.outcome is Outcome.OK and fetch.warc_file is not None and fetch.warc_offset is not None:
                page = archive.read(fetch.warc_file, fetch.warc_offset)
                read = read_page(page.body, url=fetch.url, source="s", content_type=fetch.content_type)
                found |= {fetch.final_url} if read[0] is PageOutcome.DOCUMENT else set()
    return found


@pytest.mark.parametrize("id", PORTALS)
def test_family_and_articles_are_found(id: str, proxy: str) -> None:
    told = told_of(id, proxy)
    assert told.answered
    assert told.family == PROFILES[PORTALS[id].family]
    assert len(told.samples) == 3
    assert all(sample.title and sample.published for sample in told.samples)
    assert told.listings
    assert told.requests <= MOST_REQUESTS
    steps = {finding.step for finding in told.findings}
    assert steps >= {"dns", "https", "http", "robots", "charset", "feeds", "listings", "cms", "pattern"}


@pytest.mark.parametrize("id", PORTALS)
def test_the_proposed_entry_crawls_what_the_written_one_does(id: str, proxy: str, tmp_path: Path) -> None:
    source = loaded(told_of(id, proxy), tmp_path)
    assert not source.enabled
    assert source.verification.startswith("probed 20")
    assert source.province == load_sources("sample")[id].province
    crawled = documents(source.model_copy(update={"delay_seconds": 0}), proxy, tmp_path / "proposed")
    written = documents(load_sources("sample")[id], proxy, tmp_path / "written")
    assert len(crawled) >= 0.8 * len(written), written - crawled
