"""The Excel workbook of a release: a sheet that says what this is, and one for each mart people ask for.

XlsxWriter makes a workbook without rows (formats, widths, frozen headers, filters); the rows, which DuckDB
makes (`sheets`), are put into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from warehouse.database import quoted
from warehouse.release import sheets
from warehouse.release.marts import Mart
from warehouse.release.published import Published
from warehouse.release.wording import CITE, FACTS, FACTS_VI, TITLE, TITLE_VI, citation

NAME = "sotttt.xlsx"
SHEETS = (
    "mart_province_year", "fct_indicator_year", "mart_province34_year", "mart_target_vs_actual",
    "mart_growth", "mart_ranking", "mart_conflicts", "mart_national_year", "mart_region_year",
    "dim_indicator", "dim_province", "dim_series_note",
)  # fmt: skip
_ABOUT = "About"
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}
_WIDTHS = (9, 50)  # least and most, in digits
_FILTER = 3  # digits that the arrow of the filter takes
_LOOKED_AT = 300  # rows, for the widths
_ROW_OF_FORMATS = re.compile(r'<row r="2"[^>]*>(.*?)</row>', re.DOTALL)
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


def write_workbook(
    connection: duckdb.DuckDBPyConnection, path: Path, marts: Iterable[Mart], release: Published
) -> None:
    """Write the workbook.

    Args:
        connection: To the database of the release.
        path: Of the file.
        marts: What the database holds; those in SHEETS become sheets.
        release: What it is.
    """
    by_name = {mart.name: mart for mart in marts}
    chosen = [by_name[name] for name in SHEETS if name in by_name]
    with (
        ZipFile(BytesIO(_frame(connection, chosen, release))) as frame,
        ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as whole,  # more costs thrice the time for a tenth
    ):
        parts = {f"xl/worksheets/sheet{place}.xml": mart for place, mart in enumerate(chosen, start=2)}
        for name in frame.namelist():
            mart = parts.get(name)
            with whole.open(name, "w", force_zip64=True) as part:
                pieces = [frame.read(name)] if mart is None else _filled(connection, mart, frame.read(name))
                for piece in pieces:
                    part.write(piece)


def _frame(connection: duckdb.DuckDBPyConnection, marts: list[Mart], release: Published) -> bytes:
    """A workbook with headers and, in each sheet's second row, blanks in the formats of the columns."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {
                "title": f"{TITLE}, release {release.release_id}",
                "comments": citation(release),
                "created": release.published_at.replace(tzinfo=None),
            }
        )
        head = book.add_format({"bold": True, "bg_color": "#DDE6EF", "bottom": 1})
        formats = {kind: book.add_format({"num_format": told}) for kind, told in _FORMATS.items()}
        _about(book, book.add_worksheet(_ABOUT), marts, release)
        for mart in marts:
            sheet = book.add_worksheet(mart.name)
            widths = _widths(connection, mart)
            for place, (column, width) in enumerate(zip(mart.published_columns, widths, strict=True)):
                sheet.write_string(0, place, column.name, head)
                sheet.write_string(1, place, "", formats.get(column.kind))
                sheet.set_column(place, place, width)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, _shown(mart), len(mart.published_columns) - 1)
    return made.getvalue()


def _filled(connection: duckdb.DuckDBPyConnection, mart: Mart, frame: bytes) -> Iterator[bytes]:
    """The XML of a sheet with its rows in place of the row of formats."""
    xml = frame.decode()
    found = _ROW_OF_FORMATS.search(xml)
    if found is None:
        raise ValueError(f"the frame of {mart.name} has no second row")
    styles = [
        re.sub(r'.*?( s="\d+")?[^"]*', r"\1", cell) for cell in re.findall(r'<c r="[^"]+"([^>]*)>', found[1])
    ]
    last = xl_rowcol_to_cell(_shown(mart), len(mart.published_columns) - 1)
    yield _DIMENSION.sub(f'<dimension ref="A1:{last}"/>', xml[: found.start()]).encode()
    yield from sheets.rows(connection, mart, styles)
    yield xml[found.end() :].encode()


def _shown(mart: Mart) -> int:
    return min(mart.rows, sheets.MOST_ROWS)


def _widths(connection: duckdb.DuckDBPyConnection, mart: Mart) -> list[int]:
    """Of the columns, by their names and their first rows."""
    least, most = _WIDTHS
    longest = ", ".join(
        f"max(length(cast({quoted(column.name)} as varchar)))" for column in mart.published_columns
    )
    found: tuple[Any, ...] = connection.execute(
        f"select {longest} from (from {quoted(mart.name)} limit {_LOOKED_AT})"  # noqa: S608
    ).fetchall()[0]
    return [
        min(most, max(least, len(column.name) + _FILTER, length or 0))
        for column, length in zip(mart.published_columns, found, strict=True)
    ]


def _about(book: xlsxwriter.Workbook, sheet: Worksheet, marts: list[Mart], release: Published) -> None:
    """The first sheet: what this is, the release, how to cite, every sheet and column."""
    bold = book.add_format({"bold": True})
    lines: list[tuple[str, ...]] = [
        (TITLE,),
        (TITLE_VI,),
        (),
        ("Release", release.release_id or ""),
        ("Published", f"{release.published_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("How to cite", citation(release)),
        ("", CITE),
        ("Facts and sources", FACTS),
        ("Dữ kiện và nguồn", FACTS_VI),
        (
            "Other files",
            "All tables, also those not here, are in the folder of the release: DuckDB, Parquet, CSV.",
        ),
        (),
        ("Sheet", "Column", "Type", "What it is"),
    ]
    headings = {0, len(lines) - 1}
    for mart in marts:
        left_out = mart.rows - _shown(mart)
        note = f" The first {_shown(mart):,} of {mart.rows:,} rows: a sheet has no more." if left_out else ""
        lines.append((mart.name, "", f"{mart.rows:,} rows", f"{mart.comment}{note}"))
        lines += [(mart.name, column.name, column.kind, column.comment) for column in mart.published_columns]
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, bold if row in headings or not place else None)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 3, 120)
