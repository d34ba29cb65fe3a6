"""What mart_province_year says of each core indicator: its column in the dictionary and its place in the SQL.

dbt wants every column of a table under contract written down; with a column per indicator that is a job for a
program. Run `python -m warehouse.dictionary` after the catalogue changed. Other entries are written by hand.
"""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from warehouse.workspace import DBT_PROJECT

CATALOGUE = DBT_PROJECT / "seeds" / "indicators.csv"
ENTRY = DBT_PROJECT / "models" / "marts" / "mart_province_year.yml"
MACRO = DBT_PROJECT / "macros" / "core_indicators.sql"
_COMMAND = "written by `python -m warehouse.dictionary` from the catalogue"


def texts() -> dict[Path, str]:
    """The files this module writes, and what belongs into them."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        core = [row for row in csv.DictReader(file) if row["taxonomy"] == "core"]
    lines = [f"{{#- The core indicators, {_COMMAND}. -#}}", "{% macro core_indicators() %}"]
    lines += [row["code"] for row in core] + ["{% endmacro %}", ""]
    return {MACRO: "\n".join(lines), ENTRY: _entry([_column(row) for row in core])}


def _column(row: dict[str, str]) -> dict[str, object]:
    return {
        "name": row["code"].replace(".", "_"),
        "description": f"{row['name_en']} ({row['name_vi']}), unit: {row['canonical_unit']}.",
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
