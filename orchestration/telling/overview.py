"""One look at a whole crawl: its sums as plain numbers, which the UI plots over time, and pictures by source.

What a single source gave belongs to its own event; how bars are drawn belongs to `pictures`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orchestration.telling.pictures import bars

if TYPE_CHECKING:  # as in `resources`
    from warehouse.collect import Collected

Numbers = Mapping[str, Mapping[Any, float]]


def pages(done: Sequence[Collected]) -> dict[str, Any]:
    """What the sources answered, and how many bytes of it were new."""
    outcomes: Counter[str] = Counter()
    for one in done:
        outcomes.update(one.attempts.outcomes)
    kilobytes = {one.source: {"new": one.attempts.new_bytes / 1000} for one in done}
    return {
        "sources": len(done),
        "sources_failed": sum(one.error is not None for one in done),
        **{str(name): number for name, number in sorted(outcomes.items())},
        "bytes_fetched": sum(one.attempts.new_bytes for one in done),
        **_picture("pages_by_outcome", "addresses", {one.source: one.attempts.outcomes for one in done}),
        **_picture("bytes_by_source", "kB of new pages", kilobytes),
    }


def figures(done: Sequence[Collected]) -> dict[str, Any]:
    """What was read from new documents: figures by status and domain, and numbers that are none."""
    read = {one.source: one.reading.figures for one in done if one.reading}
    status, domains = Counter[str](), Counter[str]()
    for found in read.values():
        status.update(found.figures)
        domains.update(found.domains)
    kept = {
        source: {"accepted": found.figures.total(), "rejected": found.rejections}
        for source, found in read.items()
    }
    return {
        "documents_read": sum(found.documents for found in read.values()),
        "new_figures": status.total(),
        "numbers_rejected": sum(found.rejections for found in read.values()),
        **{str(name): number for name, number in sorted((status + domains).items())},
        **_picture("figures_by_status", "new figures", {s: found.figures for s, found in read.items()}),
        **_picture("figures_by_domain", "new figures", {s: found.domains for s, found in read.items()}),
        **_picture("accepted_and_rejected", "numbers read", kept),
    }


def _picture(name: str, unit: str, rows: Numbers) -> dict[str, Any]:
    shown = {row: parts for row, parts in rows.items() if any(parts.values())}
    return {name: bars(name.replace("_", " "), unit, shown)} if shown else {}
