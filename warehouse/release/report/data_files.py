"""The report's own data files: the words of both languages, the tiles of the map, the looks of the charts.

Reading and typing only; what is done with them belongs to the modules that ask.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from scrapers import catalogue
from scrapers.datafiles import Record, load_csv

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en")
UNITS = Path(catalogue.__file__).with_name("units.csv")


class Tile(Record):
    """The place of a province on the tile map, counted from the north-west."""

    scheme: Literal["gso63", "gso34"]
    code: str
    column: int
    row: int
    short: str  # for small screens


class Word(Record):
    """A text of the page in both languages; `{}` stands for what is put in, in its order."""

    key: str
    vi: str
    en: str
    en_one: str | None = None  # of one thing, where English says it otherwise


class Unit(Record):
    """The name of a unit of measurement."""

    unit: str
    name_vi: str
    name_en: str


@cache
def tiles() -> dict[tuple[str, str], Tile]:
    """The tiles of both lists, by scheme and code.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    return {(one.scheme, one.code): one for one in load_csv(HERE / "tiles.csv", Tile)}


@cache
def words() -> dict[str, dict[str, str]]:
    """Language to key to text; English has `<key>_one` beside some.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    rows = load_csv(HERE / "words.csv", Word, unique="key")
    of_one = {f"{row.key}_one": row.en_one for row in rows if row.en_one}
    return {"vi": {row.key: row.vi for row in rows}, "en": {row.key: row.en for row in rows} | of_one}


@cache
def units() -> dict[str, Unit]:
    """The catalogue's units by code.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    return {row.unit: row for row in load_csv(UNITS, Unit, unique="unit")}


@cache
def specs() -> dict[str, Any]:
    """The Vega-Lite specs by name, and `looks`: the configuration for light and for dark."""
    found = sorted((HERE / "specs").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}
