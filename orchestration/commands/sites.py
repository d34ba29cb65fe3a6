"""`sotttt sites list`: every source of the registry beside what the lake holds of it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from orchestration.telling import terminal
from scrapers import catalogue
from scrapers.datafiles import suggestion
from scrapers.errors import UserError
from scrapers.registry import Source, load_sources
from scrapers.vietnam import vietnams_day
from warehouse import lake
from warehouse.due import crawlable, due
from warehouse.expectations import COUNTED, counted
from warehouse.workspace import Workspace

_NARROW = 120  # columns of a terminal; below it one source takes lines, not a row
_COLUMNS = ("source", "province", "kind", "status", "enabled", "last success", "due", *COUNTED, "minimum")


def show(names: Sequence[str] | None, *, enabled: bool = False) -> None:
    """Print the sources: all, or the named ones; with `enabled` those of them that are crawled.

    Raises:
        UserError: a name is not in the registry, or the registry is wrong.
    """
    registry = load_sources(os.environ.get("SOTTTT_SITES", "sample"))
    if unknown := [name for name in names or () if name not in registry]:
        raise UserError(f"{unknown[0]}: no source has that name; {suggestion(unknown[0], registry)}")
    chosen = [source for name, source in registry.items() if not names or name in names]
    workspace = Workspace.current()
    rows = [_row(workspace, source) for source in chosen if source.enabled or not enabled]
    if terminal.console().width >= _NARROW:
        terminal.table(_COLUMNS, rows)
        return
    for source_id, *facts in rows:
        told = [f"{name}: {fact}" for name, fact in zip(_COLUMNS[1:], facts, strict=True) if fact != ""]
        terminal.console().print(f"{source_id}\n  {', '.join(told)}", markup=False)


def _row(workspace: Workspace, source: Source) -> tuple[str, ...]:
    found = {what: counted(workspace, source, what) for what in COUNTED}
    return (
        source.id,
        catalogue.provinces()[source.territory].name_vi if source.territory else "",
        source.kind,
        source.status,
        "yes" if source.enabled else "no",
        _time(lake.last_success(workspace.lake, source.id)),
        _due(workspace, source),
        *(str(found[what]) for what in COUNTED),
        _minimum(source, found),
    )


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"


def _due(workspace: Workspace, source: Source) -> str:
    """The day, in Vietnam, on which it is to be crawled; nothing for a source that never is."""
    if not crawlable([source]):
        return ""
    day = due(workspace.lake, source).on
    return str(day) if day and day > vietnams_day(datetime.now(UTC)) else "now"


def _minimum(source: Source, found: Mapping[str, int]) -> str:
    """`12/8/20 met`, or what is short of it; nothing where nothing is expected."""
    expected: dict[str, int] = {what: getattr(source.minimum, what) for what in COUNTED}
    if not any(expected.values()):
        return ""
    short = [f"{what} below {least}" for what, least in expected.items() if found[what] < least]
    return "; ".join(short) or f"{'/'.join(map(str, expected.values()))} met"
