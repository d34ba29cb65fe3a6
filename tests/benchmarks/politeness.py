"""How near a crawl of many hosts comes to what politeness allows, and what a long one takes of memory."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from scrapers.model import Outcome
from tests.benchmarks.growth import apart, peak_mb
from tests.benchmarks.portals import portal, served
from warehouse.collect import collect
from warehouse.workspace import Workspace

HOSTS, PAGES, DELAY, LATENCY = 30, 60, 0.5, 0.15
LANDMARKS = (10_000, 50_000, 100_000)  # fetches


@dataclass(frozen=True, slots=True)
class Polite:
    """Seconds a crawl took, and the least it can take when each host is asked once in so many seconds."""

    allowed: float
    taken: float


def race_politeness(root: Path) -> Polite:
    """Crawl HOSTS hosts side by side; every answer comes LATENCY seconds late.

    A host with so many pages is asked for robots.txt and each page, DELAY seconds apart; the last answer
    has to come too.
    """
    portals = [portal(number, PAGES, DELAY) for number in range(HOSTS)]
    with served(LATENCY) as proxy:
        begun = time.monotonic()
        done = list(collect(Workspace(root), portals, run_id="bench", proxy=proxy, read=False))
        taken = time.monotonic() - begun
    if any(one.error or one.attempts.outcomes[Outcome.OK] != PAGES for one in done):
        raise ValueError("a page of the benchmark was not got")
    return Polite(allowed=PAGES * DELAY + LATENCY, taken=taken)


def endurance(root: Path) -> list[float]:
    """MB at most of a fresh process at the LANDMARKS of one long crawl."""
    return apart(_crawl, root)


def _crawl(root: Path) -> list[float]:
    fetches, found = 0, []

    def counted() -> None:
        nonlocal fetches
        fetches += 1
        if fetches in LANDMARKS:
            found.append(peak_mb())

    with served(0) as proxy:
        one = portal(0, LANDMARKS[-1], 0)
        (done,) = collect(Workspace(root), [one], run_id="bench", proxy=proxy, read=False, on_page=counted)
    if done.error:
        raise ValueError(done.error)
    return found
