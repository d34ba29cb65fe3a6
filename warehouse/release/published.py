"""What a release says of itself: the table `_release` of its database, written and read.

Which release is the one of now belongs to `shelf`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from scrapers.errors import UserError
from warehouse.database import reading
from warehouse.release.diff import ReleaseDiff
from warehouse.workspace import Workspace

_DDL = """
create table _release (
    release_id varchar not null, published_at timestamp not null, version varchar not null,
    fingerprint varchar not null, data_fingerprint varchar not null, schema_version varchar not null,
    row_counts map(varchar, bigint) not null
);
comment on table _release is 'What this file is: when and by which version of the project it was published.';
comment on column _release.release_id is 'Names the release; every row of every table carries it.';
comment on column _release.published_at is 'UTC';
comment on column _release.version is 'Of the project.';
comment on column _release.fingerprint is 'Hash of all tables; the same content has the same fingerprint.';
comment on column _release.data_fingerprint is
    'Hash of the rows alone: the same data has the same, also when comments or macros are others.';
comment on column _release.schema_version is
    'Hash of tables, columns and types; when it is another one, look whether your queries still fit.';
comment on column _release.row_counts is 'Rows of each table.';
"""


@dataclass(frozen=True, slots=True)
class Published:
    """A release."""

    path: Path  # of its database, for readers
    release_id: str | None  # None in a file of before there were folders
    published_at: datetime  # UTC
    version: str
    fingerprint: str
    data_fingerprint: str  # the fingerprint, in a file of before there was one
    schema_version: str | None  # None in a file of before there was one
    rows: dict[str, int]  # table name to number of rows
    difference: ReleaseDiff | None = field(default=None, compare=False)  # told by the publishing of it

    @property
    def folder(self) -> Path:
        """Where its other files are, when it has some."""
        return self.path.resolve().parent


def published(workspace: Workspace) -> Published | None:
    """What is published now, if anything.

    Raises:
        UserError: What stands in its place is no release.
    """
    return read_release(workspace.published) if workspace.published.exists() else None


def sound(workspace: Workspace) -> Published | None:
    """What is published now, None also when it is damaged: for those who can do without."""
    try:
        return published(workspace)
    except UserError:
        return None


def read_release(path: Path) -> Published:
    """What a database says of itself.

    Raises:
        UserError: It cannot be opened or is no release.
    """
    with reading(path) as connection:
        try:
            found = connection.execute("select * from _release")
            names = [name for name, *_ in found.description or ()]
            (row,) = found.fetchall()
            told = dict(zip(names, row, strict=True))
            return Published(
                path=path,
                release_id=told.get("release_id"),
                published_at=told["published_at"].replace(tzinfo=UTC),
                version=told["version"],
                fingerprint=told["fingerprint"],
                data_fingerprint=told.get("data_fingerprint", told["fingerprint"]),
                schema_version=told.get("schema_version"),
                rows=told["row_counts"],
            )
        except (duckdb.Error, AttributeError, KeyError, ValueError) as error:
            raise UserError(f"{path}: not a release, or damaged; `sotttt publish` makes a new one") from error


def write_release(connection: duckdb.DuckDBPyConnection, release: Published) -> None:
    """Make the table in the database that `connection` writes."""
    connection.execute(_DDL)
    connection.execute(
        "insert into _release values (?, ?, ?, ?, ?, ?, ?)",
        [
            release.release_id,
            release.published_at.replace(tzinfo=None),
            release.version,
            release.fingerprint,
            release.data_fingerprint,
            release.schema_version,
            release.rows,
        ],
    )
