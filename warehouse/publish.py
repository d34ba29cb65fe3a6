"""Publishing: a fresh, compact, read-only copy of the marts takes the place of the file analysts open.

Only good builds get out, whole or not at all. What the marts hold is decided in `dbt_project`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from scrapers.errors import UserError
from warehouse.build import build_needed, note_published
from warehouse.database import first_line, literal, quoted, reading
from warehouse.files import replacing
from warehouse.workspace import Workspace

READ_ONLY = 0o444
MEMORY = "2GB"  # of DuckDB while it sorts; more goes to disk, beside the file
_RELEASE_DDL = """
create table _release (
    published_at timestamp not null, version varchar not null, fingerprint varchar not null,
    schema_version varchar not null, row_counts map(varchar, bigint) not null
);
comment on table _release is 'What this file is: when and by which version of the project it was published.';
comment on column _release.published_at is 'UTC';
comment on column _release.fingerprint is 'Hash of all tables; the same content has the same fingerprint.';
comment on column _release.schema_version is
    'Hash of tables, columns and types; when it is another one, look whether your queries still fit.';
comment on column _release.row_counts is 'Rows of each table.';
"""


@dataclass(frozen=True, slots=True)
class Published:
    """A release."""

    path: Path
    published_at: datetime  # UTC
    version: str
    fingerprint: str
    schema_version: str | None  # None in a file of before there was one
    rows: dict[str, int]  # table name to number of rows


@dataclass(frozen=True, slots=True)
class _Mart:
    name: str
    ddl: str
    comments: tuple[str, ...]  # COMMENT statements
    order: str  # columns that sort it
    rows: int
    content: str  # order-blind hash of the rows


def publish(workspace: Workspace) -> Published | None:
    """Publish the last build; None when the published file already holds just that.

    Raises:
        UserError: The last build failed or is older than the lake; a build is running; the disk refuses.
    """
    if build_needed(workspace):
        raise UserError(
            "nothing to publish: the last build failed or is older than the lake; run `sotttt build`"
        )
    with reading(workspace.build) as connection:
        marts = _marts(connection)
        macros = _macros(connection)
        schema = schema_version(connection)
    fingerprint = hashlib.sha256(repr((marts, macros, _RELEASE_DDL)).encode()).hexdigest()
    current = published(workspace)
    if current is not None and current.fingerprint == fingerprint:
        note_published(workspace)
        return None
    release = Published(
        path=workspace.published,
        published_at=datetime.now(UTC).replace(microsecond=0),
        version=version("sotttt"),
        fingerprint=fingerprint,
        schema_version=schema,
        rows={mart.name: mart.rows for mart in marts},
    )
    with replacing(workspace.published, READ_ONLY) as draft:
        try:
            _write(draft, workspace.build, marts, macros, release)
        except duckdb.Error as error:
            raise UserError(f"{workspace.published}: not published: {first_line(error)}") from error
    note_published(workspace)
    return release


def published(workspace: Workspace) -> Published | None:
    """What is published now, if anything."""
    if not workspace.published.exists():
        return None
    with reading(workspace.published) as connection:
        try:
            found = connection.execute("select * from _release")
            names = [name for name, *_ in found.description or ()]
            (row,) = found.fetchall()
            told = dict(zip(names, row, strict=True))
            return Published(
                path=workspace.published,
                published_at=told["published_at"].replace(tzinfo=UTC),
                version=told["version"],
                fingerprint=told["fingerprint"],
                schema_version=told.get("schema_version"),
                rows=told["row_counts"],
            )
        except (duckdb.Error, KeyError, ValueError) as error:
            raise UserError(f"{workspace.published}: not a release; delete it and publish again") from error


def schema_version(connection: duckdb.DuckDBPyConnection) -> str:
    """A hash of the marts' tables, columns and types, the same for a build and the file published from it."""
    columns = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where schema_name = 'main' and not internal and table_name != '_release' order by all"
    ).fetchall()
    return hashlib.sha256(repr(columns).encode()).hexdigest()[:12]


def _marts(connection: duckdb.DuckDBPyConnection) -> list[_Mart]:
    tables = connection.execute(
        "select table_name, sql, comment from duckdb_tables() where schema_name = 'main' order by table_name"
    ).fetchall()
    return [_mart(connection, name, ddl, comment) for name, ddl, comment in tables]


def _macros(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The macros beside the marts, as the statements that make them, each after those it uses."""
    found = connection.execute("select statement from _macros order by place").fetchall()
    return [statement for (statement,) in found]


def _mart(connection: duckdb.DuckDBPyConnection, name: str, ddl: str, comment: str | None) -> _Mart:
    columns = connection.execute(
        "select column_name, comment from duckdb_columns() where schema_name = 'main' and table_name = ?",
        [name],
    ).fetchall()
    keys = connection.execute(
        "select constraint_column_names from duckdb_constraints()"
        " where schema_name = 'main' and table_name = ? and constraint_type = 'PRIMARY KEY'",
        [name],
    ).fetchone()
    table = quoted(name)
    comments = [f"comment on table {table} is {literal(comment)}"] if comment else []
    comments += [
        f"comment on column {table}.{quoted(column)} is {literal(text)}" for column, text in columns if text
    ]
    rows, content = connection.execute(
        f"select count(*), coalesce(sum(cast(hash(mart) as hugeint)), 0) from {table} as mart"  # noqa: S608
    ).fetchall()[0]
    order = ", ".join(map(quoted, keys[0])) if keys else "all"
    return _Mart(name, ddl, tuple(comments), order, rows, str(content))


def _write(draft: Path, build: Path, marts: list[_Mart], macros: list[str], release: Published) -> None:
    with duckdb.connect(str(draft), config={"memory_limit": MEMORY}) as connection:
        connection.execute(f"attach {literal(build)} as build (read_only)")
        for mart in marts:
            table = quoted(mart.name)
            connection.execute(mart.ddl)
            connection.execute(f"insert into {table} from build.main.{table} order by {mart.order}")
            for comment in mart.comments:
                connection.execute(comment)
        for macro in macros:
            connection.execute(macro)
        connection.execute(_RELEASE_DDL)
        connection.execute(
            "insert into _release values (?, ?, ?, ?, ?)",
            [
                release.published_at.replace(tzinfo=None),
                release.version,
                release.fingerprint,
                release.schema_version,
                release.rows,
            ],
        )
        connection.execute("detach build")
