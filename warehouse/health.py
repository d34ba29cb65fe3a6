"""How the sources are: the rows of the views `mart_source_health`, worst first, and `mart_source_signals`.

The rules belong to `dbt_project`; how it is shown belongs to the command line and the assets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from scrapers.errors import UserError
from warehouse.database import first_line, reading
from warehouse.workspace import Workspace

WORDS = ("failing", "below_minimum", "partly_failing", "empty", "never_asked", "healthy")  # worst first
NOT_BUILT = "no build has made the view of health yet; `sotttt build` makes it"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is; times are UTC."""

    source: str
    is_enabled: bool
    health: str  # one of WORDS
    reason: str  # a sentence
    last_attempt_at: datetime | None
    last_success_at: datetime | None
    attempts: int  # of its last run
    successes: int
    success_share: float | None  # of the 30 days before its last attempt, 0 to 1


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing about a source that is not as it was."""

    source: str
    reason: str  # a sentence
    way_out: str  # as well


def source_health(workspace: Workspace) -> list[SourceHealth] | None:
    """How all sources are as of now, worst first; None when no build has made the view yet.

    Raises:
        UserError: a build is running, or the lake is not where it was when the view was made.
    """
    rows = _rows(
        workspace,
        "mart_source_health",
        "select source, is_enabled, health, health_reason, last_attempt_at, last_success_at,"
        " attempts, successes, success_share from operations.mart_source_health order by source",
    )
    found = None if rows is None else [SourceHealth(*row) for row in rows]
    return found and sorted(found, key=lambda row: WORDS.index(row.health))


def source_signals(workspace: Workspace, kind: str) -> list[Signal] | None:
    """What is not as it was in the sources, of one kind: nothing_read, layout or rejections; None as above.

    Raises:
        UserError: as above.
    """
    rows = _rows(
        workspace,
        "mart_source_signals",
        "select source, reason, way_out from operations.mart_source_signals"
        " where kind = ? order by source, reason",
        kind,
    )
    return None if rows is None else [Signal(*row) for row in rows]


def _rows(workspace: Workspace, view: str, query: str, *values: str) -> list[tuple[Any, ...]] | None:
    if not workspace.build.exists():
        return None
    with reading(workspace.build, beside=workspace.lake) as connection:
        if not connection.execute("select 1 from duckdb_views() where view_name = ?", [view]).fetchall():
            return None
        try:
            return connection.execute(query, values).fetchall()
        except duckdb.Error as error:
            raise UserError(
                f"health cannot be told: {first_line(error)}; run `sotttt build --force`"
            ) from error
