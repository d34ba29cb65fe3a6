"""What the desk asks the published file, as plain functions. Knows no page."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import duckdb

from warehouse.spreadsheet import no_formula

SHOWN = 1000  # rows of the table, and of its CSV
LINES = 12  # provinces of a chart: more cannot be told apart
# Two lists of provinces share codes and names: Bắc Ninh of the 63 is another than that of the 34.
_PLACE = "concat(figures.province_scheme, '/', figures.province)"
_NAME = "concat(figures.province_name, if(figures.province_scheme = 'gso34', ' (34)', ''))"
# Only what a browser may follow is a link; a page cannot make one that runs.
_FOUND = f"""
select
    nullif({_NAME}, '') as province_name, figures.year, figures.indicator, figures.status,
    figures.value, figures.unit, figures.review, figures.corrected_value,
    figures.evidence, if(regexp_matches(figures.url, '^https?://'), figures.url, null) as url, figures.title,
    figures.published_on, indicators.name_vi,
    figures.qualifier, figures.quality, figures.province_scheme, figures.province, figures.figure_id,
    figures.release_id
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
    and ($province is null or {_PLACE} = $province)
    and ($status is null or figures.status = $status)
    and (figures.year between $first and $last or figures.year is null and $undated)
order by figures.indicator, province_name, figures.year, figures.figure_id
limit $limit
"""  # noqa: S608 - our own names
_SERIES = f"""
select {_NAME} as province_name, year, value
from fct_comparable_year as figures
where
    indicator = $indicator and year between $first and $last and list_contains($provinces, {_PLACE})
    and if($status is null, measure = 'result' and is_best, status = $status)
order by all
"""  # noqa: S608 - our own names
_PLACES = f"""
select distinct {_PLACE} as place, {_NAME} as name
from fct_figure as figures
where province is not null
order by without_accents(name), place
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone looks for; None means any."""

    words: str
    province: str | None  # scheme and code: gso63/27
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


def choices(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, str], int, int]:
    """Provinces that have figures (scheme and code to name), the first and the last year."""
    names = connection.execute(_PLACES).fetchall()
    first, last = connection.execute(
        "select coalesce(min(year), 2005), coalesce(max(year), 2025) from fct_figure"
    ).fetchall()[0]
    return dict(names), first, last


def release(connection: duckdb.DuckDBPyConnection) -> str:
    """Which release this is."""
    ((release_id,),) = connection.execute("select release_id from _release").fetchall()
    return str(release_id)


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
    """Province, year and value that may be set side by side, of LINES provinces at most.

    One value for each province and year: of any status, the actual one before an estimate.
    """
    facts = {
        "indicator": indicator,
        "status": asked.status,
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
