"""What is known before any page is read: indicators and provinces, from the CSV files beside this module.

Definitions only. How indicators are worded is `scrapers.reading.lexicon`; the dbt seeds are these same files.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from scrapers.catalogue.relations import check_relations
from scrapers.datafiles import Record, load_csv

HERE = Path(__file__).parent


class Indicator(Record):
    """One indicator: what it measures, in which unit, within which bounds."""

    code: str
    domain: str
    taxonomy: Literal["core", "extended"]
    name_vi: str
    name_en: str
    canonical_unit: str
    kind: Literal["stock", "flow", "ratio", "rank", "score"]
    additive_across_provinces: Literal["yes", "no"]
    value_min: Decimal
    value_max: Decimal
    notes: str | None = None


class Province(Record):
    """One province of the 63-unit scheme (2008 to June 2025)."""

    gso_code: str
    name_vi: str
    name_en: str
    type: str
    region_vi: str
    region_en: str
    web_slugs: str
    aliases: str  # parted by |
    iso_3166_2: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_2025_code: str
    successor_2025_name: str
    notes: str | None = None


MERGED_ON = date(2025, 7, 1)  # the 63 provinces became 34


class Merger(Record):
    """One line of the provinces' history: a unit that became, or was split into, another."""

    old_code: str
    new_code: str
    new_name: str
    valid_from: date
    legal_basis: str
    old_name: str
    relation: str
    scheme: str
    verified_by: str
    notes: str | None = None


@cache
def codes_since_merger() -> dict[str, str]:
    """The gso34 code of each province that lived on under its name on 2025-07-01, by its gso63 code."""
    rows = load_csv(HERE / "province_mergers.csv", Merger)
    return {
        row.old_code: row.new_code
        for row in rows
        if row.valid_from == MERGED_ON and (row.new_name == row.old_name or row.relation == "unchanged")
    }


@cache
def codes_before_merger() -> dict[str, str]:
    """The gso63 code of the province whose name each province of 2025-07-01 has, by its gso34 code."""
    return {new: old for old, new in codes_since_merger().items()}


def check() -> None:
    """Read all of it, so that a wrong row is told before anything runs.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    indicators()
    provinces()
    codes_since_merger()
    check_relations(indicators())


@cache
def indicators() -> dict[str, Indicator]:
    """All indicators by code.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    rows = load_csv(HERE / "indicators.csv", Indicator, unique="code")
    return {row.code: row for row in rows}


@cache
def provinces() -> dict[str, Province]:
    """The 63 provinces by GSO code.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    return {row.gso_code: row for row in load_csv(HERE / "provinces.csv", Province, unique="gso_code")}
