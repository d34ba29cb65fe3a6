"""Every mart as Parquet and as CSV, for programs that do not read DuckDB.

A CSV must do no harm in a spreadsheet and lose nothing for programs: numbers, dates, yes and no stay as they
are, texts are guarded as `warehouse.spreadsheet` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse.database import literal, quoted
from warehouse.release.marts import Column, Mart
from warehouse.spreadsheet import DANGEROUS

# Most texts begin with a digit or a letter of Vietnamese: those need no closer look.
_HARMLESS = (("0", "9"), ("A", "Z"), ("a", "z"), ("À", "Ɏ"), ("Ạ", "ỹ"))
_IS_HARMLESS = " or ".join(f"ord(said) between {ord(first)} and {ord(last)}" for first, last in _HARMLESS)
_MACROS = f"""
create or replace temp macro guarded(said) as case
    when {_IS_HARMLESS} then said
    when regexp_matches(said, {literal(DANGEROUS)}) then '''' || said
    else said
end;
create or replace temp macro cell(said) as -- NUL is the one sign that a CSV cannot carry
    if(contains(said, chr(0)), guarded(replace(said, chr(0), chr(65533))), guarded(said))
"""
_TIME = "%Y-%m-%dT%H:%M:%S"
_NESTED = ("array", "object")  # as JSON


def write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path, marts: tuple[Mart, ...]) -> None:
    """`<table>.parquet` for each mart, in the order of its key.

    Args:
        connection: To the database of the release.
        folder: An existing one.
        marts: What it holds.
    """
    for mart in marts:
        path = folder / f"{mart.name}.parquet"
        connection.execute(f"copy {quoted(mart.name)} to {literal(path)} (format parquet, compression zstd)")


def write_csv(connection: duckdb.DuckDBPyConnection, folder: Path, marts: tuple[Mart, ...]) -> None:
    """`<table>.csv` for each mart: UTF-8, RFC 4180, times in UTC; no value is empty, an empty text `""`."""
    for mart in marts:
        write_table(connection, mart.name, mart.published_columns, folder / f"{mart.name}.csv")


def write_table(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column], path: Path
) -> None:
    """These columns of a table, as CSV."""
    connection.execute(_MACROS)
    cells = ", ".join(f"{_cell(column)} as {quoted(column.name)}" for column in columns)
    texts = ", ".join(quoted(column.name) for column in columns if column.kind in ("string", *_NESTED))
    connection.execute(
        f"copy (select {cells} from {quoted(table)}) to {literal(path)}"  # noqa: S608
        f" (format csv, header, force_quote ({texts}))"
    )


def _cell(column: Column) -> str:
    name = quoted(column.name)
    if column.kind == "string":
        return f"cell({name})"
    if column.kind == "datetime":
        second = f"date_trunc('second', {name})"
        return f"if({second} = {name}, strftime({name}, '{_TIME}Z'), strftime({name}, '{_TIME}.%fZ'))"
    return f"cast(to_json({name}) as varchar)" if column.kind in _NESTED else name
