"""`sotttt read --dry-run`: what reading again would change, in words.

What that is belongs to `warehouse.rereading`; the job of the UI tells it in these words (`previewing`).
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from orchestration.resources import Portals
from orchestration.telling import terminal
from scrapers.errors import UserError
from scrapers.registry import Source
from warehouse.changes import FIELDS, Change, examples
from warehouse.rereading import Preview, preview
from warehouse.spreadsheet import no_formula
from warehouse.tables import Row
from warehouse.workspace import Workspace

EXAMPLES = 20
COLUMNS = (
    "source", "documents", "figures before", "after", "added", "changed", "withdrawn", "reworded",
    "new rejections",
)  # fmt: skip
CHANGE = ("source", "change", "what", "sentence", "page")
REJECTION = ("number", "reason", "page")
_STATED = (
    "value", "unit", "indicator", "province_scheme", "province", "year", "period", "status", "qualifier",
    "level",
)  # fmt: skip
_SIDES = [(side, name) for name in ("figure_id", *FIELDS) for side in ("old", "new")]
_CSV = ("source", "change", "fields", "page", "why", *(f"{side}_{name}" for side, name in _SIDES))


class Summary:
    """All sources together: numbers, and some examples of each kind."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, *tuple[int, ...]]] = []
        self.fields: Counter[str] = Counter()
        self.examples: list[Change] = []
        self.rejections: dict[str, Row] = {}  # one for each reason
        self.reviews: list[str] = []
        self.broken: list[str] = []

    def add(self, found: Preview) -> None:
        """One more source."""
        kinds = (
            found.count("added"),
            found.count("changed"),
            found.count("withdrawn"),
            found.count("reworded"),
        )
        figures = (found.before, found.after)
        self.rows.append((found.source, found.documents, *figures, *kinds, len(found.rejections)))
        self.fields += found.fields
        self.examples = examples((*self.examples, *found.changes), EXAMPLES)
        self.rejections = {row["reason"]: row for row in found.rejections} | self.rejections
        self.reviews += found.reviews
        self.broken += found.broken

    @property
    def totals(self) -> tuple[int, ...]:
        """The sums, in the order of COLUMNS without the first."""
        return tuple(sum(column) for column in zip(*(row[1:] for row in self.rows), strict=True))


def show(names: Sequence[str] | None, to: Path | None) -> None:
    """Print what reading the named sources again, or all, would change; `to`: write every change there.

    Raises:
        UserError: there is no such source, or a file cannot be read or written.
    """
    workspace, sources = Workspace.current(), Portals.current().chosen(names or ())
    summary = Summary()
    with _written(to) as write, _progress() as bars:
        for found in previews(workspace, sources, bars):
            write(found.changes)
            summary.add(found)
    _print(summary)
    if to is not None:
        print(f"Every change is in {to}.")
    print("Nothing was changed; `sotttt read` does it, `sotttt build` publishes it.")


def previews(
    workspace: Workspace, sources: Iterable[Source], progress: Callable[[str, int, int], None]
) -> Iterator[Preview]:
    """One source after the other; `progress` hears of each how much of how many is read."""
    for source in sources:
        yield preview(workspace, source, partial(progress, source.id), workers=os.cpu_count() or 1)


def cells(change: Change) -> tuple[str, ...]:
    """A row of the table of examples."""
    sentences = dict.fromkeys(row["evidence"] for row in (change.old, change.new) if row)
    return change.source, change.kind, _what(change), " → ".join(sentences), change.url


def rejected(row: Row) -> tuple[str, ...]:
    """A row of the table of rejections."""
    return row["text"], row["reason"], row["url"]


def _what(change: Change) -> str:
    if change.old and change.new:
        told = (
            name if name == "evidence" else f"{name} {_plain(change.old[name])} → {_plain(change.new[name])}"
            for name in change.fields
        )
        return "; ".join(told)
    row = change.new or change.old or {}
    stated = " ".join(_plain(row[name]) for name in _STATED if row[name] is not None)
    return f"{stated} ({change.why})" if change.why else stated


def _plain(cell: object) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return "?" if cell is None else str(cell)


def _print(summary: Summary) -> None:
    terminal.table(COLUMNS, [*summary.rows, (f"{len(summary.rows)} sources", *summary.totals)])
    if summary.fields:
        print(
            "Fields that differ: "
            + ", ".join(f"{name} in {count:,}" for name, count in summary.fields.most_common())
        )
    if summary.examples:
        terminal.table(CHANGE, map(cells, summary.examples))
    if summary.rejections:
        terminal.table(REJECTION, map(rejected, summary.rejections.values()))
    for line in summary.reviews:
        print(f"A build would stop: {line} would be gone; write the entry anew after reading")
    for line in summary.broken:
        print(f"NOT READ {line}")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    err = Console(file=sys.stderr, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as bars:
        bar = bars.add_task("Read", total=None)
        yield lambda name, done, total: bars.update(
            bar, description=f"Read {name}", completed=done, total=total
        )


@contextmanager
def _written(to: Path | None) -> Iterator[Callable[[Iterable[Change]], None]]:
    """Takes changes to a CSV file, or nowhere."""
    if to is None:
        yield lambda changes: None
        return
    try:
        file = to.open("w", encoding="utf-8-sig", newline="")  # the mark tells spreadsheets that it is UTF-8
    except OSError as error:
        raise UserError(f"{to}: cannot be written: {error.strerror}; name another file") from error
    with file:
        rows = csv.writer(file)
        rows.writerow(_CSV)
        yield lambda changes: rows.writerows(map(_line, changes))


def _line(change: Change) -> list[object]:
    rows = {"old": change.old or {}, "new": change.new or {}}
    facts = (change.source, change.kind, " ".join(change.fields), change.url, change.why)
    return [no_formula(cell) for cell in (*facts, *(rows[side].get(name) for side, name in _SIDES))]
