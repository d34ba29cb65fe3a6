"""From a settled statement to figures: periods, tiers of government, evidence, confidence."""

from __future__ import annotations

from dataclasses import dataclass

from scrapers.catalogue import MERGED_ON, codes_since_merger, indicators
from scrapers.model import Figure, Qualifier, Status
from scrapers.reading.naming import Name
from scrapers.reading.numbers import Number
from scrapers.reading.page import Page
from scrapers.reading.periods import period_of

NEW_PROVINCES = 34
TIERS = {"cấp_tỉnh": "province", "cấp_huyện": "district", "cấp_xã": "commune"}
# How sure the place of a cue makes its year or status.
SURE = {
    "clause": 1.0,
    "sentence": 0.95,
    "header": 1.0,
    "sibling": 0.9,
    "before": 0.9,
    "heading": 0.9,
    "caption": 0.95,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One number and everything decided about it; offsets are key offsets."""

    number: Number
    unit_end: int
    low: int
    high: int
    names: list[Name]
    qualifier: Qualifier
    status: Status
    year: int | None
    span: str
    month: int
    province: tuple[str | None, str]
    rules: str
    score: float
    evidence: tuple[int, int] | None = None  # original offsets, where not the words around the number
    tiers: int | None = None  # concepts that may name a tier, where not the words around the number


def figures_of(page: Page, statement: Statement) -> list[Figure]:
    """The figures of one statement: one for each indicator it names and each tier of government."""
    text, original = page.text, page.document.text
    start, end = text.origin(statement.number.start), text.end_origin(statement.number.end)
    first, last = statement.evidence or _evidence(page, statement)
    province, province_rule = statement.province
    scheme = _scheme(page, statement)
    if scheme == "gso34" and province is not None:
        province = codes_since_merger()[province]
    confidence = _confidence(statement, province_rule)
    known = indicators()
    figures = []
    for name in statement.names:
        indicator = known[name.code]
        flow_share = name.code in page.lexicon.flow_shares
        period = period_of(indicator.kind, flow_share, statement.status, statement.span, statement.month)
        for level in _levels(page, statement, name.code):
            figures.append(
                Figure(
                    doc_id=page.document.doc_id, indicator=name.code, province=province, year=statement.year,
                    period=period, value=name.value, unit=indicator.canonical_unit,
                    qualifier=statement.qualifier, status=statement.status, level=level,
                    evidence=" ".join(original[first:last].split()),
                    start=start, end=end, evidence_start=first, evidence_end=last,
                    rule=f"{statement.rules} province:{province_rule}",
                    confidence=confidence if name.in_bounds else round(confidence / 2, 2),
                    province_scheme=scheme,
                )
            )  # fmt: skip
    return figures


def _scheme(page: Page, statement: Statement) -> str:
    """Whether the province's name means the territory before or since the merger of 2025-07-01."""
    published, province = page.document.published, statement.province[0]
    if published is None or published < MERGED_ON or province not in codes_since_merger():
        return "gso63"
    words = page.text.key[max(0, statement.low - 20) : statement.high]
    of_34 = statement.number.denominator == NEW_PROVINCES or "(mới)" in words
    recent = statement.year is not None and statement.year >= MERGED_ON.year
    return "gso34" if (recent or of_34) and "(cũ)" not in words else "gso63"


def _evidence(page: Page, statement: Statement) -> tuple[int, int]:
    """The number's own words, without the punctuation at their ends."""
    key = page.text.key
    low = min(statement.low, statement.number.start)
    high = max(statement.high, statement.unit_end)
    while low < statement.number.start and key[low] in " ,;:.)-+":
        low += 1
    while high > statement.unit_end and key[high - 1] in " ,;:.(":
        high -= 1
    return page.text.origin(low), page.text.end_origin(high)


def _confidence(statement: Statement, province_rule: str) -> float:
    sure = min(1.0, 0.55 + statement.score / 5)
    for rule in statement.rules.split()[1:]:
        sure *= SURE.get(rule.partition(":")[2], 0.8)
    if statement.year is None or province_rule == "unresolved":
        sure *= 0.6
    return round(sure, 2)


def _levels(page: Page, statement: Statement, code: str) -> list[str | None]:
    """One entry per tier the words name; None for no tier, for all three, or where the code fixes it."""
    if code not in page.lexicon.tiered:
        return [None]
    mask = statement.tiers
    if mask is None:
        mask = page.mask(statement.low, statement.high)
    bits = page.lexicon.bits
    named: list[str | None] = [tier for name, tier in TIERS.items() if mask & bits[name]]
    return named if 0 < len(named) < len(TIERS) else [None]
