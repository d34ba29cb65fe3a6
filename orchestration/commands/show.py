"""Looks at what there is: the answers of `query`, `explain` and `status`, printed."""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from rich.text import Text

from orchestration.telling import terminal
from scrapers.errors import UserError
from warehouse.explain import Successor
from warehouse.explain import explain as walk_back
from warehouse.query import Answer
from warehouse.query import query as ask
from warehouse.release.withdrawals import withheld as withheld_content
from warehouse.spreadsheet import no_formula
from warehouse.summary import summarize
from warehouse.workspace import Workspace

_NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL(\(.*\))?")  # of DuckDB


class Form(StrEnum):
    """How the rows of a query are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"  # an object per row


def query(sql: str, form: Form = Form.TABLE, limit: int = 100) -> None:
    """The rows of a query on the published file; `limit` is for tables, the others print all."""
    answer = ask(Workspace.current(), sql, limit=limit if form is Form.TABLE else sys.maxsize - 1)
    if form is Form.CSV:
        rows = ([no_formula(cell) for cell in row] for row in answer.rows)
        csv.writer(sys.stdout, lineterminator="\n").writerows([map(no_formula, answer.columns), *rows])
    elif form is Form.JSON:
        repeated = sorted({name for name in answer.columns if answer.columns.count(name) > 1})
        if repeated:
            raise UserError(f"query: two columns are called {', '.join(repeated)}; name them apart with `as`")
        for row in answer.rows:
            named = dict(zip(answer.columns, map(_json, row), strict=True))
            print(json.dumps(named, ensure_ascii=False, allow_nan=False))
    else:
        _print_table(answer)


def _json(value: object) -> object:
    """A cell as JSON has it: no NaN and no infinity, the keys of a map as text."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key): _json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _print_table(answer: Answer) -> None:
    if terminal.fits(answer.columns, answer.rows):
        numeric = [_NUMBER.fullmatch(name) is not None for name in answer.types]
        terminal.table(answer.columns, answer.rows, numeric)
    else:  # below each other, without the empty ones
        for number, row in enumerate(answer.rows, start=1):
            named = zip(answer.columns, row, strict=True)
            terminal.table((f"row {number}", ""), [(name, cell) for name, cell in named if cell is not None])
    rows = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
    print(f"(the first {rows}; --limit N prints more, --csv and --json all)" if answer.more else f"({rows})")


def explain(figure_id: str) -> None:
    """A figure and every step back to the record it was read from."""
    found = walk_back(Workspace.current(), figure_id)
    value = _amount(found.value, found.unit)
    code = f"{found.province_scheme} {found.province}"
    where = f"{found.province_name} ({code})" if found.province else "province not told"
    where += ", told by a reviewer" if found.is_province_reviewed else ""
    when = f"{found.year or 'year not told'}, {found.period}"
    print(f"{found.name_en} ({found.name_vi}): {value}")
    print(f"  {where}; {when}; {found.status}, {found.qualifier}; level: {found.level or 'whole province'}")
    print(f"  read by: {found.rule}; confidence {found.confidence:.2f}\n")
    if found.review:
        value = "" if found.corrected_value is None else f" to {_amount(found.corrected_value, found.unit)}"
        signed = f"{found.reviewed_by} on {found.reviewed_on}"
        print(f"review     {found.review}{value} by {signed}: {found.review_reason}")
    if found.last_seen_at:
        print(f"no longer  stated since {found.last_seen_at:%Y-%m-%d %H:%M} UTC; {_instead(found.successor)}")
    print(f"sentence   {found.evidence}")
    print(f"document   {found.title} (published {found.published_on or 'date not told'}), id {found.doc_id}")
    print(f"span       characters {found.span_start} to {found.span_end}, marked here:")
    terminal.console().print(_marked(found.before, found.number, found.after))
    print(f"page       {found.url}, as of {found.captured_at:%Y-%m-%d %H:%M} UTC, source {found.source}")
    print(f"bytes      {found.page_bytes:,}, SHA-256 {found.page_sha256}")
    print(f"record     archive/{found.warc_file} at byte {found.warc_offset}; digest checked")


def status() -> None:
    """What the archive, the lake and the published file hold."""
    workspace = Workspace.current()
    found = summarize(workspace)
    rows = {
        "sources": str(found.sources),
        "addresses asked for": _counts(found.fetches),
        "page versions": _counts(found.pages),
        "documents": str(found.documents),
        "figures read": _counts(found.figures),
        "  without a province": str(found.without_province),
        "  without a year": str(found.without_year),
        "numbers rejected": _counts(found.rejections),
    }
    release = found.published
    rows["published"] = (
        f"{release.path}, {release.published_at:%Y-%m-%d %H:%M} UTC, {release.rows['fct_figure']} figures"
        if release
        else "nothing yet"
    )
    if release:
        rows["release"] = str(release.folder)
    if withheld := withheld_content(workspace):
        rows["not published"] = withheld.way_back
    terminal.table(("data folder", str(workspace.root)), rows.items())


def _amount(value: float, unit: str) -> str:
    return f"{value:,.15g} {unit}"


def _instead(successor: Successor | None) -> str:
    """What the page says in place of a figure."""
    if successor is None or successor.value is None:
        return "the page says nothing in its place"
    told = "again" if successor.change == "stated again" else "instead"
    amount = _amount(successor.value, successor.unit)
    return f"{told}: {amount}, figure {successor.figure_id}: {successor.evidence}"


def _counts(counts: Mapping[str, int]) -> str:
    if not counts:
        return "0"
    parts = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    return f"{sum(counts.values())} ({parts})"


def _marked(before: str, number: str, after: str) -> Text:
    text = Text(f"           ...{' '.join(before.split())} ")
    text.append(f"[{number}]", style="bold")
    return text.append(f" {' '.join(after.split())}...")
