"""What the page knows: the release as columns of small numbers, each text once.

What is asked of the database is told by `queries`, which sentences state the figures by `sentences`, how a
text is made harmless by `evidence`, how much is left out of a large release by `fitting`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import duckdb

from warehouse.release.report import evidence, queries
from warehouse.release.report.data_files import tiles, units

Columns = dict[str, list[Any]]  # a table, column by column: the shortest JSON
Contents = dict[str, Any]
MOST_CONFLICTS = 400  # the page says how many more there are
_LINKS = ("figure_id", "chosen_figure_id", "rival_figure_id")


class Named(NamedTuple):
    """Which release it is."""

    id: str
    published_at: str  # ISO 8601, UTC
    version: str  # of the project


def contents(connection: duckdb.DuckDBPyConnection, release: Named, since: int) -> Contents:
    """Everything the page shows, but for the sentences.

    Args:
        connection: To the database of a release, or to the build it is made of.
        release: What it is.
        since: First year that is shown; what lies before it is counted only.
    """
    facts = table(connection, queries.FACTS, since=since)
    facts["reason"] = [one and evidence.plain(one) for one in facts["reason"]]
    units34 = table(connection, queries.UNITS_OF_TODAY, since=since)
    conflicts = table(connection, queries.CONFLICTS, since=since, most=MOST_CONFLICTS)
    tables = (facts, units34, conflicts)
    wanted = {one for columns in tables for name in _LINKS for one in columns.get(name, ()) if one}
    figures = _figures(connection, wanted)
    row_of = {one: row for row, one in enumerate(figures["figures"]["id"])}
    known = {(row[0], row[1]): row for row in connection.execute(queries.PLACES).fetchall()}
    places, codes = Numbers(), Numbers()
    places.of(known)  # those without a figure have a tile, too
    for columns in tables:
        for name in (link for link in _LINKS if link in columns):
            columns[name.removesuffix("_id")] = [row_of.get(one) for one in columns.pop(name)]
        columns["place"] = places.of(
            zip(columns.pop("province_scheme"), columns.pop("province"), strict=True)
        )
        columns["indicator"] = codes.of(columns["indicator"])
    told = one_row(connection, queries.COUNTS)
    return {
        "release": release._asdict(),
        "counts": told,
        "left_out": {
            "since": since,
            "facts": told["facts"] - sum(one != "part" for one in facts["status"]),
            "conflicts": told["conflicts"] - len(conflicts["kind"]),
        },
        "years": table(connection, queries.YEARS_OF_COVERAGE)["year"],
        "places": _places(known, places),
        "indicators": _indicators(connection, codes),
        "notes": table(connection, queries.BREAKS),
        "facts": _packed(facts),
        "units34": _packed(units34),
        "conflicts": _packed(conflicts),
        **figures,
    }


class Numbers:
    """Gives each thing a number, in the order they come."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}

    def __iter__(self) -> Iterator[Any]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def of(self, things: Iterable[Any]) -> list[int]:
        """The numbers of these, new ones for those that are new."""
        return [self._known.setdefault(one, len(self._known)) for one in things]


def table(connection: duckdb.DuckDBPyConnection, query: str, **values: Any) -> Columns:  # noqa: ANN401
    """The answer column by column."""
    found = connection.execute(query, values)
    names = [name for name, *_ in found.description or ()]
    return _columns(names, found.fetchall())


def one_row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """The only row of an answer."""
    return {name: value for name, (value,) in table(connection, query).items()}


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _packed(columns: Columns) -> dict[str, Any]:
    """Texts that repeat become numbers into a list of their own, in `words`."""
    words: dict[str, list[str | None]] = {}
    packed: dict[str, Any] = {}
    for name, values in columns.items():
        kinds = set(map(type, values))
        if str in kinds:
            known = Numbers()
            packed[name] = known.of(values)
            words[name] = list(known)
        else:
            packed[name] = [_short(value) for value in values] if kinds & {bool, float} else values
    return {"words": words, **packed}


def _short(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else float(f"{value:.12g}")
    return value


def _figures(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str]) -> dict[str, Any]:
    found = table(connection, queries.FIGURES, wanted=sorted(wanted))
    documents = Numbers()
    named = ("doc_id", "title", "url", "published_on")
    document = documents.of(zip(*(found[name] for name in named), strict=True))
    return {
        "figures": {
            "id": found["figure_id"],
            "document": document,
            "confidence": [round(one, 2) for one in found["confidence"]],
            "review": found["review"],
            "reason": [one and evidence.plain(one) for one in found["review_reason"]],
            "stated": [_short(one) for one in found["stated"]],
        },
        "documents": {
            "title": [evidence.heading(title) for _, title, _, _ in documents],
            "url": [evidence.link(url) for _, _, url, _ in documents],
            "published": [day and str(day) for *_, day in documents],
        },
    }


def _places(found: Mapping[tuple[str, str], Sequence[Any]], places: Numbers) -> Columns:
    rows = []
    for scheme, code in places:
        tile = tiles().get((scheme, code))
        on_map = (tile.column, tile.row, tile.short) if tile else (None, None, None)
        rows.append((*found.get((scheme, code), (scheme, code, code, code, None, None, None)), *on_map))
    names = ("scheme", "code", "vi", "en", "region_vi", "region_en", "successor", "across", "down", "short")
    return _columns(names, rows)


def _indicators(connection: duckdb.DuckDBPyConnection, codes: Numbers) -> Columns:
    found = {row[0]: row for row in connection.execute(queries.INDICATORS).fetchall()}
    rows = []
    for code in codes:
        unit = units().get(found[code][3])
        spelled = (unit.name_vi, unit.name_en) if unit else (found[code][3],) * 2
        rows.append((*found[code], *spelled))
    names = ("code", "vi", "en", "unit", "domain", "kind", "direction", "is_core", "unit_vi", "unit_en")
    return _columns(names, rows)
