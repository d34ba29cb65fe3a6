"""Keeps the page small: of a release too large for one, sentences of early years stay out, then values.

The newest years are what people ask for first; the page says what it lacks, the DuckDB file has all of it.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import duckdb

from warehouse.release.report import queries
from warehouse.release.report.contents import Contents, Named, contents, table
from warehouse.release.report.sentences import sentences

LARGEST = 2_300_000  # characters of the data in the page; with the library and the rest it stays below 3 MB
_LEVEL = 6  # 9 takes five times as long for a twenty-fifth


def packed(value: object) -> str:
    """JSON, gzip, Base64: no character of it means anything to HTML. The same value gives the same text."""
    spelled = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return squeezed(spelled)


def squeezed(text: str) -> str:
    """Gzip, Base64."""
    return base64.b64encode(gzip.compress(text.encode(errors="replace"), _LEVEL, mtime=0)).decode()


def fitted(
    connection: duckdb.DuckDBPyConnection,
    release: Named,
    extras: dict[str, Any],
    largest: int = LARGEST,
) -> tuple[Contents, str]:
    """As much of the release as fits: without the sentences, and all of it packed, part by part.

    Args:
        connection: To the database of a release, or to the build it is made of.
        release: What it is.
        extras: What else the page needs.
        largest: Characters the packed parts may have together.
    """
    told, whole = _values(connection, release, extras, largest)
    parts, room = [whole], largest - len(whole)
    for told_of_year in sentences(connection, told["figures"]["id"]):
        part = packed(told_of_year)
        room -= len(part) + 1
        if room < 0:
            break
        parts.append(part)
    return told, " ".join(parts)


def _values(
    connection: duckdb.DuckDBPyConnection, release: Named, extras: dict[str, Any], largest: int
) -> tuple[Contents, str]:
    """The values of as many years as fit, seldom a year less, and the same packed."""
    values_in = dict(zip(*table(connection, queries.VALUES_BY_YEAR).values(), strict=True))
    since = min(values_in, default=0)
    while True:
        told = contents(connection, release, since)
        whole = packed(told | extras)
        later = sorted(year for year in values_in if year > since)
        if len(whole) <= largest or since > max(values_in, default=0):
            return told, whole
        # Each value takes about as much as any other.
        shown = sum(count for year, count in values_in.items() if year >= since)
        room = shown * largest / len(whole)
        fits = (year for year in later if sum(values_in[other] for other in later if other >= year) <= room)
        since = next(fits, max(values_in, default=0) + 1)
