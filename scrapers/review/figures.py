"""One figure as the report shows it: what it was bound to, by which rules and words, and what is doubtful.

Wording and choosing belong here; codes are put into words by `words`.
"""

from __future__ import annotations

from dataclasses import dataclass

from scrapers.catalogue import indicators, provinces
from scrapers.model import Figure
from scrapers.review import words
from scrapers.review.marks import Mark

UNSURE = 0.5  # less confidence than this is doubt
_SNIPPET = 160  # characters of evidence on either side of the number


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure as its row and its note show it."""

    number: int
    figure: Figure
    anchor: str
    mark: str  # anchor of the number in the text
    name_vi: str
    name_en: str
    value: str
    unit: str
    province: str | None
    period: str
    why: list[tuple[str, str]]
    doubts: list[str]
    evidence: tuple[str, str, str]  # before the number, the number, behind it

    @property
    def told(self) -> str:
        """All in one line, for the mark."""
        figure = self.figure
        bound = (self.province or "province not told", str(figure.year or "year not told"), self.period)
        return f"{self.value} {self.unit} · {self.name_vi} · {' · '.join(bound)} · {figure.status}"


def mark_anchor(document: int, mark: Mark) -> str:
    """Where a number stands in the report; `document` counts the files."""
    return f"d{document}t{mark.start}"


def figure_view(document: int, place: int, figure: Figure, mark: Mark, text: str) -> FigureView:
    """Prepare a figure for the template."""
    indicator = indicators()[figure.indicator]
    doubts = [f"no {what}" for what in ("province", "year") if getattr(figure, what) is None]
    if not indicator.value_min <= figure.value <= indicator.value_max:
        doubts.append(f"outside {indicator.value_min:,f} to {indicator.value_max:,f}")
    if figure.confidence < UNSURE:
        doubts.append("low confidence")
    return FigureView(
        number=place + 1, figure=figure, anchor=f"d{document}f{place + 1}",
        mark=mark_anchor(document, mark),
        name_vi=indicator.name_vi, name_en=indicator.name_en, value=f"{figure.value:,f}",
        unit="%" if figure.unit == "percent" else words.plain(figure.unit), province=_province(figure),
        period=words.period(figure.period), why=words.rule(figure.rule), doubts=doubts,
        evidence=_evidence(figure, text),
    )  # fmt: skip


def _province(figure: Figure) -> str | None:
    if figure.province is None:
        return None
    if figure.province_scheme == "gso63":
        known = provinces().get(figure.province)
        return known.name_vi if known else figure.province
    names = {one.successor_2025_code: one.successor_2025_name for one in provinces().values()}
    return f"{names.get(figure.province, figure.province)} (2025)"


def _evidence(figure: Figure, text: str) -> tuple[str, str, str]:
    """The words of a figure parted at its number; the number is empty where the words do not hold it."""
    first, last = figure.evidence_start, figure.evidence_end
    if not first <= figure.start <= figure.end <= last:
        return _one_line(text[first:last])[: 2 * _SNIPPET], "", ""
    before, behind = _one_line(text[first : figure.start]), _one_line(text[figure.end : last])
    if len(before) > _SNIPPET:
        before = f"… {before[-_SNIPPET:]}"
    if len(behind) > _SNIPPET:
        behind = f"{behind[:_SNIPPET]} …"
    return before, text[figure.start : figure.end], behind


def _one_line(text: str) -> str:
    """White space collapsed, kept at the ends."""
    return f"{' ' * text[:1].isspace()}{' '.join(text.split())}{' ' * text[-1:].isspace()}"
