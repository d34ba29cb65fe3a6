"""Reading in a worker: one bad document costs only itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from scrapers.model import Document, Figure, Reading
from tests.warehouse.lakes import FIGURE, document
from warehouse import readers
from warehouse.readers import read_figures


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (replace(FIGURE, value=Decimal("1e19")), "too_many_digits"),
        (replace(FIGURE, value=Decimal("NaN")), "too_many_digits"),
        (replace(FIGURE, evidence_start=26), "evidence_apart"),
    ],
)
def test_a_figure_that_cannot_land_is_a_rejection_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, figure: Figure, reason: str
) -> None:
    # No page makes a sound reader do this, so the reader is made to.
    monkeypatch.setattr(readers, "read_document", lambda _: Reading(figures=(FIGURE, figure)))
    reading, figures, rejections = read_figures("today", document("d1"))
    assert [row["figure_id"] for row in figures] == [FIGURE.figure_id]
    assert [row["reason"] for row in rejections] == [reason]
    assert (reading["figures"], reading["rejections"], reading["reason"]) == (1, 1, None)


def test_a_document_the_reader_fails_on_is_told_and_due_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Document) -> Reading:
        raise IndexError("no such cell")

    monkeypatch.setattr(readers, "read_document", fail)
    reading, figures, rejections = read_figures("today", document("d1"))
    assert (figures, rejections) == ([], [])
    assert (reading["reader"], reading["reason"]) == ("", "IndexError: no such cell")
