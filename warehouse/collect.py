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
from dataclasses import dataclass, field, replace

from scrapers.archive import Archive
from scrapers.crawl.urls import host_of
from scrapers.errors import UserError
from scrapers.gather import gather_source
from scrapers.model import GOT, Fetch, Outcome
from scrapers.registry import Source
from warehouse import journal, lake
from warehouse.history import history
from warehouse.journal import Journal
from warehouse.reading import SourceReading, read_source
from warehouse.records import land_records, untold
from warehouse.workspace import Workspace

MISSES_TOLD = 20


@dataclass(slots=True)
class Attempts:
    """The attempts of one source, counted as they end: a long crawl must not fill the memory."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    new_bytes: int = 0  # of bodies not seen before
    misses: list[Fetch] = field(default_factory=list)  # the first attempts that got no page
    pages: Counter[Outcome] = field(default_factory=Counter)  # without indexes of web archives
    first_miss: Fetch | None = None  # among the pages

    def add(self, fetch: Fetch, source: Source) -> None:
        """Count one."""
        self.outcomes[fetch.outcome] += 1
        self.new_bytes += fetch.size_bytes if fetch.outcome is Outcome.OK else 0
        if fetch.outcome not in GOT and len(self.misses) < MISSES_TOLD:
            self.misses.append(fetch)
        if host_of(fetch.url) in source.hosts:
            self.pages[fetch.outcome] += 1
            if fetch.outcome not in (*GOT, Outcome.DEFERRED):
                self.first_miss = self.first_miss or fetch


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of one source."""

    source: str
    landed: frozenset[str] = frozenset()  # the stages that are done: pages, documents, figures
    attempts: Attempts = field(default_factory=Attempts)
    reading: SourceReading | None = None  # None when it was not asked for, or not reached
    error: str | None = None  # one line for a person; None when all is well
    trace: str | None = None  # where it broke, when that is a defect


def collect(
    workspace: Workspace,
    sources: Sequence[Source],
    *,
    run_id: str,
    proxy: str | None = None,
    crawl: bool = True,
    again: bool = False,
    read: bool = True,
    on_page: Callable[[], None] = lambda: None,
) -> Iterator[Collected]:
    """Crawl the sources side by side, read each as it comes in, and give one result for each.

    Args:
        workspace: Where it all lands.
        sources: Those without a site (imports) are read only.
        run_id: Goes into every Fetch.
        proxy: Forward proxy to crawl through.
        crawl: False reads again what is in the archive.
        again: Ask for pages too that are left alone because they have not changed for long.
        read: False leaves what is crawled for later.
        on_page: Called from the crawling threads, once per address asked for.
    """
    stop = threading.Event()

    def fetched(source: Source) -> Collected:
        attempts = Attempts()
        try:
            _take_up(workspace, source.id)
            past = history(workspace.lake, source, again=again)
            with Journal(workspace.lake, source.id, run_id) as written:
                for fetch in gather_source(source, archive, run_id=run_id, proxy=proxy, history=past):
                    written.add(fetch)
                    attempts.add(fetch, source)
                    on_page()
                    if stop.is_set():
                        raise InterruptedError("the run was stopped")
        except Exception as error:  # whatever it is, it is this source's alone
            return _failed(Collected(source.id, attempts=attempts), error)
        cause = _nothing_got(source, attempts)
        landed = frozenset[str]() if cause else frozenset({"pages"})
        return Collected(source.id, landed, attempts, error=cause)

    lake.prepare(workspace.lake)
    by_id = {source.id: source for source in sources}
    # A thread for each: every host has its own pace, and they wait for it nearly all of the time.
    with Archive(workspace.archive) as archive, ThreadPoolExecutor(max(1, len(sources))) as pool:
        try:
            jobs = [pool.submit(fetched, source) for source in sources] if crawl else []
            crawled = (job.result() for job in as_completed(jobs))
            for done in crawled if crawl else map(Collected, by_id):
                done = _settled(workspace, done)
                yield _read(workspace, by_id[done.source], done) if read else done
        finally:  # who stops a run does not wait for the crawls under way
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _settled(workspace: Workspace, crawled: Collected) -> Collected:
    try:
        _take_up(workspace, crawled.source)
    except Exception as error:  # as above; what the crawl itself failed on is told first
        return crawled if crawled.error else _failed(replace(crawled, landed=frozenset()), error)
    return crawled


def _take_up(workspace: Workspace, source: str) -> None:
    """What a run has written, killed or not: its journal, and maybe a page whose fetch it could not write."""
    all_settled = journal.settle(workspace.lake, source)
    land_records(workspace, source)
    if all_settled:  # else a run at work elsewhere will tell of its pages itself
        lake.append_fetches(workspace.lake, untold(workspace, source))


def _read(workspace: Workspace, source: Source, crawled: Collected) -> Collected:
    """Read what is due, also of a source that gave nothing: its site may be gone and the reader a new one."""
    try:
        reading = read_source(workspace, source, workers=os.cpu_count() or 1)
    except Exception as error:  # as above
        return crawled if crawled.error else _failed(crawled, error)
    if crawled.error and not reading.due:
        return crawled
    landed = crawled.landed
    if not reading.pages.broken:
        landed |= {"documents"}
    if not reading.broken:
        return replace(crawled, landed=landed | {"figures"}, reading=reading)
    others = f" (and {len(reading.broken) - 1} more)" if len(reading.broken) > 1 else ""
    cause = crawled.error or f"not read: {reading.broken[0]}{others}"
    return replace(crawled, landed=landed, reading=reading, error=cause)


def _failed(collected: Collected, error: Exception) -> Collected:
    if isinstance(error, UserError):
        return replace(collected, error=str(error))
    told = f"{type(error).__name__}: {error}".splitlines()[0]
    return replace(collected, error=told, trace="".join(traceback.format_exception(error)))


def _nothing_got(source: Source, attempts: Attempts) -> str | None:
    """A source that was asked for pages and gave none at all has failed, whatever the reason.

    One put off, or all of whose pages rest, has not; nor has an archive whose index was got and names nothing
    new: there was no page to ask for.
    """
    if source.kind == "import":
        return None
    if not attempts.outcomes:
        return "no address was asked for; give it entry points"
    first = attempts.first_miss or (attempts.misses[0] if attempts.misses else None)
    counted = attempts.pages or attempts.outcomes
    if GOT & counted.keys() or first is None or first.outcome is Outcome.DEFERRED:
        return None
    return f"no page was got; {first.url}: {first.detail or first.outcome}"
