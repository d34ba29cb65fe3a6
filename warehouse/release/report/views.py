"""The rows of the pictures, in Vietnamese, as `coverage.js`, `map.js` and `series.js` make them in the page.

A test holds the two against each other. How rows look is told by `specs`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from warehouse.release.report.contents import Contents

Row = dict[str, Any]
STEPS = (1, 3, 6, 11, 21)  # indicators with a result: where each colour of the heat map begins
SERIES = 5  # provinces in a picture
_LONG_NAME = 12  # letters; a longer one takes two lines of its tile
_BRIEF = ((1e9, "\u00a0T"), (1e6, "\u00a0Tr"), (1e3, "\u00a0N"))  # as browsers spell it
_SIGNIFICANT = 3


def rows_of(table: dict[str, Any], *names: str, **only: int) -> Iterator[Row]:
    """The rows of a packed table; numbers that stand for words become words again.

    Args:
        table: Column by column.
        names: Of the columns that are wanted; all of them when none is named.
        only: Numbers that these columns must have.
    """
    words = table.get("words", {})
    names = names or tuple(name for name in table if name != "words")
    found: Iterable[int] = range(len(table[names[0]]))
    for name, number in only.items():
        column = table[name]
        found = [row for row in found if column[row] == number]
    columns = [(name, table[name], words.get(name)) for name in names]
    for row in found:
        yield {name: known[column[row]] if known else column[row] for name, column, known in columns}


def coverage_rows(told: Contents) -> list[Row]:
    """A row for each province of the 63 and each year: how many core indicators have a result."""
    cells: dict[tuple[int, int], set[int]] = {}
    is_core = told["indicators"]["is_core"]
    for fact in rows_of(told["facts"], "place", "year", "indicator", "status", "level", "quality"):
        known = cells.setdefault((fact["place"], fact["year"]), set())
        is_known = fact["level"] is None and fact["quality"] != "error"  # as mart_coverage counts
        if is_known and fact["status"] in ("actual", "estimate") and is_core[fact["indicator"]]:
            known.add(fact["indicator"])
    found = []
    places = _places(told, "gso63")
    regions = list(dict.fromkeys(told["places"]["region_vi"][place] for place, _ in places))
    for place, name in sorted(places, key=lambda one: regions.index(told["places"]["region_vi"][one[0]])):
        for year in told["years"]:
            count = len(cells.get((place, year), ()))
            level = sum(count >= step for step in STEPS)
            text = str(count) if (place, year) in cells else ""
            found.append({"place": name, "year": year, "level": level, "text": text})
    return found


def map_rows(told: Contents, scheme: str, indicator: int, year: int) -> list[Row]:
    """A tile for each province of the scheme: the result of the year, if it is known."""
    if scheme == "gso34":
        units = rows_of(told["units34"], indicator=indicator, year=year)
        known = {unit["place"]: unit for unit in units if unit["measure"] == "result"}
    else:
        known = {one["place"]: one for one in best(told, indicator) if one["year"] == year}
    places = told["places"]
    return [
        {
            "code": places["code"][place],
            "column": places["across"][place],
            "row": places["down"][place],
            "value": _shown(known.get(place)),
            **_label(name, known.get(place)),
        }
        for place, name in _places(told, scheme)
    ]


def series_rows(told: Contents, indicator: int) -> list[Row]:
    """The points of the provinces of which most years are known."""
    facts = [fact for fact in rows_of(told["facts"], indicator=indicator) if _is_comparable(fact)]
    counts = Counter(fact["place"] for fact in facts if fact["status"] != "target")
    chosen = sorted(counts, key=lambda place: (-counts[place], place))[:SERIES]
    results = {(fact["place"], fact["year"], fact["status"]) for fact in best(told, indicator)}
    names = [
        name + (" (34)" if scheme == "gso34" else "")
        for name, scheme in zip(told["places"]["vi"], told["places"]["scheme"], strict=True)
    ]
    return [
        {
            "place": names[fact["place"]],
            "label": names[fact["place"]],
            "year": fact["year"],
            "value": fact["value"],
            "status": fact["status"],
            "is_best": (fact["place"], fact["year"], fact["status"]) in results,
        }
        for place in chosen
        for fact in facts
        if fact["place"] == place and _shown(fact) is not None
    ]


def best(told: Contents, indicator: int) -> Iterable[Row]:
    """One result for each place and year: an actual value before an estimate; no plainly wrong one."""
    found: dict[tuple[int, int], Row] = {}
    for fact in rows_of(told["facts"], indicator=indicator):
        if _is_comparable(fact) and fact["status"] != "target":
            key = fact["place"], fact["year"]
            if key not in found or fact["status"] == "actual":
                found[key] = fact
    return [fact for fact in found.values() if _shown(fact) is not None]


def brief(value: float) -> str:
    """A number of three digits: 1,2 Tr (triệu) for 1,200,000."""
    rounded = float(f"{value:.{_SIGNIFICANT}g}")
    size, name = next((one for one in _BRIEF if abs(rounded) >= one[0]), (1, ""))
    return f"{rounded / size:.9g}".replace(".", ",") + name


def _is_comparable(fact: Row) -> bool:
    return fact["level"] is None and fact["status"] != "part"


def _shown(one: Row | None) -> float | None:
    return None if one is None or one.get("quality") == "error" else one["value"]


def _label(name: str, one: Row | None) -> Row:
    value = _shown(one)
    parts = f"{one['n_parts_known']}/{one['n_parts']}" if one and one["value"] is None else ""
    lines = _halves(name) if len(name) > _LONG_NAME else [name]
    return {
        "label": "\n".join(lines),
        "lines": len(lines),
        "shown": parts if value is None else brief(value),
    }


def _halves(name: str) -> list[str]:
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    if not spaces:
        return [name]
    at = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return [name[:at], name[at + 1 :]]


def _places(told: Contents, scheme: str) -> list[tuple[int, str]]:
    places = told["places"]
    found = [place for place, one in enumerate(places["scheme"]) if one == scheme]
    return [(place, places["vi"][place]) for place in found]
