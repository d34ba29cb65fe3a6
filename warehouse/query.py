"""SQL on the published file, for reading only.

Printing belongs to the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from scrapers.errors import UserError
from warehouse.database import reading
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query."""

    columns: tuple[str, ...]
    types: tuple[str, ...]  # DuckDB's names
    rows: tuple[tuple[Any, ...], ...]
    more: bool  # rows were left out


def query(workspace: Workspace, sql: str, limit: int = 100) -> Answer:
    """Run `sql` on the published file; at most `limit` rows come back.

    Raises:
        UserError: Nothing is published, or DuckDB refuses the SQL; the message is DuckDB's. Or
            a value is none that Python has.
    """
    if not sql.strip():
        raise UserError('query: no SQL was given; try sotttt query "from mart_province_year limit 5"')
    with reading(workspace.published) as connection:
        try:
            connection.execute(sql)
            rows = connection.fetchmany(limit + 1)  # SQL of comments alone has no result: DuckDB says so
        except duckdb.Error as error:
            raise UserError(f"query: {error}".strip()) from error
        except (OverflowError, ValueError) as error:  # an interval longer than Python's
            raise UserError(f"query: a value cannot be shown: {error}; cast it to varchar") from error
        columns = connection.description or []
    return Answer(
        columns=tuple(column[0] for column in columns),
        types=tuple(str(column[1]) for column in columns),
        rows=tuple(rows[:limit]),
        more=len(rows) > limit,
    )
