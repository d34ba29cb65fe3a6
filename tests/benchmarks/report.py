"""The report of a release: its size, and how long Chromium takes until a visitor can use it.

What is stated belongs to `statements`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.growth import apart, peak_mb
from tests.benchmarks.statements import stated
from tests.benchmarks.warehouse import Spent
from tests.browser import started
from warehouse.build import build
from warehouse.database import reading
from warehouse.release.publishing import publish
from warehouse.release.report import Named, write_report

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Reported:
    """A report and what it takes."""

    figures: int
    characters: float  # of a sentence, on the mean
    megabytes: float
    written: Spent
    usable: list[float]  # seconds from the request until everything is drawn, each in a browser of its own


def reported(root: Path) -> Reported:
    """Build, publish and open the report of 63 provinces, 15 years and 25 indicators."""
    workspace = stated(root)
    build(workspace)
    publish(workspace)
    written = apart(_write, workspace.published, root)
    with reading(workspace.published) as connection:
        ((figures, characters),) = connection.execute(
            "select count(*), avg(length(evidence)) from fct_figure"
        ).fetchall()
    page = root / "report.html"
    usable = [_usable(page) for _ in range(ROUNDS)]
    return Reported(figures, characters, page.stat().st_size / 1e6, written, usable)


def _write(published: Path, folder: Path) -> Spent:
    begun = time.perf_counter()
    write_report(published, Named("benchmark", "2026-01-01T00:00:00Z", "0"), folder)
    return Spent(time.perf_counter() - begun, peak_mb())


def _usable(page: Path) -> float:
    with started() as browser:
        browser.open(page)
        browser.until("document.documentElement.dataset.ready === 'yes'")
        return float(browser.tell("performance.getEntriesByName('ready')[0].startTime")) / 1000
