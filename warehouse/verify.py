"""Is the archive whole: every record as it was kept, and no fetch without its page.

What is checked of a source belongs to `scrapers.archive.verify`; this knows which pages the lake counts on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from scrapers.archive import Position
from scrapers.archive.verify import Problem, Totals, sources, verify
from warehouse import lake
from warehouse.tables import Table
from warehouse.workspace import Workspace


def verify_archive(
    workspace: Workspace,
    names: Collection[str],
    totals: Totals,
    *,
    on_source: Callable[[str], None] = lambda _: None,
    walked: Callable[[int], None] = lambda _: None,
) -> Iterator[Problem]:
    """Everything wrong with the records of the named sources, or of all, as it is met.

    Args:
        workspace: Whose archive and lake.
        names: Of sources; none for all.
        totals: Counted up while the problems are drawn.
        on_source: Called with each source before it is looked at.
        walked: Called with the number of bytes gone on.

    Raises:
        UserError: the archive has nothing of a named source, or a lake file cannot be read.
    """
    fetched: dict[str, set[Position]] = {}
    for row in lake.columns(workspace.lake, Table.FETCHES, ["source", "warc_file", "warc_offset"]):
        if row["warc_file"] is not None:
            fetched.setdefault(row["source"], set()).add(Position(row["warc_file"], row["warc_offset"]))
    held = sources(workspace.archive, names)
    for name in held if names else sorted({*held, *fetched}):  # also those of which every segment is gone
        on_source(name)
        yield from verify(workspace.archive, name, totals, known=fetched.get(name, ()), walked=walked)
