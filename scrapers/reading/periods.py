"""Which year and period a figure takes from the time cue that governs it.

`Setting` holds what the document as a whole is about; `period_of` turns a cue into the period vocabulary
(year, as_of, 3m, 6m, 9m, ..., ytd, month, quarter). What is printed is read by `times`; which cue governs
which number is decided by `timing` and `cells`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scrapers.reading.times import LAST_YEAR, TimeCue


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document as a whole is about."""

    published: date | None
    year: int | None  # the year it reports on or plans for
    span: str  # year, Nm, quarter, now
    month: int
    plan: bool  # a plan, planning decision or programme
    plan_year: int | None = None  # the year its plans are for, where told apart


def resolve(cue: TimeCue | None, setting: Setting) -> tuple[int | None, str, int]:
    """Year, span and month of a cue, with the setting filling what the cue leaves open."""
    if cue is None:
        return setting.year, setting.span, setting.month
    if cue.year == LAST_YEAR and not cue.compared and setting.published:
        return setting.published.year - 1, "year", 12  # cuối năm ngoái
    if cue.year == LAST_YEAR:
        return (
            (setting.year - 1 if setting.year else None),
            setting.span if setting.span != "now" else "year",
            setting.month,
        )
    if cue.span == "same":
        return cue.year, setting.span, setting.month
    if cue.year is not None:
        return cue.year, "year" if cue.span == "years" else cue.span, cue.month
    if cue.span == "whole_year":
        return setting.year, "year", 12
    if cue.span == "this_year":
        return setting.year, setting.span if setting.span != "now" else "year", setting.month
    if cue.span == "this_month":
        return setting.year, "month", setting.month
    if cue.span == "now":
        today = setting.published
        if today and today.year == setting.year and setting.span == "year" and today.month < 12:
            return today.year, "now", today.month
        return setting.year, setting.span, setting.month
    return setting.year or (setting.published.year if setting.published else None), cue.span, cue.month


def period_of(kind: str, flow_share: bool, status: str, span: str, month: int) -> str:
    """The period of a figure.

    Args:
        kind: Of the indicator: stock, flow, ratio, rank, score.
        flow_share: A ratio whose period is that of a flow.
        status: actual, estimate or target.
        span: Of the governing cue: year, date, Nm, quarter, since, now.
        month: The last month the cue takes in.
    """
    if status == "target" or span == "year":
        return "year"
    flow = kind == "flow" or flow_share
    if month == 12 and span != "quarter" and not (flow and span == "month"):
        return "year"
    if not flow:
        return "as_of"
    if span == "since":
        return "ytd"
    if span == "date":
        return f"{month}m" if kind == "flow" else "as_of"
    return "as_of" if span == "now" and kind != "flow" else "ytd" if span == "now" else span
