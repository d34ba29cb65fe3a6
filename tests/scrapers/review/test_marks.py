"""Text cut at marks: nothing is lost, nothing overlaps, whatever the spans."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scrapers.model import Figure, Qualifier, Reading, Rejection, Status
from scrapers.review.marks import MarkedText

TEXT = "Năm 2018, toàn tỉnh có 127 điểm Bưu điện văn hóa xã và 11 doanh nghiệp bưu chính."
spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 9)).map(
    lambda s: (s[0], min(sum(s), len(TEXT)))
)


def figure(span: tuple[int, int], evidence: tuple[int, int] | None = None) -> Figure:
    first, last = evidence or span
    return Figure(
        doc_id="d", indicator="postal.enterprises", province=None, year=None, period="year", value=Decimal(1),
        unit="enterprise", qualifier=Qualifier.EXACT, status=Status.ACTUAL, level=None, evidence="",
        start=span[0], end=span[1], evidence_start=first, evidence_end=last, rule="prose", confidence=1.0,
    )  # fmt: skip


def rejection(span: tuple[int, int]) -> Rejection:
    return Rejection("d", TEXT[slice(*span)], *span, "date")


@given(st.lists(spans), st.lists(spans), st.lists(spans, max_size=2), st.integers(0, len(TEXT)))
def test_runs_are_the_text_and_each_figure_has_one_mark(
    stated: list[tuple[int, int]], rejected: list[tuple[int, int]], words: list[tuple[int, int]], cut: int
) -> None:
    figures = [figure(span) for span in stated] + [figure((0, 1), span) for span in words]
    marked = MarkedText(TEXT, Reading(tuple(figures), tuple(map(rejection, rejected))))
    runs = [*marked.runs(0, cut), *marked.runs(cut, len(TEXT))]
    assert "".join(run.text for run in runs) == TEXT
    assert all(run.text for run in runs)
    begun = [place for run in runs if run.mark and run.begins for place in run.mark.figures]
    assert sorted(begun) == list(range(len(figures)))
    assert sorted(marked.figures(0, cut) + marked.figures(cut, len(TEXT))) == list(range(len(figures)))


def test_a_figure_goes_before_a_rejection_of_the_same_number() -> None:
    marked = MarkedText(TEXT, Reading((figure((23, 26)),), (rejection((23, 26)), rejection((4, 8)))))
    assert [(mark.start, bool(mark.figures)) for mark in marked.marks] == [(4, False), (23, True)]


def test_words_of_a_figure_are_told_apart() -> None:
    runs = list(MarkedText(TEXT, Reading((figure((23, 26), (10, 51)),))).runs(0, len(TEXT)))
    assert [run.text for run in runs if run.evidence] == ["toàn tỉnh có ", " điểm Bưu điện văn hóa xã"]
