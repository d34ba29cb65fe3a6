"""Vietnam's clock, by which departments publish and operators live."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # no summer time since 1975


def vietnams_day(moment: datetime) -> date:
    """The date in Vietnam at a moment with a time zone."""
    return moment.astimezone(VIETNAM).date()
