"""How the sources are: the rows of the view `mart_source_health`, worst first.

The rule of health belongs to `dbt_project`; how it is shown belongs to the command line and the assets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


def source_health(workspace: Workspace) -> list[SourceHealth] | None:
    """How all sources are as of now, worst first; None when no build has made the view yet.

    Raises:
        UserError: a build is running, or the lake is not where it was when the view was made.
    """
    if not workspace.build.exists():
        return None
    with reading(workspace.build, beside=workspace.lake) as connection:
        if not connection.execute(
            "select 1 from duckdb_views() where view_name = 'mart_source_health'"
        ).fetchall():
            return None
        try:
            rows = connection.execute(
                "select source, is_enabled, health, health_reason, last_attempt_at, last_success_at,"
                " attempts, successes, success_share from operations.mart_source_health order by source"
            ).fetchall()
        except duckdb.Error as error:
            raise UserError(
                f"health cannot be told: {first_line(error)}; run `sotttt build --force`"
            ) from error
    return sorted((SourceHealth(*row) for row in rows), key=lambda row: WORDS.index(row.health))
