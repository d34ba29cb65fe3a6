"""Published files of any content, for tests of what is made of a release.

Tables and types are those of a real published file, so that they cannot drift; only rows are invented.
"""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

import duckdb

from warehouse.release.report import Named

BORN = {
    "VARCHAR": "''",
    "BOOLEAN": "false",
    "DATE": "date '2020-01-01'",
    "TIMESTAMP": "timestamp '2020-01-01'",
}
FILLED = ("fct_figure", "fct_indicator_year", "mart_province34_year", "mart_conflicts")
COVERAGE = {"actual": "value", "estimate": "estimate_only", "target": "target_only"}
LAST = 2020  # year of the heat map
_LATER_YEARS = """
insert into mart_coverage by name
select mart_coverage.* replace (
    replace(row_id, '/' || year || '/', '/' || later || '/') as row_id, cast(later as integer) as year
)
from mart_coverage, (select unnest(range((select max(year) from mart_coverage) + 1, ? + 1)) as later)
where year = (select max(year) from mart_coverage)
"""
URL = "https://stttt.example.gov.vn/bao-cao.html"
NAMED = Named("20200101T000000Z-0a1b2c3d", "2020-01-01T00:00:00Z", "0.1.0")


class Release:
    """A copy of a published file without its figures, to be filled."""

    def __init__(self, like: Path, target: Path) -> None:
        shutil.copyfile(like, target)
        self.path = target
        self._numbers = itertools.count(1)
        self._connection = duckdb.connect(str(target))
        for table in FILLED:
            self._connection.execute(f"delete from {table}")  # noqa: S608 - our own names
        self._connection.execute("update mart_coverage set coverage = 'nothing'")
        self._connection.execute(_LATER_YEARS, [LAST])

    def __enter__(self) -> Release:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def figure(self, words: str, number: str, value: float, **other: Any) -> str:
        """A figure whose number stands in the words; its id."""
        start = words.index(number)
        figure_id = f"{next(self._numbers):016x}"
        told = {
            "figure_id": figure_id, "evidence": words, "value": value, "evidence_start": 0,
            "span_start": start, "span_end": start + len(number), "evidence_end": len(words),
            "url": URL, "title": "Báo cáo năm", "source": "portal-a",
            "confidence": 0.9, "province_scheme": "gso63", "status": "actual",
            "qualifier": "exact", "period": "year", "quality": "ok", "published_on": "2020-01-15",
        }  # fmt: skip
        self.row("fct_figure", **told | other)
        return figure_id

    def fact(
        self, province: str, year: int, indicator: str, value: float, words: str, number: str, **other: Any
    ) -> str:
        """A chosen value with its figure; the figure's id."""
        of_fact = {
            "province_scheme": "gso63", "province": province, "year": year, "indicator": indicator,
            "status": "actual", "unit": self._unit(indicator), "period": "year", "qualifier": "exact",
            "quality": "ok", "level": None,
        }  # fmt: skip
        of_fact |= {key: other.pop(key) for key in of_fact if key in other}
        figure_id = self.figure(words, number, value, **of_fact | other)
        self.row(
            "fct_indicator_year", **of_fact, value=value, chosen_figure_id=figure_id, n_figures=1,
            n_documents=1, n_sources=1, agreement=True, choice_rule="only", confidence=0.9,
        )  # fmt: skip
        if of_fact["quality"] != "error" and of_fact["level"] is None:
            self._connection.execute(
                "update mart_coverage set coverage = ?"
                " where (province_scheme, province, year, indicator) = (?, ?, ?, ?) and coverage != 'value'",
                [COVERAGE[of_fact["status"]], of_fact["province_scheme"], province, year, indicator],
            )
        return figure_id

    def row(self, table: str, **values: Any) -> None:
        """A row; a column that must not be empty and is not named gets a value of its type."""
        found = self._connection.execute(
            "select column_name, data_type, is_nullable from duckdb_columns()"
            " where table_name = ? and schema_name = 'main' and database_name = current_database()",
            [table],
        ).fetchall()
        unknown = set(values) - {name for name, *_ in found}
        assert not unknown, f"{table} has no {unknown}"
        born = {
            name: f"'row {next(self._numbers)}'" if "row_id" in name else BORN.get(kind, "0")
            for name, kind, is_nullable in found
            if not is_nullable and name not in values
        }
        chosen = [f"${name} as {name}" for name in values] + [
            f"{value} as {name}" for name, value in born.items()
        ]
        self._connection.execute(f"insert into {table} by name select {', '.join(chosen)}", values)

    def _unit(self, indicator: str) -> str:
        found = self._connection.execute("select unit from dim_indicator where indicator = ?", [indicator])
        return str(found.fetchall()[0][0])
