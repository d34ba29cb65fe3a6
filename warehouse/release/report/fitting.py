"""Keeps the page small: of a release too large for one, sentences of early years stay out, then values.

The newest years are what people ask for first; the page says what it lacks, the DuckDB file has all of it.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from typing import Any

import duckdb

from warehouse.release.report import queries
from warehouse.release.report.contents import Contents, contents, table

LARGEST = 2_300_000  # characters of the data in the page; with the library and the rest it stays below 3 MB


def packed(value: object) -> str:
    """JSON, gzip, Base64: no character of it means anything to HTML. The same value gives the same text."""
    spelled = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return squeezed(spelled)


def squeezed(text: str) -> str:
    """Gzip, Base64."""
    return base64.b64encode(gzip.compress(text.encode(errors="replace"), 9, mtime=0)).decode()


def fitted(
    connection: duckdb.DuckDBPyConnection, extras: dict[str, Any], largest: int = LARGEST
) -> tuple[Contents, str]:
    """As much of the release as fits, and the same packed; now and then a year less than would have fitted.

    Making the contents takes seconds for a large release, so the year is reckoned from the sizes of all and
    of none, and only checked.

    Args:
        connection: To a published file.
        extras: What else the page needs.
        largest: Characters it may have.
    """
    years: list[int] = table(connection, queries.YEARS_WITH_VALUES)["year"] or [0]
    never = years[-1] + 1

    def sentences_from(year: int) -> tuple[Contents, str]:
        return _packed(contents(connection, years[0], year) | extras)

    def values_from(year: int) -> tuple[Contents, str]:
        return _packed(contents(connection, year, never) | extras)

    whole = sentences_from(years[0])
    if len(whole[1]) <= largest:
        return whole
    values_in = Counter(whole[0]["facts"]["year"])
    bare = sentences_from(never)
    make, small, large = sentences_from, len(bare[1]), len(whole[1])
    if small > largest:
        make, small, large = values_from, 0, small
    room = (largest - small) / (large - small) * sum(values_in.values())
    later = (year for year in years[1:] if sum(n for of, n in values_in.items() if of >= year) <= room)
    for year in later:
        made = make(year)
        if len(made[1]) <= largest:
            return made
    return make(never)


def _packed(told: Contents) -> tuple[Contents, str]:
    return told, packed(told)
