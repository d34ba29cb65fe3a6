"""Charts from the specs, as SVG and PNG without a browser: the page fills the same specs with the same rows.

Which pictures a release has, and their rows, is told here; how they look, by `specs`.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vl_convert

from warehouse.files import replace_bytes
from warehouse.release.report.contents import Contents
from warehouse.release.report.data_files import specs, words
from warehouse.release.report.views import Row, best, coverage_rows, map_rows, rows_of, series_rows

# matplotlib brings it, and it has every Vietnamese letter: a server need not have fonts.
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
SCALE = 2.0  # of the PNG: for paper and projectors
INDICATORS = 1  # with maps and a series of their own: those with the most values; the page makes any
LOCALES = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""]},
}
_LEVELS = {0: "không có", 1: "1–2", 2: "3–5", 3: "6–10", 4: "11–20", 5: "≥ 21"}


def write_charts(told: Contents, folder: Path) -> None:
    """Write the heat map, and the maps and series of the indicators with most values, as SVG and PNG.

    Raises:
        UserError: The disk is read-only or full.
    """
    import matplotlib  # for its fonts only; it takes a second

    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))
    for name, spec in _charts(told):
        vega = vl_convert.vegalite_to_vega(json.dumps(spec))
        for legend in vega.get("legends", ()):
            legend.setdefault("type", "symbol")  # Vega-Lite loses that a legend of classes has symbols
        picture = vl_convert.vega_to_svg(json.dumps(vega))
        replace_bytes(folder / f"{name}.svg", picture.encode())
        replace_bytes(folder / f"{name}.png", vl_convert.svg_to_png(picture, scale=SCALE))


def filled(name: str, rows: list[Row], texts: dict[str, Any], look: str = "light") -> dict[str, Any]:
    """A spec with its rows, words and colours."""
    spec: dict[str, Any] = copy.deepcopy(specs()[name])
    looks = specs()["looks"]
    spec["params"][0]["value"] = texts
    spec["params"][1]["value"] = looks[look]["params"]
    spec["datasets"] = {"rows": rows}
    both, own = looks["both"], looks[look]["config"]
    parts = {part: both[part] | own[part] for part in ("axis", "legend", "title")}
    spec["config"] = both | own | parts | {"locale": {"number": LOCALES["vi"]}, "font": FONT}
    return spec


def _charts(told: Contents) -> Iterator[tuple[str, dict[str, Any]]]:
    say = words()["vi"]
    of = f"{say['title']} · {told['release']['id']}"
    shown = {"shown": sorted(_LEVELS, reverse=True), "levels": _LEVELS}
    texts = {"title": say["coverage_title_all"], "subtitle": of, **shown}
    yield "coverage", filled("coverage", coverage_rows(told), texts)
    indicators = told["indicators"]
    for indicator in _fullest(told):
        code, name = indicators["code"][indicator], indicators["vi"][indicator]
        unit = indicators["unit_vi"][indicator]
        rows = series_rows(told, indicator)
        statuses = {status: say[status] for status in ("actual", "estimate", "target")}
        texts = {"title": name, "subtitle": f"{unit} · {of}", "places": _in_order(rows), **statuses}
        texts["first_on_top"] = indicators["kind"][indicator] == "rank"
        yield f"series-{code}", filled("series", rows, texts)
        for scheme in ("gso63", "gso34"):
            year = _year(told, scheme, indicator)
            if year is None:
                continue
            texts = {"title": f"{name}, {year}", "subtitle": f"{unit} · {of}", "cursor": "default"}
            yield f"map-{scheme}-{code}", filled("tiles", map_rows(told, scheme, indicator, year), texts)


def _fullest(told: Contents) -> list[int]:
    counts = Counter(
        fact["indicator"]
        for fact in rows_of(told["facts"], "indicator", "status", "quality")
        if fact["status"] in ("actual", "estimate") and fact["quality"] != "error"  # no picture has those
    )
    return sorted(counts, key=lambda indicator: (-counts[indicator], indicator))[:INDICATORS]


def _year(told: Contents, scheme: str, indicator: int) -> int | None:
    """The year with the most values, the latest of those."""
    if scheme == "gso34":
        units = rows_of(told["units34"], indicator=indicator)
        known = [one for one in units if one["measure"] == "result" and one["value"] is not None]
    else:
        known = [one for one in best(told, indicator) if told["places"]["scheme"][one["place"]] == scheme]
    counts = Counter(one["year"] for one in known)
    return max(counts, key=lambda year: (counts[year], year), default=None)


def _in_order(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(row["place"] for row in rows))
