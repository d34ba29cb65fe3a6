"""`sotttt archive`: what `scrapers.archive.verify` finds and `warehouse.records` indexes, with totals."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from scrapers.archive import Position
from scrapers.archive.verify import Totals, verify
from scrapers.archive.verify import sources as archived
from warehouse import lake
from warehouse.records import land_records
from warehouse.tables import Table
from warehouse.workspace import Workspace


def verify_archive(names: Sequence[str]) -> int:
    """Check all records of the named sources, or of all; gives the exit code.

    Raises:
        UserError: the archive has nothing of a named source, or a lake file cannot be read.
    """
    workspace = Workspace.current()
    fetched: dict[str, set[Position]] = {}
    for row in lake.columns(workspace.lake, Table.FETCHES, ["source", "warc_file", "warc_offset"]):
        if row["warc_file"] is not None:
            fetched.setdefault(row["source"], set()).add(Position(row["warc_file"], row["warc_offset"]))
    sources = archived(workspace.archive, names or ())
    if not names:  # also those of which every segment is gone
        sources = sorted({*sources, *fetched})
    totals, problems = Totals(), 0
    err = Console(file=sys.stderr, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, redirect_stdout=True) as bars:
        paths = [path for name in sources for path in (workspace.archive / name).glob("*.warc.gz")]
        bar = bars.add_task("Verify", total=sum(path.stat().st_size for path in paths))
        for name in sources:
            bars.update(bar, description=f"Verify {name}")
            found = verify(
                workspace.archive,
                name,
                totals,
                known=fetched.get(name, ()),
                walked=lambda bytes_on: bars.advance(bar, bytes_on),
            )
            for problem in found:
                print(problem)
                problems += 1
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(totals.records.items())) or "none"
    print(f"{len(sources)} sources, {totals.segments:,} segments, {totals.bytes:,} bytes; records: {kinds}")
    print(f"{problems:,} problems" if problems else "No problems: every digest holds.")
    return int(problems > 0)


def index_archive(names: Sequence[str], *, rebuild: bool = False) -> None:
    """Bring the index of the named sources, or of all, up to date with their WARC files.

    Raises:
        UserError: the archive has nothing of a named source, or a lake file cannot be read or written.
    """
    workspace = Workspace.current()
    lake.prepare(workspace.lake)
    sources = archived(workspace.archive, names)
    if not names:  # also those of which every segment is gone: their index becomes empty
        indexed = lake.columns(workspace.lake, Table.RECORDS, ["source"])
        sources = sorted({*sources, *(row["source"] for row in indexed)})
    records = new = 0
    for name in sources:
        held, added = land_records(workspace, name, rebuild=rebuild)
        records, new = records + held, new + added
    told = "read anew" if rebuild else f"{new:,} of them new"
    print(f"{len(sources)} sources, {records:,} records in the index, {told}.")
