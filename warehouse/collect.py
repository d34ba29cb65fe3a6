"""Crawl and read many sources, each on its own: one that fails leaves the others unharmed.

The order of the stages and what makes a source a failed one belong here, the stages themselves do not.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from scrapers.archive import Archive
from scrapers.crawl.urls import host_of
from scrapers.errors import UserError
from scrapers.gather import gather_source
from scrapers.model import GOT, Fetch, Outcome
from scrapers.registry import Source
from warehouse import lake
from warehouse.reading import SourceReading, read_source
from warehouse.records import land_records
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one source."""

    source: str
    landed: frozenset[str] = frozenset()  # the stages that are done: pages, documents, figures
    fetches: tuple[Fetch, ...] = ()
    reading: SourceReading | None = None  # None when it was not asked for, or not reached
    error: str | None = None  # one line for a person; None when all is well
    trace: str | None = None  # where it broke, when that is a defect

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How the attempts ended."""
        return Counter(fetch.outcome for fetch in self.fetches)


def collect(
    workspace: Workspace,
    sources: Sequence[Source],
    *,
    run_id: str,
    proxy: str | None = None,
    crawl: bool = True,
    read: bool = True,
    on_page: Callable[[], None] = lambda: None,
    threads: int = 8,
) -> Iterator[Collected]:
    """Crawl the sources side by side, read each as it comes in, and give one result for each.

    Args:
        workspace: Where it all lands.
        sources: Those without a site (imports) are read only.
        run_id: Goes into every Fetch.
        proxy: Forward proxy to crawl through.
        crawl: False reads again what is in the archive.
        read: False leaves what is crawled for later.
        on_page: Called from the crawling threads, once per address asked for.
        threads: Sources crawled at a time. They wait for hosts nearly all of the time.
    """
    stop = threading.Event()

    def asked(_fetch: Fetch, _waiting: int) -> None:
        if stop.is_set():
            raise InterruptedError("the run was stopped")
        on_page()

    def fetched(source: Source) -> Collected:
        try:
            known = lake.told_fetches(workspace.lake, source.id)
            fetches = gather_source(source, archive, run_id=run_id, proxy=proxy, known=known, progress=asked)
            lake.append_fetches(workspace.lake, fetches)
        except Exception as error:  # whatever it is, it is this source's alone
            return _failed(Collected(source.id), error)
        cause = _nothing_got(source, fetches)
        landed = frozenset[str]() if cause else frozenset({"pages"})
        return Collected(source.id, landed, tuple(fetches), error=cause)

    lake.prepare(workspace.lake)
    by_id = {source.id: source for source in sources}
    with Archive(workspace.archive) as archive, ThreadPoolExecutor(threads) as pool:
        try:
            jobs = [pool.submit(fetched, source) for source in sources] if crawl else []
            crawled = (job.result() for job in as_completed(jobs))
            for done in crawled if crawl else map(Collected, by_id):
                done = _index(workspace, done)
                yield _read(workspace, by_id[done.source], done) if read and not done.error else done
        finally:  # who stops a run does not wait for the crawls under way
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _index(workspace: Workspace, crawled: Collected) -> Collected:
    try:
        land_records(workspace, crawled.source)
    except Exception as error:  # as above; what the crawl itself failed on is told first
        return crawled if crawled.error else _failed(crawled, error)
    return crawled


def _read(workspace: Workspace, source: Source, crawled: Collected) -> Collected:
    try:
        reading = read_source(workspace, source, workers=os.cpu_count() or 1)
    except Exception as error:  # as above
        return _failed(crawled, error)
    landed = crawled.landed
    if not reading.pages.broken:
        landed |= {"documents"}
    if not reading.broken:
        return replace(crawled, landed=landed | {"figures"}, reading=reading)
    others = f" (and {len(reading.broken) - 1} more)" if len(reading.broken) > 1 else ""
    return replace(crawled, landed=landed, reading=reading, error=f"not read: {reading.broken[0]}{others}")


def _failed(collected: Collected, error: Exception) -> Collected:
    if isinstance(error, UserError):
        return replace(collected, error=str(error))
    told = f"{type(error).__name__}: {error}".splitlines()[0]
    return replace(collected, error=told, trace="".join(traceback.format_exception(error)))


def _nothing_got(source: Source, fetches: Sequence[Fetch]) -> str | None:
    """A source that was asked for pages and gave none at all has failed, whatever the reason.

    An archive whose index was got and names nothing new has not: there was no page to ask for.
    """
    if source.kind == "import":
        return None
    if not fetches:
        return "no address was asked for; give it entry points"
    pages = [fetch for fetch in fetches if host_of(fetch.url) in source.hosts] or fetches
    if any(fetch.outcome in GOT for fetch in pages):
        return None
    first = pages[0]
    return f"no page was got; {first.url}: {first.detail or first.outcome}"
