"""The lake: one Parquet table per kind of record, one file per source (fetches: one per source and run).

Layout, atomic writing and plain reading belong here; columns do not (`warehouse.tables`), nor does turning
pages into rows (`warehouse.reading`), nor any SQL (`dbt_project`). Same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scrapers.errors import UserError
from scrapers.model import GOT, Fetch
from warehouse.files import replace_bytes, replacing
from warehouse.tables import SCHEMAS, YOUNGER, Row, Table, fetch_of, row_of

_CHUNK = 5_000  # fetches written at a time


def prepare(lake: Path) -> None:
    """Put an empty file with the schema into every table's folder, so that an empty lake can be read."""
    for table, schema in SCHEMAS.items():
        replace_bytes(lake / table / "schema.parquet", _encode(schema.empty_table()))


def replace(lake: Path, table: Table, source: str, rows: Iterable[Row]) -> bool:
    """Make `rows` all that `table` holds of `source`; tells whether anything changed."""
    return replace_bytes(_file(lake, table, source, table), _encode(_table(table, rows)))


def append_fetches(lake: Path, fetches: Iterable[Fetch]) -> None:
    """Add fetches, each to the file of its source and run. Said twice, a fetch is kept once."""
    for (source, run_id), group in groupby(fetches, key=lambda fetch: (fetch.source, fetch.run_id)):
        path = _file(lake, Table.FETCHES, source, run_id)
        known = _read(path, SCHEMAS[Table.FETCHES]) if path.exists() else _table(Table.FETCHES, ())
        said = set(map(_values, known.to_pylist()))
        with replacing(path) as draft, pq.ParquetWriter(draft, known.schema, compression="zstd") as writer:
            writer.write_table(known)
            while chunk := list(islice(group, _CHUNK)):  # never all of a long run at once
                new = [row for row in map(row_of, chunk) if not said or _values(row) not in said]
                writer.write_table(_table(Table.FETCHES, new))


def read(lake: Path, table: Table, source: str | None = None) -> list[Row]:
    """All rows of a table, or those of one source, in the order of their files.

    Raises:
        UserError: A file is not readable Parquet of the table's schema.
    """
    return columns(lake, table, SCHEMAS[table].names, source)


def columns(lake: Path, table: Table, names: Sequence[str], source: str | None = None) -> list[Row]:
    """As `read`, with only the named columns."""
    schema = pa.schema([SCHEMAS[table].field(name) for name in names])
    return [row for path in _files(lake, table, source) for row in _read(path, schema).to_pylist()]


def copy(lake: Path, to: Path, table: Table, source: str) -> None:
    """Put the files that a table has of a source into another lake too."""
    for path in _files(lake, table, source):
        target = to / path.relative_to(lake)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def count(lake: Path, table: Table, source: str) -> int:
    """How many rows a table holds of a source."""
    return sum(_rows(path) for path in _files(lake, table, source))


def fetches(lake: Path, source: str) -> Iterator[Fetch]:
    """Every fetch of a source, a file after the other."""
    for path in _files(lake, Table.FETCHES, source):
        for batch in _read(path, SCHEMAS[Table.FETCHES]).to_batches(_CHUNK):
            yield from map(fetch_of, batch.to_pylist())


def journal_path(lake: Path, source: str, run_id: str) -> Path:
    """Where the fetches of a run stand until they are a table file."""
    return _file(lake, Table.FETCHES, source, run_id).with_suffix(".journal")


def last_success(lake: Path, source: str) -> datetime | None:
    """When a fetch of the source last told what a page's bytes are; None when none ever did."""
    rows = columns(lake, Table.FETCHES, ["fetched_at", "outcome"], source)
    return max((row["fetched_at"] for row in rows if row["outcome"] in GOT), default=None)


def check(lake: Path, tables: Iterable[Table], *, whole: bool = False) -> None:
    """Look at every file of the tables: is it Parquet, has it the columns? `whole` reads the rows too.

    A reader that joins files by name would fill a missing column with nothing, and say nothing.

    Raises:
        UserError: A file is broken or lacks a column; the message names both, and the way out.
    """
    for table in tables:
        for path in _files(lake, table, None):
            try:
                found = set(pq.read_table(path).column_names if whole else pq.read_schema(path).names)
            except (pa.ArrowInvalid, OSError) as error:
                raise UserError(_unreadable(path, error)) from error
            if missing := sorted(set(SCHEMAS[table].names) - found - YOUNGER.get(table, set())):
                raise UserError(_unreadable(path, f"it lacks the column {', '.join(missing)}"))


def fingerprint(lake: Path, tables: Iterable[Table]) -> str:
    """A hash of all that the tables hold."""
    digest = hashlib.sha256()
    for table in sorted(tables):
        for path in _files(lake, table, None):
            digest.update(path.relative_to(lake).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _file(lake: Path, table: Table, source: str, name: str) -> Path:
    for part in (source, name):
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", part):
            raise UserError(f"{part!r}: a source or run name may hold letters, digits, '.', '_' and '-' only")
    return lake / table / f"source={source}" / f"{name}.parquet"


def _files(lake: Path, table: Table, source: str | None) -> list[Path]:
    return sorted(
        (lake / table).glob("source=*/*.parquet" if source is None else f"source={source}/*.parquet")
    )


def _rows(path: Path) -> int:
    try:
        rows: int = pq.read_metadata(path).num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise UserError(_unreadable(path, error)) from error
    return rows


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    try:
        file = pq.ParquetFile(path)
        found = file.read([name for name in schema.names if name in file.schema_arrow.names])
        for field in schema:
            if field.name not in found.column_names:  # written before the column existed
                found = found.append_column(field, pa.nulls(len(found), field.type))
        return found.select(schema.names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OSError) as error:
        raise UserError(_unreadable(path, error)) from error


def _unreadable(path: Path, why: object) -> str:
    why = " ".join(str(why).split())
    return (
        f"{path}: not a readable table file: {why};"
        " restore it or, unless it holds fetches, delete it: `sotttt read` makes it anew"
    )


def _table(table: Table, rows: Iterable[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[table])


def _values(fetch: Row) -> tuple[object, ...]:
    return tuple(fetch[name] for name in SCHEMAS[Table.FETCHES].names)


def _encode(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
