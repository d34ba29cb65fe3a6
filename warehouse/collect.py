"""Crawl and read many sources, each on its own: one that fails leaves the others unharmed.

The order of the stages and what makes a source a failed one belong here; the stages have modules of their own.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from scrapers.archive import Archive
from scrapers.crawl import crawl_source
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from scrapers.registry import Source
from warehouse import lake
from warehouse.reading import SourceReading, read_source
from warehouse.workspace import Workspace

GOT = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.NOT_MODIFIED})


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one source. A stage that was not asked for, or not reached, is None."""

    source: str
    fetches: tuple[Fetch, ...] | None = None
    reading: SourceReading | None = None
    error: str | None = None  # one line for a person
    trace: str | None = None  # where it broke, when it is no error of the surroundings


def collect(
    workspace: Workspace,
    sources: Sequence[Source],
    *,
    run_id: str,
    proxy: str | None = None,
    crawl: bool = True,
    read: bool = True,
    on_page: Callable[[str], None] = lambda source: None,
    threads: int = 8,
) -> Iterator[Collected]:
    """Crawl the sources side by side and read each as it comes in; one result per source, in that order.

    Args:
        on_page: Called from the crawling threads with the source's id, once per address asked for.
        threads: Sources crawled at a time. They wait for hosts nearly all of the time.
    """
    stop = threading.Event()

    def fetch(source: Source) -> Collected:
        def page(_: Fetch) -> None:
            if stop.is_set():
                raise InterruptedError("the run was stopped")
            on_page(source.id)

        try:
            known = lake.last_fetches(workspace.lake, source.id)
            fetches = crawl_source(source, archive, run_id=run_id, proxy=proxy, known=known, progress=page)
            lake.append_fetches(workspace.lake, fetches)
        except Exception as error:
            return _failed(source, error)
        return Collected(source.id, tuple(fetches), error=_nothing_got(fetches))

    lake.prepare(workspace.lake)
    with Archive(workspace.archive) as archive, ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(fetch, source) for source in sources if crawl and source.kind == "portal"]
        try:
            for source in sources:
                if not crawl or source.kind != "portal":
                    yield _read(workspace, source, Collected(source.id), read)
            by_id = {source.id: source for source in sources}
            for job in as_completed(jobs):
                crawled = job.result()
                yield _read(workspace, by_id[crawled.source], crawled, read)
        finally:  # a stopped run does not wait for the politeness of the crawls under way
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _read(workspace: Workspace, source: Source, crawled: Collected, wanted: bool) -> Collected:
    if crawled.error or not wanted:
        return crawled
    try:
        return Collected(source.id, crawled.fetches, read_source(workspace, source))
    except Exception as error:
        return _failed(source, error, crawled.fetches)


def _failed(source: Source, error: Exception, fetches: tuple[Fetch, ...] | None = None) -> Collected:
    if isinstance(error, UserError):
        return Collected(source.id, fetches, error=str(error))
    told = f"{type(error).__name__}: {error}".splitlines()[0]
    return Collected(source.id, fetches, error=told, trace="".join(traceback.format_exception(error)))


def _nothing_got(fetches: Sequence[Fetch]) -> str | None:
    """A portal that gave no page at all has failed, whatever the reason."""
    if any(fetch.outcome in GOT for fetch in fetches):
        return None
    if not fetches:
        return "no address was asked for; has it entry points?"
    first = fetches[0]
    return f"no page was got; {first.url}: {first.outcome}" + (f", {first.detail}" if first.detail else "")
