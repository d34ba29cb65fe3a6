"""Keeps the page small: of a release too large for one, sentences of early years stay out, then values.

The newest years are what people ask for first; the page says what it lacks, the DuckDB file has all of it.
"""

from __future__ import annotations

import base64
import gzip
import json
from bisect import bisect_left
from collections.abc import Callable
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
    """As much of the release as fits, and the same packed.

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

    for make in (sentences_from, values_from):
        found = _most([*years, never], make, largest)
        if found is not None:
            return found
    return values_from(never)


def _packed(told: Contents) -> tuple[Contents, str]:
    return told, packed(told)


def _most(
    years: list[int], make: Callable[[int], tuple[Contents, str]], largest: int
) -> tuple[Contents, str] | None:
    """What is made from the first year that makes it small enough; None when even the last does not."""
    fitting: dict[int, tuple[Contents, str]] = {}

    def fits(year: int) -> bool:
        made = make(year)
        if len(made[1]) <= largest:
            fitting[year] = made
        return year in fitting

    if not fits(years[0]) and fits(years[-1]):
        bisect_left(years, True, lo=1, hi=len(years) - 1, key=fits)
    return fitting[min(fitting)] if fitting else None
