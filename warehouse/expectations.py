"""What a healthy source gives at least (the registry's `minimum`), held against what the lake has of it.

An empty success is how a redesigned portal looks; this is what tells it from a quiet week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scrapers.registry import Source
from warehouse import lake
from warehouse.tables import Table
from warehouse.workspace import Workspace

COUNTED = ("pages", "documents", "figures")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A source of which the lake holds less than it should."""

    source: str
    what: str  # pages, documents or figures
    found: int
    expected: int


def shortfalls(workspace: Workspace, sources: Iterable[Source], what: str) -> Iterator[Shortfall]:
    """The sources that have too few `what` (pages, documents or figures)."""
    for source in sources:
        expected: int = getattr(source.minimum, what)
        found = counted(workspace, source, what)
        if found < expected:
            yield Shortfall(source.id, what, found, expected)


def counted(workspace: Workspace, source: Source, what: str) -> int:
    """How many `what` (pages, documents or figures) the lake holds of a source."""
    return lake.count(workspace.lake, Table(what), source.id)
