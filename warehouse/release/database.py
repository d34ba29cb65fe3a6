"""The DuckDB file of a release: a fresh, compact copy of the marts, sorted by their keys.

Keys are not enforced again: the indexes would be more than half of the file, and nobody writes it. They are
told in datapackage.json; the build has enforced them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.database import literal, quoted
from warehouse.release.marts import Content, Mart
from warehouse.release.published import Published, write_release

NAME = "sotttt.duckdb"
MEMORY = "2GB"  # of DuckDB while it sorts; more goes to disk, beside the file


def write_database(path: Path, build: Path, content: Content, release: Published) -> None:
    """Copy the marts of `build` into a new file.

    Raises:
        duckdb.Error: The disk refuses, or the build is not what `content` says.
    """
    with duckdb.connect(str(path), config={"memory_limit": MEMORY}) as connection:
        connection.execute(f"attach {literal(build)} as build (read_only)")
        connection.execute("begin")
        for mart in content.marts:
            for statement in _copy(mart, release.release_id or ""):
                connection.execute(statement)
        for macro in content.macros:
            connection.execute(macro)
        write_release(connection, release)
        connection.execute("commit")
        connection.execute("detach build")


def _copy(mart: Mart, release_id: str) -> list[str]:
    """The statements that make a mart of it and fill it."""
    table = quoted(mart.name)
    columns = [
        f"{quoted(column.name)} {column.type}" + " not null" * (column.is_required or column.name in mart.key)
        for column in mart.published_columns
    ]
    order = ", ".join(map(quoted, mart.key)) or "all"
    return [
        f"create table {table} ({', '.join([*columns, *mart.checks])})",
        f"insert into {table} select *, {literal(release_id)} from build.main.{table} order by {order}",  # noqa: S608
        f"comment on table {table} is {literal(mart.comment)}",
        *(
            f"comment on column {table}.{quoted(column.name)} is {literal(column.comment)}"
            for column in mart.published_columns
        ),
    ]
