"""The sentences that state the figures, year by year: a page takes as many years as it has room for.

How a sentence is cut and made harmless belongs to `evidence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from warehouse.release.report import evidence, queries
from warehouse.release.report.contents import Contents, Numbers

_FETCHED = 2_000  # rows at a time: later years may have no room


def sentences(connection: duckdb.DuckDBPyConnection, figures: Sequence[str]) -> Iterator[Contents]:
    """Which words state these figures: one part for each year, the latest first.

    A sentence stands in the first part that needs it; the numbers of sentences run on from part to part.

    Args:
        connection: To the database of a release, or to the build it is made of.
        figures: Their ids; the parts name them by their places here.
    """
    row_of = {figure: row for row, figure in enumerate(figures)}
    known = Numbers()
    for year, rows in groupby(_rows(connection, figures), key=itemgetter(0)):
        before = len(known)
        told = [(row_of[figure], _cut(*said)) for _, figure, *said in rows]
        yield {
            "year": year,
            "figure": [row for row, _ in told],
            "sentence": known.of(cut.text for _, cut in told),
            "start": [cut.start for _, cut in told],
            "length": [cut.end - cut.start for _, cut in told],
            "is_cut": [int(cut.is_cut) for _, cut in told],
            "words": list(known)[before:],
        }


def _rows(connection: duckdb.DuckDBPyConnection, figures: Sequence[str]) -> Iterator[Sequence[Any]]:
    found = connection.execute(queries.SENTENCES, {"wanted": list(figures)})
    while rows := found.fetchmany(_FETCHED):
        yield from rows


def _cut(words: str, span: tuple[int, int], number: tuple[int, int], value: float) -> evidence.Cut:
    return evidence.around(words, *evidence.place(words, span, number, value))
