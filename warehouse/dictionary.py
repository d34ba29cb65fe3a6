"""What mart_province_year says of each core indicator: its column in the dictionary and its place in the SQL.

dbt wants every column of a table under contract written down; with a column per indicator that is a job for a
program. Run `python -m warehouse.dictionary` after the catalogue changed. Other entries are written by hand.

Every description says the same in English and in Vietnamese, with SEPARATOR between them: so it stands in one
place, and dbt docs and the comments in the published file show both.
"""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from warehouse.workspace import DBT_PROJECT

CATALOGUE = DBT_PROJECT / "seeds" / "indicators.csv"
UNITS = CATALOGUE.resolve().with_name("units.csv")
ENTRY = DBT_PROJECT / "models" / "marts" / "mart_province_year.yml"
MACRO = DBT_PROJECT / "macros" / "core_indicators.sql"
SEPARATOR = " — "
_COMMAND = "written by `python -m warehouse.dictionary` from the catalogue"


def texts() -> dict[Path, str]:
    """The files this module writes, and what belongs into them."""
    core = [row for row in _rows(CATALOGUE) if row["taxonomy"] == "core"]
    units = {row["unit"]: row for row in _rows(UNITS)}
    lines = [f"{{#- The core indicators, {_COMMAND}. -#}}", "{% macro core_indicators() %}"]
    lines += [row["code"] for row in core] + ["{% endmacro %}", ""]
    return {
        MACRO: "\n".join(lines),
        ENTRY: _entry([_column(row, units[row["canonical_unit"]]) for row in core]),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _column(row: dict[str, str], unit: dict[str, str]) -> dict[str, object]:
    best = ("1 is best.", "1 là cao nhất.") if row["kind"] == "rank" else ("", "")
    english = f"{row['name_en']}, unit: {unit['name_en']}. {best[0]}".strip()
    vietnamese = f"{row['name_vi']}, đơn vị tính: {unit['name_vi']}. {best[1]}".strip()
    return {
        "name": row["code"].replace(".", "_"),
        "description": f"{english}{SEPARATOR}{vietnamese}",
        "data_type": "double",
        "config": {"meta": {"indicator": row["code"]}},
    }


def _entry(columns: list[dict[str, object]]) -> str:
    """What a person wrote in the entry, with the indicators' columns set anew."""
    entry = yaml.safe_load(ENTRY.read_text(encoding="utf-8"))
    (model,) = entry["models"]
    model["columns"] = [column for column in model["columns"] if "config" not in column] + columns
    notice = f"# The columns with a meta indicator are {_COMMAND}.\n"
    return notice + yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=120)


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8")
