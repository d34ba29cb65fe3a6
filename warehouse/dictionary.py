"""The dictionary entry of mart_province_year: one column per core indicator of the catalogue.

dbt wants every column of a table under contract written down; with a column per indicator that is a job for a
program. Run `python -m warehouse.dictionary` after the catalogue changed. Other entries are written by hand.
"""

from __future__ import annotations

import csv

import yaml

from warehouse.workspace import DBT_PROJECT

CATALOGUE = DBT_PROJECT / "seeds" / "indicators.csv"
ENTRY = DBT_PROJECT / "models" / "marts" / "mart_province_year.yml"
_NOTICE = "# Columns from n_indicators on are written by `python -m warehouse.dictionary`; do not edit them here.\n"


def indicator_columns() -> list[dict[str, object]]:
    """The dbt column entries of the core indicators, in the order of the catalogue."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["taxonomy"] == "core"]
    return [
        {
            "name": row["code"].replace(".", "_"),
            "description": f"{row['name_en']} ({row['name_vi']}), unit: {row['canonical_unit']}.",
            "data_type": "double",
            "config": {"meta": {"indicator": row["code"]}},
        }
        for row in rows
    ]


def entry_text() -> str:
    """The text of the entry: what a person wrote there, with the columns of the catalogue set anew."""
    entry = yaml.safe_load(ENTRY.read_text(encoding="utf-8"))
    (model,) = entry["models"]
    own = [column for column in model["columns"] if "config" not in column]
    model["columns"] = own + indicator_columns()
    return _NOTICE + yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=120)


if __name__ == "__main__":
    ENTRY.write_text(entry_text(), encoding="utf-8")
