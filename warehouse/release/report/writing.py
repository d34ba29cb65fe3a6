"""Writes the report: the page, which needs nothing else and asks for nothing, and the charts as pictures.

The policy in its head lets two scripts run, ours and the chart library, by their hashes, and nothing load.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from markupsafe import Markup
from platformdirs import user_cache_path

from scrapers.errors import UserError
from scrapers.selfcontained import rendered
from warehouse.database import reading
from warehouse.files import replace_bytes
from warehouse.release.report.charts import LOCALES, write_charts
from warehouse.release.report.contents import Named
from warehouse.release.report.data_files import specs, words
from warehouse.release.report.fitting import fitted, squeezed

PAGE = Path(__file__).parent / "page"
SCRIPTS = (
    "words",
    "release",
    "state",
    "charts",
    "evidence",
    "coverage",
    "map",
    "series",
    "conflicts",
    "start",
)


def write_report(database: Path, release: Named, folder: Path) -> None:
    """Write `report.html` and `charts/` into the folder.

    Args:
        database: Of the release, or the build it is made of; read for a moment only.
        release: What it is.
        folder: Of the release; made if it is not there.

    Raises:
        UserError: The disk refuses.
    """
    with reading(database) as connection:
        told, data = fitted(connection, release, extras())
    replace_bytes(folder / "report.html", render(data).encode())
    write_charts(told, folder / "charts")


def render(data: str) -> str:
    """The page around packed data. The same data give the same page."""
    script = "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    return rendered(
        PAGE / "page.html",
        style=(PAGE / "page.css").read_text(encoding="utf-8"),
        scripts=(script, library()),
        script=Markup(script),  # noqa: S704  # our own files
        words=words()["vi"],
        data=data,
        library=squeezed(library()),
    )


@cache
def library() -> str:
    """Vega, Vega-Lite and vega-embed as one script, out of the installed wheel.

    Making it takes as long as all the rest of the page, so it is kept in the user's cache.
    """
    kept = user_cache_path("sotttt") / f"vega-of-vl-convert-{version('vl-convert-python')}.js"
    with suppress(OSError):
        return kept.read_text(encoding="utf-8")
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    script = f"(() => {{{bundle}}})();"  # its many short names stay its own
    with suppress(UserError):  # a service may have no home; then it is made each time
        replace_bytes(kept, script.encode())
    return script


def extras() -> dict[str, Any]:
    """What the page needs besides the release: words, specs, how numbers are spelled."""
    return {"words": words(), "specs": specs(), "locale": LOCALES}
