"""Pictures for the Dagster UI, as Markdown that carries them inside. What they show belongs to the assets.

matplotlib is imported where it draws: it would make every start of the code location slower.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST = 200_000  # bytes of a picture in an event; the UI loads many events at once
_INCH = 72
_BARS = 100


def heat_map(
    title: str, rows: Sequence[str], columns: Sequence[str], shares: Sequence[Sequence[float]]
) -> dg.MarkdownMetadataValue:
    """A cell for each row and column, the darker the larger its share (0 to 1); nothing at all is white."""
    from matplotlib import colormaps
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(2.5 + 0.3 * len(columns), 1.2 + 0.19 * len(rows)), layout="constrained")
    axes = drawing.add_subplot()
    colours = colormaps["YlGnBu"].with_extremes(under="white")
    most = max((share for row in shares for share in row), default=0)
    image = axes.imshow(shares or [[0]], cmap=colours, vmin=1e-6, vmax=most or 1, aspect="auto")
    axes.set_title(title, fontsize=10)
    axes.set_xticks(range(len(columns)), columns, rotation=90)
    axes.set_yticks(range(len(rows)), rows, fontsize=8)
    axes.tick_params(length=0, top=True, labeltop=True)
    axes.set_xticks([place - 0.5 for place in range(1, len(columns))], minor=True)
    axes.set_yticks([place - 0.5 for place in range(1, len(rows))], minor=True)
    axes.grid(which="minor", color="lightgrey", linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    drawing.colorbar(image, shrink=0.3, format=lambda share, _: f"{share:.0%}")
    return _inside(title, drawing)


def bars(title: str, unit: str, rows: Mapping[str, Mapping[Any, float]]) -> dg.MarkdownMetadataValue:
    """Stacked bars, one per row, the largest first; rows beyond the first 100 are summed up in a last one."""
    from matplotlib.figure import Figure

    shown = _largest_first(rows)
    drawing = Figure(figsize=(9, 1.2 + 0.19 * len(shown)), layout="constrained")
    axes = drawing.add_subplot()
    ends = [0.0] * len(shown)
    for part, _ in sum(shown.values(), Counter[Any]()).most_common():
        widths = [parts[part] for parts in shown.values()]
        axes.barh(range(len(shown)), widths, left=ends, label=str(part))
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    axes.set_title(title, fontsize=10)
    axes.set_yticks(range(len(shown)), list(shown), fontsize=8, parse_math=False)
    axes.invert_yaxis()
    axes.margins(y=0)
    axes.set_xlabel(unit)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    return _inside(title, drawing)


def _largest_first(rows: Mapping[str, Mapping[Any, float]]) -> dict[str, Counter[Any]]:
    counters: dict[str, Counter[Any]] = {row: Counter(parts) for row, parts in rows.items()}
    in_order = sorted(counters.items(), key=lambda one: (-one[1].total(), one[0]))
    rest = [parts for _, parts in in_order[_BARS:]]
    others = {f"{len(rest)} others": sum(rest, Counter[Any]())} if rest else {}
    return dict(in_order[:_BARS]) | others


def _inside(title: str, drawing: Figure) -> dg.MarkdownMetadataValue:
    """The drawing as a picture in Markdown; a title is the project's own text, never a page's."""
    for dpi in (_INCH, _INCH // 2, _INCH // 4):  # a year far ahead makes it wide; that must cost no build
        file = io.BytesIO()
        drawing.savefig(file, format="png", dpi=dpi, pil_kwargs={"optimize": True})
        picture = base64.b64encode(file.getvalue()).decode()
        if len(picture) <= LARGEST:
            return dg.MetadataValue.md(f"![{title}](data:image/png;base64,{picture})")
    return dg.MetadataValue.md(f"{title}: too large for a picture.")
