"""`sotttt sites health`: how the sources are, worst first. The rule belongs to dbt's `mart_source_health`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from orchestration.telling import terminal
from scrapers.datafiles import suggestion
from scrapers.errors import UserError
from warehouse.health import NOT_BUILT, WORDS, SourceHealth, source_health
from warehouse.workspace import Workspace

COLUMNS = ("source", "health", "last attempt", "last success", "last run", "30 days", "why")


def show(names: Sequence[str] | None, *, every: bool = False) -> None:
    """Print the health of the enabled sources, the named ones or, with `every`, of all.

    Raises:
        UserError: there is no source of that name, or health cannot be told now.
    """
    found = source_health(Workspace.current())
    if found is None:
        print(f"Nothing to tell: {NOT_BUILT}.")
        return
    known = [row.source for row in found]
    if unknown := [name for name in names or () if name not in known]:
        raise UserError(f"{unknown[0]}: no source has that name; {suggestion(unknown[0], known)}")
    chosen = [row for row in found if (row.source in names if names else every or row.is_enabled)]
    terminal.table(COLUMNS, map(cells, chosen))
    counts = Counter(row.health for row in chosen)
    told = ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])
    print(f"{len(chosen)} sources: {told or 'none'}" + ("" if every or names else "; --all shows all"))


def cells(row: SourceHealth) -> tuple[str, ...]:
    """A row of the table."""
    return (
        row.source,
        row.health,
        _time(row.last_attempt_at),
        _time(row.last_success_at),
        f"{row.successes}/{row.attempts}" if row.attempts else "",
        "" if row.success_share is None else f"{row.success_share:.0%}",
        row.reason,
    )


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"
