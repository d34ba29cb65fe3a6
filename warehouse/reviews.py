"""What reviewers settled, in CSV files of the data folder: read, checked, landed for dbt, and added to.

The form of the files belongs here. Whether an entry fits the figures is asked by dbt (`int_review_problems`),
and before it is written by `warehouse.reviewing`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from scrapers.errors import UserError
from scrapers.model import Status
from warehouse import lake
from warehouse.files import replace_bytes
from warehouse.tables import SCHEMAS, VALUE_LIMIT, VALUE_SCALE, Row, Table
from warehouse.workspace import Workspace, writing

FILES = (Table.CORRECTIONS, Table.DOCUMENT_PROVINCES, Table.FIGURE_REVIEWS)
SCHEMES = ("gso63", "gso34")
VERDICTS = ("accept", "reject")
_FACT = ("province_scheme", "province", "year", "indicator", "status")
_OPTIONAL = {"figure_id", *_FACT, "new_value", "doc_id", "url"}  # the rest has to be filled
_PROVINCE_FILE_NEEDS = ("province_scheme", "province")


def path_of(workspace: Workspace, table: Table) -> Path:
    """The file of a kind of entries; there is none before the first entry."""
    return workspace.review / f"{table}.csv"


def read(workspace: Workspace, table: Table) -> list[Row]:
    """The entries of a file, each with the line it begins on.

    Raises:
        UserError: The file or an entry has not the right form; named with line, value and a way out.
    """
    path = path_of(workspace, table)
    if not path.exists():
        return []
    try:
        reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        header = next(reader, [])
        if header != columns(table):
            raise UserError(
                f"{path} line 1: the columns are {', '.join(header) or 'missing'};"
                f" make them {', '.join(columns(table))}"
            )
        rows, line = [], reader.line_num + 1
        for cells in reader:
            if any(cells):
                rows.append(_row(table, cells, f"{path} line {line}") | {"line": line})
            line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path}: no CSV in UTF-8: {error}; save it as such") from error
    return rows


def columns(table: Table) -> list[str]:
    """The columns of a file: those of the table without the line."""
    return [name for name in SCHEMAS[table].names if name != "line"]


def land(workspace: Workspace) -> None:
    """Bring all entries into the lake, where dbt finds them.

    Raises:
        UserError: As for `read`.
    """
    for table in FILES:
        lake.replace(workspace.lake, table, "review", read(workspace, table))


def content(workspace: Workspace) -> bytes:
    """All that the files hold, to tell whether they changed."""
    paths = [path_of(workspace, table) for table in FILES]
    return b"\0".join(path.read_bytes() if path.exists() else b"" for path in paths)


def add(workspace: Workspace, table: Table, entry: Mapping[str, str]) -> int:
    """Write one entry below the others; the file changes whole or not at all. Gives its line.

    Raises:
        UserError: The entry or the file has not the right form, or the disk refuses.
    """
    path = path_of(workspace, table)
    cells = [entry.get(name, "") for name in columns(table)]
    _row(table, cells, "entry")
    read(workspace, table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    with writing(path):
        before = path.read_bytes() if path.exists() else b""
    if not before:
        writer.writerow(columns(table))
    elif not before.endswith(b"\n"):
        before += b"\n"
    writer.writerow(cells)
    replace_bytes(path, before + text.getvalue().encode())
    return read(workspace, table)[-1]["line"]  # type: ignore[no-any-return]


def _row(table: Table, cells: list[str], where: str) -> Row:
    names = columns(table)
    if len(cells) != len(names):
        raise UserError(f"{where}: {len(cells)} cells where {len(names)} belong; quote text that has commas")
    texts = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
    row: Row = {}
    for name, text in texts.items():
        if not text and name not in _OPTIONAL:
            raise UserError(f"{where}: {name} is empty; fill it")
        row[name] = _typed(name, text, where) if text else None
    _check_target(table, row, where)
    return row


def _typed(name: str, text: str, where: str) -> str | int | date | Decimal:
    read, must_be = _TYPES.get(name, (str, ""))
    try:
        return read(text)
    except (ValueError, InvalidOperation) as error:
        raise UserError(f"{where}: {name} is {text!r}; it must be {must_be}") from error


def _check_target(table: Table, row: Row, where: str) -> None:
    if table is Table.CORRECTIONS:
        named = [name for name in _FACT if row[name] is not None]
        if bool(row["figure_id"]) == bool(named) or (named and len(named) < len(_FACT)):
            raise UserError(f"{where}: name either a figure_id, or {', '.join(_FACT)} together")
    if table is Table.DOCUMENT_PROVINCES:
        if bool(row["doc_id"]) == bool(row["url"]):
            raise UserError(f"{where}: name either a doc_id or a url")
        for name in _PROVINCE_FILE_NEEDS:
            if row[name] is None:
                raise UserError(f"{where}: {name} is empty; fill it")


def _value(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or abs(value) >= VALUE_LIMIT:
        raise ValueError(text)
    return value.quantize(Decimal(1).scaleb(-VALUE_SCALE))


def _code(text: str) -> str:
    if not re.fullmatch(r"\d{2}", text):
        raise ValueError(text)
    return text


def _one_of(*words: str) -> tuple[Callable[[str], str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read, " or ".join(words)


_TYPES: Mapping[str, tuple[Callable[[str], str | int | date | Decimal], str]] = {
    "province_scheme": _one_of(*SCHEMES),
    "province": (_code, "a code of two digits, text: a spreadsheet drops the zero of 01"),
    "year": (int, "a year"),
    "status": _one_of(*Status),
    "verdict": _one_of(*VERDICTS),
    "expected_value": (_value, "a number with a point before its decimals, such as 1234.5"),
    "new_value": (_value, "a number with a point before its decimals, such as 1234.5, or empty"),
    "reviewed_on": (date.fromisoformat, "a date such as 2024-05-31"),
}
