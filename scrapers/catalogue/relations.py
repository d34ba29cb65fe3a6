"""How indicators stand to each other and to their past: parts, ratios, directions, breaks, from CSV files.

The warehouse reads the same files as seeds; here they are only checked, so that a wrong row is told before
a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from scrapers.datafiles import Problem, Record, check, load_csv, suggestion

HERE = Path(__file__).parent


class Part(Record):
    """One part of a total: those of a set are all of it (`sum`) or cannot exceed it together (`within`)."""

    total: str
    part_set: str
    part: str
    relation: Literal["sum", "within"]
    valid_from: int | None = None
    valid_to: int | None = None
    note: str | None = None


class Ratio(Record):
    """An indicator that is numerator / denominator * factor."""

    ratio: str
    numerator: str
    denominator: str
    factor: int


class Direction(Record):
    """Of which indicators less is meant, or neither more nor less; of all others more is."""

    indicator: str
    direction: Literal["less", "neither"]
    reason: str


class SeriesNote(Record):
    """What to know before values of an indicator are put in one series; from its first to its last year."""

    indicator: str
    related_indicator: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    kind: Literal["break", "overlap", "not_comparable", "renamed", "same_series"]
    note_en: str
    note_vi: str
    known_from: str


FILES: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "indicator_parts.csv": (Part, ("total", "part")),
    "indicator_ratios.csv": (Ratio, ("ratio", "numerator", "denominator")),
    "indicator_directions.csv": (Direction, ("indicator",)),
    "series_notes.csv": (SeriesNote, ("indicator", "related_indicator")),
}


def check_relations(known: Iterable[str], folder: Path = HERE) -> None:
    """Read all of them; every indicator they name has to be known.

    Raises:
        UserError: a wrong row, with file, line and field.
    """
    codes = set(known)
    problems = []
    for name, (record, fields) in FILES.items():
        # No cell of these files spans lines: the row's number tells its line.
        for line, row in enumerate(load_csv(folder / name, record), start=2):
            named = ((field, getattr(row, field)) for field in fields)
            problems += [
                Problem(folder / name, line, field, f"unknown indicator; {suggestion(code, codes)}", code)
                for field, code in named
                if code is not None and code not in codes
            ]
    check(problems)
