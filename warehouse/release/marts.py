"""The marts of a build about to be published: columns, keys, comments, and a hash of what they hold.

Only looking belongs here. Whatever writes a part of a release starts from a `Content`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import duckdb

from warehouse.database import quoted

LAYOUT = 1  # raise it when a release consists of other files: then the same content is published again
_COLUMNS = """
select column_name, data_type, not is_nullable, coalesce(comment, '')
from duckdb_columns() where schema_name = 'main' and table_name = ? order by column_index
"""
_CONSTRAINTS = """
select constraint_type, constraint_text, constraint_column_names
from duckdb_constraints() where schema_name = 'main' and table_name = ? order by constraint_index
"""
_MACROS = "select statement from _macros order by place"  # each after those it uses
_SCHEMA = """
select table_name, column_name, data_type from duckdb_columns()
where schema_name = 'main' and not internal and table_name != '_release' and column_name != 'release_id'
order by all
"""
_KINDS = {
    "VARCHAR": "string", "ENUM": "string", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime",
    "DOUBLE": "number", "FLOAT": "number", "DECIMAL": "number", "HUGEINT": "integer", "BIGINT": "integer",
    "INTEGER": "integer", "SMALLINT": "integer", "TINYINT": "integer", "UBIGINT": "integer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a mart."""

    name: str
    type: str  # DuckDB's name of it
    is_required: bool
    comment: str

    @property
    def kind(self) -> str:
        """What its values are, in the words of Table Schema; `string` is what may come from a page."""
        if self.type.endswith("[]"):
            return "array"
        return _KINDS.get(self.type.partition("(")[0], "object")


RELEASE_ID = Column(
    "release_id",
    "VARCHAR",
    True,
    "The release this row is of; with the id of the row it makes the row citable."
    " — Bản phát hành chứa dòng này; cùng với mã của dòng, dùng để trích dẫn.",
)


@dataclass(frozen=True, slots=True)
class Mart:
    """A table to publish."""

    name: str
    comment: str
    columns: tuple[Column, ...]  # without RELEASE_ID
    key: tuple[str, ...]  # names of the columns that tell its rows apart, and sort them
    checks: tuple[str, ...]  # CHECK constraints
    rows: int
    content: str  # order-blind hash of the rows

    @property
    def published_columns(self) -> tuple[Column, ...]:
        """With the id of the release, which every row of a release has."""
        return (*self.columns, RELEASE_ID)


@dataclass(frozen=True, slots=True)
class Content:
    """All that a release is made from."""

    marts: tuple[Mart, ...]  # by name
    macros: tuple[str, ...]  # statements that make the macros; one may use those before it
    schema: dict[tuple[str, str], str]  # (table, column) to type

    @property
    def data(self) -> tuple[Mart, ...]:
        """Those that are written as files too: what begins with _ tells of the database itself."""
        return tuple(mart for mart in self.marts if not mart.name.startswith("_"))

    @property
    def fingerprint(self) -> str:
        """The same for the same content, whenever and under whatever id it is published."""
        return hashlib.sha256(repr((LAYOUT, self.marts, self.macros)).encode()).hexdigest()

    @property
    def data_fingerprint(self) -> str:
        """The same for the same rows of the same tables, however they are described and packed."""
        told = [
            (mart.name, [(column.name, column.type) for column in mart.columns], mart.rows, mart.content)
            for mart in self.data
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def content(connection: duckdb.DuckDBPyConnection) -> Content:
    """What the marts of an open build hold."""
    names = connection.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables()"
        " where schema_name = 'main' order by table_name"
    ).fetchall()
    macros = tuple(statement for (statement,) in connection.execute(_MACROS).fetchall())
    marts = tuple(_mart(connection, name, comment) for name, comment in names)
    return Content(marts, macros, schema(connection))


def schema(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """The type of each column, the same for a build and the file published from it."""
    rows = connection.execute(_SCHEMA).fetchall()
    return {(table, column): kind for table, column, kind in rows}


def schema_version(found: dict[tuple[str, str], str]) -> str:
    """A hash of tables, columns and types."""
    return hashlib.sha256(repr([(*place, kind) for place, kind in found.items()]).encode()).hexdigest()[:12]


def _mart(connection: duckdb.DuckDBPyConnection, name: str, comment: str) -> Mart:
    columns = [Column(*row) for row in connection.execute(_COLUMNS, [name]).fetchall()]
    constraints = connection.execute(_CONSTRAINTS, [name]).fetchall()
    rows, hashed = connection.execute(
        f"select count(*), coalesce(sum(cast(hash(mart) as hugeint)), 0) from {quoted(name)} as mart"  # noqa: S608
    ).fetchall()[0]
    return Mart(
        name=name,
        comment=comment,
        columns=tuple(columns),
        key=next((tuple(names) for kind, _, names in constraints if kind == "PRIMARY KEY"), ()),
        checks=tuple(text for kind, text, _ in constraints if kind == "CHECK"),
        rows=rows,
        content=str(hashed),
    )
