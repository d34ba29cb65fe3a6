"""The pictures and sums of a crawl, as the UI shows them."""

from __future__ import annotations

import base64
import re

from lxml import etree

from orchestration import overview
from orchestration.pictures import bars
from scrapers.model import Outcome, Status
from warehouse.collect import Attempts, Collected
from warehouse.reading import Counter, FiguresRead, PagesRead, SourceReading

LIMIT = 200_000  # bytes of one value of metadata that the UI shows without trouble


def texts(markdown: str) -> list[str]:
    found = re.fullmatch(r"!\[.+\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)", markdown)
    assert found is not None
    drawn = etree.fromstring(base64.b64decode(found[1]))
    return ["".join(text.itertext()) for text in drawn.iterfind(".//{*}text")]


def test_a_picture_of_all_sources_and_outcomes_is_small_and_names_them() -> None:
    rows = {
        f"source-{n:02}": {str(outcome): n + 1.0 for outcome in Outcome if len(outcome) % 7 != n % 7}
        for n in range(63)
    }
    picture = bars(rows, "addresses")
    assert len(picture.value) < LIMIT
    found = texts(picture.value)
    assert {*(str(outcome) for outcome in Outcome), "addresses", "source-62", "23 others"} <= set(found)
    assert "source-00" not in found  # one of the smallest


def test_what_stands_in_a_label_is_no_markup() -> None:
    picture = bars({"<script>$x$": {"a & b": 1}}, "kB")
    assert {"<script>$x$", "a & b"} <= set(texts(picture.value))


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
    assert {"a", "b", "ok", "timeout"} <= set(texts(pages["pages_by_outcome"].value))
    assert "b" not in texts(pages["bytes_by_source"].value)  # it gave none
    figures = overview.figures(done)
    assert (figures["new_figures"], figures["numbers_rejected"], figures["telecom"]) == (5, 9, 5)
    assert {"a", "actual", "target"} <= set(texts(figures["figures_by_status"].value))
    assert {"accepted", "rejected"} <= set(texts(figures["accepted_and_rejected"].value))


def test_nothing_gives_no_picture() -> None:
    assert overview.figures([Collected("a")]) == {
        "documents_read": 0,
        "new_figures": 0,
        "numbers_rejected": 0,
    }
