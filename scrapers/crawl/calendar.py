"""Listings by date: the addresses that a portal's archive has for each day, month or year.

Which are asked for again, and when, is the crawl's affair.
"""

from __future__ import annotations

from datetime import date, timedelta

from scrapers.crawl.urls import canonical_url
from scrapers.registry import Source


def date_listings(source: Source, today: date) -> list[str]:
    """The templates of date_archives laid out from valid_from to valid_to, or to today where that is earlier.

    Args:
        source: Its templates name year, month or day; each address is given once.
        today: In Vietnam.

    Returns:
        Canonical URLs, newest first.

    Raises:
        ValueError: a template makes no address.
    """
    if source.valid_from is None:  # the registry lets no templates stand without it
        return []
    last = min(source.valid_to or today, today)
    addresses: dict[str, None] = {}
    for age in range((last - source.valid_from).days + 1):
        day = last - timedelta(days=age)
        for template in source.date_archives:
            addresses[template.format(year=day.year, month=day.month, day=day.day)] = None
    return list(dict.fromkeys(canonical_url(address) for address in addresses))
