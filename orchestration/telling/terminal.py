"""How tables and texts reach the terminal. What stands in them belongs to the commands."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text


def console() -> Console:
    """Rich, but never cutting what goes to a file or a pipe."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 1000)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; None is an empty cell, and nothing in a cell is markup."""
    shown = Table(box=SIMPLE)
    for column in columns:
        shown.add_column(Text(column), overflow="fold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(shown)
