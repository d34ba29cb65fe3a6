"""Pictures for the Dagster UI, as SVG inside Markdown. What is drawn belongs to who reports it.

The drawing library takes half a second to load, so it is imported where a picture is drawn.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import dagster as dg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE: Any = {
    "svg.fonttype": "none",  # letters stay letters: a tenth of the bytes
    "svg.hashsalt": "sotttt",  # same numbers, same bytes
    "axes.prop_cycle": "cycler('color', ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377'])",
    "text.parse_math": False,
    "font.size": 8,
}


def bars(rows: Mapping[str, Mapping[Any, float]], unit: str) -> dg.MarkdownMetadataValue:
    """Stacked bars, one per row, the first on top; a part that a row does not name is nothing of it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8, 0.8 + 0.18 * len(rows)), layout="constrained")
        axes = figure.add_subplot()
        ends = dict.fromkeys(rows, 0.0)
        for part in sorted({str(part) for parts in rows.values() for part in parts}):
            widths = [parts.get(part, 0) for parts in rows.values()]
            axes.barh(list(rows), widths, left=list(ends.values()), label=part)
            ends = {row: end + width for (row, end), width in zip(ends.items(), widths, strict=True)}
        axes.invert_yaxis()
        axes.margins(y=0)
        axes.set_xlabel(unit)
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
        return _shown(figure, unit)


def _shown(figure: Figure, told: str) -> dg.MarkdownMetadataValue:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    return dg.MetadataValue.md(
        f"![{told}](data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()})"
    )
