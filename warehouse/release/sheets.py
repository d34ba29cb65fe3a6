"""Rows of a table as the XML of a worksheet, made by DuckDB: ten times as fast as cell by cell in Python.

Only `<row>` elements belong here; the workbook around them is made by `workbook`. Texts are inline strings,
which no program takes for a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import duckdb

from warehouse.database import quoted
from warehouse.release.marts import Mart

MOST_ROWS = 1_048_576 - 1  # of a worksheet, below the header
LONGEST = 32_767  # UTF-16 units in a cell
MARK = "… [cut]"  # ends a text that was longer
_ROOM = LONGEST - len(MARK)
_FETCHED = 500  # rows at a time: sentences can be long
# What Excel cannot hold is cut; signs outside the first plane count twice. Most texts are short and plain.
_MACROS = rf"""
create or replace temp macro astral(said) as
    length(regexp_replace(said, '[^\x{{10000}}-\x{{10FFFF}}]', '', 'g'));
create or replace temp macro cut(said) as case
    when length(said) <= {LONGEST // 2} or length(said) + astral(said) <= {LONGEST} then said
    else left(said, greatest({_ROOM} - astral(left(said, {_ROOM})), {_ROOM // 2})) || '{MARK}'
end;
create or replace temp macro entities(said) as
    replace(replace(replace(said, '&', '&amp;'), '<', '&lt;'), '>', '&gt;');
create or replace temp macro said_in(style, said) as
    '<c' || style || ' t="inlineStr"><is><t xml:space="preserve">' || if(
        strlen(said) > {LONGEST // 2} or contains(said, '&') or contains(said, '<') or contains(said, '>'),
        entities(cut(said)), said
    ) || '</t></is></c>';
"""
# A line ends with LF; controls that XML forbids are shown as ?; Excel would read `_x0041_` as A.
_CONTROLS = bytes.maketrans(bytes([*range(9), 11, 12, *range(14, 32), 13]), b"?" * 29 + b"\n")
_NO_SIGNS = ("\ufffe".encode(), "\uffff".encode())
_NO_SIGN = _NO_SIGNS[0][:1]  # with which both begin, and no letter of Vietnamese
_ESCAPE = re.compile(rb"_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = "date '1899-12-30'"  # day 0 of Excel, right from 1 March 1900 on


def rows(connection: duckdb.DuckDBPyConnection, mart: Mart, styles: Sequence[str]) -> Iterator[bytes]:
    """The rows of a mart in its order, at most MOST_ROWS, as XML in pieces.

    Args:
        connection: To the database of the release.
        mart: A table of it.
        styles: For each column the attribute that gives its cells their format, ` s="1"`, or nothing.
    """
    connection.execute(_MACROS)
    cells = ", ".join(
        _cell(quoted(column.name), column.kind, style)
        for column, style in zip(mart.published_columns, styles, strict=True)
    )
    connection.execute(
        f"select concat('<row>', {cells}, '</row>') from {quoted(mart.name)} limit {MOST_ROWS}"  # noqa: S608
    )
    while found := connection.fetchmany(_FETCHED):
        yield _clean("".join(row for (row,) in found).encode())


def _clean(xml: bytes) -> bytes:
    """Without what XML forbids or Excel reads otherwise. Our own markup has nothing of that."""
    if b"\r" in xml:
        xml = xml.replace(b"\r\n", b"\n")
    xml = xml.translate(_CONTROLS)
    if _NO_SIGN in xml:
        for sign in _NO_SIGNS:
            xml = xml.replace(sign, b"?")
    return _ESCAPE.sub(b"_x005F_", xml) if b"_x" in xml else xml


def _cell(name: str, kind: str, style: str) -> str:
    """SQL that makes `<c>` of a value; the format of a column also without one."""
    text = f"said_in('{style}', cast({name} as varchar))"
    number = f"'<c{style}><v>' || {{}} || '</v></c>'"
    match kind:
        case "integer":
            made = number.format(name)
        case "number":
            made = f"if(isfinite({name}), {number.format(name)}, {text})"
        case "boolean":
            made = f"'<c{style} t=\"b\"><v>' || cast({name} as integer) || '</v></c>'"
        case "date":
            made = f"if({name} >= '1900-03-01', {number.format(f'({name} - {_EPOCH})')}, {text})"
        case "datetime":
            days = f"(epoch({name}) - epoch({_EPOCH})) / 86400"
            made = f"if({name} >= '1900-03-01', {number.format(days)}, {text})"
        case "string":
            made = text
        case _:
            made = f"said_in('{style}', cast(to_json({name}) as varchar))"
    return f"coalesce({made}, '<c{style}/>')"
