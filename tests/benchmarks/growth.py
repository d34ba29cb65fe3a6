"""What grows with the page or with the number of pages: time, memory."""

from __future__ import annotations

import multiprocessing
import re
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from scrapers.documents import read_page
from scrapers.model import Fetch
from scrapers.reading import read_document
from tests.benchmarks.landing import SOURCE
from tests.benchmarks.timing import Work, best
from warehouse.readers import read_figures, read_record

_LONG = 1_000_000

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Growth:
    """What one page takes in a process of its own."""

    seconds: float
    ratio: float  # time per byte against that of a shorter page, measured in turn with it
    peak_mb: float


def growth(body: bytes, shorter: bytes) -> Growth:
    """Bytes to figures of a page, beside a shorter one of its kind."""
    return apart(_growth, body, shorter)


def resident(archive: Path, fetches: Sequence[Fetch], counts: Sequence[int]) -> list[float]:
    """MB at most of a fresh process after so many pages, read one after another."""
    return apart(_resident, archive, list(fetches), list(counts))


def _growth(body: bytes, shorter: bytes) -> Growth:
    read_whole(shorter)  # to warm up
    rounds = 3 if len(body) < _LONG else 1
    contenders: dict[str, Work] = {"shorter": lambda: read_whole(shorter), "body": lambda: read_whole(body)}
    spent = best(contenders, rounds, warm_up=False)
    ratio = (spent["body"] / len(body)) / (spent["shorter"] / len(shorter))
    return Growth(spent["body"], ratio, peak_mb())


def read_whole(body: bytes) -> int:
    """Bytes to figures; tells how many. A page that gives none is a mistake of the benchmark."""
    document = read_page(body, url="https://portal.example.vn/1", source=SOURCE.id)[1]
    if document is None:
        raise ValueError("a page of the benchmark is no document")
    return len(read_document(document).figures)


def _resident(archive: Path, fetches: list[Fetch], counts: list[int]) -> list[float]:
    seen = []
    for done in range(1, max(counts) + 1):
        _, document = read_record(archive, SOURCE, fetches[done % len(fetches)])
        if document is not None:
            read_figures("benchmark", document)
        if done in counts:
            seen.append(peak_mb())
    return seen


def apart(run: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
    """What a function gives in a fresh process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run, *arguments, **named).result()


def peak_mb() -> float:
    """The most memory this process ever had. ru_maxrss would count what the parent had."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
