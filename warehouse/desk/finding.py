"""What the desk asks the published file, as plain functions. Knows no page."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import duckdb

from warehouse.spreadsheet import no_formula

SHOWN = 1000  # rows of the table, and of its CSV
LINES = 12  # provinces of a chart: more cannot be told apart
# Only what a browser may follow is a link; a page cannot make one that runs.
_FOUND = """
select
    figures.province_name, figures.year, figures.indicator, figures.status, figures.value, figures.unit,
    figures.evidence, if(regexp_matches(figures.url, '^https?://'), figures.url, null) as url, figures.title,
    figures.published_on, indicators.name_vi,
    figures.qualifier, figures.quality, figures.figure_id
from fct_figure as figures
inner join dim_indicator as indicators on figures.indicator = indicators.indicator
where
    has_words(
        concat_ws(
            ' ', figures.evidence, figures.title, figures.province_name, figures.indicator,
            indicators.name_vi, indicators.name_en
        ),
        $words
    )
    and ($province is null or figures.province_name = $province)
    and ($status is null or figures.status = $status)
    and (figures.year between $first and $last or figures.year is null and $undated)
order by figures.indicator, figures.province_name, figures.year, figures.figure_id
limit $limit
"""
_SERIES = """
select province_name, year, value
from fct_indicator_year
where
    indicator = $indicator and status = $status and year between $first and $last
    and list_contains($provinces, province_name)
order by all
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone looks for; None means any."""

    words: str
    province: str | None  # its name
    status: str | None  # actual, estimate, target
    first: int  # year
    last: int
    undated: bool  # also figures whose year cannot be told


@dataclass(frozen=True, slots=True)
class Found:
    """Figures, at most SHOWN."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    more: bool

    def column(self, name: str) -> list[object]:
        """The cells of one column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


def choices(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], int, int]:
    """Names of the provinces that have figures, the first and the last year."""
    names = connection.execute(
        "select distinct province_name from fct_figure where province_name is not null"
        " order by without_accents(province_name)"
    ).fetchall()
    first, last = connection.execute(
        "select coalesce(min(year), 2005), coalesce(max(year), 2025) from fct_figure"
    ).fetchall()[0]
    return [name for (name,) in names], first, last


def release(connection: duckdb.DuckDBPyConnection) -> str:
    """Which release this is."""
    ((at, fingerprint),) = connection.execute(
        "select published_at, left(fingerprint, 8) from _release"
    ).fetchall()
    return f"{at:%Y-%m-%d %H:%M} UTC, {fingerprint}"


def find(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Found:
    """The figures whose sentence, title, province or indicator has the words, with or without accents."""
    facts = {name: getattr(asked, name) for name in Asked.__slots__}
    cursor = connection.execute(_FOUND, facts | {"limit": SHOWN + 1})
    columns = tuple(column[0] for column in cursor.description or ())
    rows = cursor.fetchall()
    return Found(columns, tuple(rows[:SHOWN]), more=len(rows) > SHOWN)


def series(
    connection: duckdb.DuckDBPyConnection, asked: Asked, indicator: str, provinces: list[str]
) -> list[tuple[str, int, float]]:
    """Province, year and chosen value, of LINES provinces at most."""
    facts = {
        "indicator": indicator,
        "status": asked.status or "actual",
        "first": asked.first,
        "last": asked.last,
        "provinces": provinces[:LINES],
    }
    return connection.execute(_SERIES, facts).fetchall()


def as_csv(found: Found) -> bytes:
    """Just what is shown, for a spreadsheet: UTF-8 with a mark, and no cell that would be run."""
    file = io.StringIO()
    rows = ([no_formula(cell) for cell in row] for row in found.rows)
    csv.writer(file, lineterminator="\r\n").writerows([map(no_formula, found.columns), *rows])
    return file.getvalue().encode("utf-8-sig")
