"""Pictures for the Dagster UI, as SVG inside Markdown. What is drawn belongs to who reports it.

The drawing library takes half a second to load, so it is imported where a picture is drawn.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import dagster as dg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 40  # rows; the UI has trouble with values of metadata over 200 kB
_STYLE: Any = {
    "svg.fonttype": "none",  # letters stay letters: a tenth of the bytes
    "svg.hashsalt": "sotttt",  # same numbers, same bytes
    "axes.prop_cycle": "cycler('color', ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377'])",
    "text.parse_math": False,
    "font.size": 8,
}


def bars(rows: Mapping[str, Mapping[Any, float]], unit: str) -> dg.MarkdownMetadataValue:
    """Stacked bars, one per row, the largest first; rows beyond LONGEST are summed up in a last one."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    shown = _largest_first(rows)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8, 0.8 + 0.18 * len(shown)))
        axes = figure.add_subplot()
        ends = [0.0] * len(shown)
        for part, _ in sum(shown.values(), Counter[Any]()).most_common():
            widths = [parts[part] for parts in shown.values()]
            drawn = [row for row, width in enumerate(widths) if width]
            axes.barh(
                drawn, [widths[row] for row in drawn], left=[ends[row] for row in drawn], label=str(part)
            )
            ends = [end + width for end, width in zip(ends, widths, strict=True)]
        axes.set_yticks(range(len(shown)), list(shown))
        axes.invert_yaxis()
        axes.margins(y=0)
        axes.set_xlabel(unit)
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
        return _shown(figure, unit)


def _largest_first(rows: Mapping[str, Mapping[Any, float]]) -> dict[str, Counter[Any]]:
    counters: dict[str, Counter[Any]] = {row: Counter(parts) for row, parts in rows.items()}
    in_order = sorted(counters.items(), key=lambda one: (-one[1].total(), one[0]))
    rest = [parts for _, parts in in_order[LONGEST:]]
    others = {f"{len(rest)} others": sum(rest, Counter[Any]())} if rest else {}
    return dict(in_order[:LONGEST]) | others


def _shown(figure: Figure, told: str) -> dg.MarkdownMetadataValue:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight", metadata={"Date": None})
    return dg.MetadataValue.md(
        f"![{told}](data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()})"
    )
