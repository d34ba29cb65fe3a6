"""How tables and texts reach the terminal. What stands in them belongs to the commands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

LONG = 300  # cells of a terminal; a longer text is cut there, never in a file or a pipe
_READABLE = 30  # of a column with sentences
# What steers a terminal, or turns the order of what is read: pages are hostile.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


def console() -> Console:
    """Rich, but never cutting what goes to a file or a pipe."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 1000)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], numeric: Sequence[bool] = ()) -> None:
    """Print a table; None is an empty cell, and nothing in a cell is markup or steers the terminal.

    Args:
        columns: Their names.
        rows: Their cells.
        numeric: Which columns are numbers, and stand right.
    """
    shown = Table(box=SIMPLE)
    for number, column in enumerate(columns):
        right = number < len(numeric) and numeric[number]
        shown.add_column(Text(plain(column)), overflow="fold", justify="right" if right else "left")
    for row in rows:
        shown.add_row(*(Text(_shortened(plain(cell))) for cell in row))
    console().print(shown)


def fits(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bool:
    """Can the columns stand side by side, with room to read the sentences in them?"""
    cells = [columns, *rows]
    widths = (max(min(cell_len(plain(row[n])), _READABLE) for row in cells) for n in range(len(columns)))
    return sum(width + 2 for width in widths) <= console().width


def plain(cell: object) -> str:
    """A cell as one line: numbers without a needless .0, and no sign that steers the terminal."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else str(cell)
    return _STEERING.sub(" ", str(cell))


def _shortened(text: str) -> str:
    return f"{text[:LONG]}…" if len(text) > LONG and sys.stdout.isatty() else text
