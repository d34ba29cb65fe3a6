"""The pictures and sums of a crawl, as the UI shows them."""

from __future__ import annotations

import base64
import random
import re

from orchestration.telling import overview
from orchestration.telling.pictures import LARGEST, _largest_first, bars, heat_map
from scrapers.model import Outcome, Status
from warehouse.collect import Attempts, Collected
from warehouse.reading import Counter, FiguresRead, PagesRead, SourceReading


def drawn(markdown: str) -> bytes:
    found = re.fullmatch(r"!\[.+\]\(data:image/png;base64,([A-Za-z0-9+/=]+)\)", markdown)
    assert found is not None
    return base64.b64decode(found[1])


def test_a_picture_of_all_sources_and_outcomes_is_small_enough_to_show() -> None:
    rows = {f"$source-{n}$": dict.fromkeys(Outcome, n + 1.0) for n in range(126)}
    assert drawn(bars("pages", "addresses", rows).value).startswith(b"\x89PNG")  # else it raises


def test_the_largest_come_first_and_the_smallest_are_summed_up() -> None:
    shown = _largest_first({f"s{n:03}": {"ok": n, "timeout": 1} for n in range(123)})
    assert [*shown][:2] == ["s122", "s121"]
    assert [*shown][-2:] == ["s023", "23 others"]
    assert shown["23 others"] == {"ok": sum(range(23)), "timeout": 23}


def test_sums_stand_beside_the_pictures() -> None:
    attempts = Attempts(Counter({Outcome.OK: 3, Outcome.TIMEOUT: 1}), new_bytes=2500)
    read = FiguresRead(2, Counter({Status.ACTUAL: 4, Status.TARGET: 1}), Counter({"telecom": 5}), 9, ())
    done = [
        Collected("a", attempts=attempts, reading=SourceReading("a", PagesRead(Counter(), ()), read)),
        Collected("b", attempts=Attempts(Counter({Outcome.TIMEOUT: 2})), error="no page was got"),
    ]
    pages = overview.pages(done)
    assert {
        name: pages[name] for name in ("sources", "sources_failed", "ok", "timeout", "bytes_fetched")
    } == {
        "sources": 2,
        "sources_failed": 1,
        "ok": 3,
        "timeout": 3,
        "bytes_fetched": 2500,
    }
    assert drawn(pages["pages_by_outcome"].value) != drawn(pages["bytes_by_source"].value)
    figures = overview.figures(done)
    assert (figures["new_figures"], figures["numbers_rejected"], figures["telecom"]) == (5, 9, 5)
    for name in ("figures_by_status", "figures_by_domain", "accepted_and_rejected"):
        assert drawn(figures[name].value)


def test_nothing_gives_no_picture() -> None:
    assert overview.figures([Collected("a")]) == {
        "documents_read": 0,
        "new_figures": 0,
        "numbers_rejected": 0,
    }


def test_a_picture_that_would_be_too_large_is_made_coarser() -> None:
    dice = random.Random(1)  # noqa: S311
    shares = [[dice.random() for _ in range(95)] for _ in range(63)]  # a page that speaks of 2099
    rows, years = [f"tỉnh {number}" for number in range(63)], [str(year) for year in range(2005, 2100)]
    assert 1000 < len(heat_map("what is known", rows, years, shares).md_str) < LARGEST + 100
