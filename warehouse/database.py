"""Short looks into DuckDB files.

Opening, closing and the wording of what can go wrong belong here; no query does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from scrapers.errors import UserError

_SEALED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


@contextmanager
def reading(path: Path, *, beside: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that can reach nothing outside the file, closed at the end of the block.

    Args:
        path: Of the database.
        beside: A folder that it can reach too, for views over files.

    Raises:
        UserError: There is no such file, it is locked by a writer, or it is no DuckDB database.
    """
    if not path.exists():
        raise UserError(f"{path}: not there yet; `sotttt run` makes it")
    try:
        # Several threads may look at once: they share what DuckDB opened, which takes no settings twice.
        connection = duckdb.connect(str(path), read_only=True, config={} if beside else _SEALED)
        if beside is not None:
            connection.execute(f"set allowed_directories = [{literal(f'{beside}/')}]")
            connection.execute("set enable_external_access = false; set lock_configuration = true")
    except duckdb.Error as error:
        raise UserError(f"{path}: cannot be opened: {first_line(error)}") from error
    try:
        yield connection
    finally:
        connection.close()


def first_line(error: duckdb.Error) -> str:
    """What DuckDB complains of, without its hints."""
    return str(error).strip().split("\n", 1)[0]


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"
