"""The registry in the lake, so that the warehouse can say who published a figure.

What a source is, and what is checked of it, belongs to `scrapers.registry`.
"""

from __future__ import annotations

from collections.abc import Iterable

from scrapers.registry import Source
from warehouse import lake
from warehouse.tables import SCHEMAS, Row, Table
from warehouse.workspace import Workspace


def land_sources(workspace: Workspace, sources: Iterable[Source]) -> bool:
    """Make the lake's table of sources hold just these; tells whether anything changed."""
    rows = {source.id: _row(source) for source in sources}
    gone = {row["source"] for row in lake.read(workspace.lake, Table.SOURCES)} - rows.keys()
    changed = [lake.replace(workspace.lake, Table.SOURCES, source, []) for source in gone]
    changed += [lake.replace(workspace.lake, Table.SOURCES, source, [row]) for source, row in rows.items()]
    return any(changed)


def _row(source: Source) -> Row:
    facts = source.model_dump() | {"source": source.id}
    facts |= {f"minimum_{what}": least for what, least in facts["minimum"].items()}
    return {name: facts[name] for name in SCHEMAS[Table.SOURCES].names}
