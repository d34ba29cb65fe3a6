"""`sotttt archive`: what `warehouse.verify` finds and `warehouse.records` indexes, with totals."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from scrapers.archive.verify import Totals, sources
from warehouse import lake
from warehouse.records import land_records
from warehouse.tables import Table
from warehouse.verify import verify_archive as check_archive
from warehouse.workspace import Workspace


def verify_archive(names: Sequence[str]) -> int:
    """Check all records of the named sources, or of all; gives the exit code.

    Raises:
        UserError: the archive has nothing of a named source, or a lake file cannot be read.
    """
    workspace = Workspace.current()
    segments = [
        path
        for name in sources(workspace.archive, names)
        for path in (workspace.archive / name).glob("*.warc.gz")
    ]
    totals, looked_at, problems = Totals(), 0, 0
    err = Console(file=sys.stderr, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, redirect_stdout=True) as bars:
        bar = bars.add_task("Verify", total=sum(path.stat().st_size for path in segments))

        def begin(source: str) -> None:
            nonlocal looked_at
            looked_at += 1
            bars.update(bar, description=f"Verify {source}")

        for problem in check_archive(
            workspace, names, totals, on_source=begin, walked=lambda bytes_on: bars.advance(bar, bytes_on)
        ):
            print(problem)
            problems += 1
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(totals.records.items())) or "none"
    print(f"{looked_at} sources, {totals.segments:,} segments, {totals.bytes:,} bytes; records: {kinds}")
    print(f"{problems:,} problems" if problems else "No problems: every digest holds.")
    return int(problems > 0)


def index_archive(names: Sequence[str], *, rebuild: bool = False) -> None:
    """Bring the index of the named sources, or of all, up to date with their WARC files.

    Raises:
        UserError: the archive has nothing of a named source, or a lake file cannot be read or written.
    """
    workspace = Workspace.current()
    lake.prepare(workspace.lake)
    held = sources(workspace.archive, names)
    if not names:  # also those of which every segment is gone: their index becomes empty
        indexed = lake.columns(workspace.lake, Table.RECORDS, ["source"])
        held = sorted({*held, *(row["source"] for row in indexed)})
    records = new = 0
    for name in held:
        there, added = land_records(workspace, name, rebuild=rebuild)
        records, new = records + there, new + added
    told = "read anew" if rebuild else f"{new:,} of them new"
    print(f"{len(held)} sources, {records:,} records in the index, {told}.")
