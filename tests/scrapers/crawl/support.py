"""A crawl of one scenario with limits short enough for tests; what it kept. No tests belong here."""

from __future__ import annotations

from pathlib import Path

from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from scrapers.archive import Archive
from scrapers.crawl import History, Limits, crawl_source
from scrapers.model import Fetch
from scrapers.registry import Source
from tests.scrapers.scenario import HOST, Page, Scenario, listing, source

ROOT = f"http://{HOST}"
LIMITS = Limits(
    connect_seconds=1,
    read_seconds=1,
    total_seconds=2,
    header_bytes=9_000,
    body_bytes=20_000,
    decoded_bytes=50_000,
    attempts=2,
    backoff_seconds=0.01,
)


def crawl(
    web: Scenario,
    folder: Path,
    portal: Source | None = None,
    history: History | None = None,
    limits: Limits = LIMITS,
) -> dict[str, Fetch]:
    """Fetches by path; fails when an address left more than one."""
    with Archive(folder) as archive:
        fetches = list(
            crawl_source(
                portal or source(), archive, run_id="r1", proxy=web.proxy, history=history, limits=limits
            )
        )
    by_path = {fetch.url.removeprefix(ROOT): fetch for fetch in fetches}
    assert len(by_path) == len(fetches)
    return by_path


def web_of(**pages: Page | list[Page]) -> Scenario:
    """A portal whose front page leads to the named pages."""
    front = listing(*(f"/{name}" for name in pages))
    return Scenario({f"{ROOT}/": front} | {f"{ROOT}/{name}": page for name, page in pages.items()})


def types_in(folder: Path) -> list[str]:
    return [
        str(record.rec_headers.get_header("WARC-Type"))
        for path in sorted(folder.rglob("*.warc.gz"))
        for record in WarcioIterator(path.open("rb"), check_digests="raise")
    ]
