"""A reviewer's work: what is worth a minute, and an entry that fits what is published.

Entries are checked here against the published file, so that a slip is told at once and not by the next build.
Their form and the files belong to `warehouse.reviews`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from scrapers.errors import UserError
from warehouse import reviews
from warehouse.database import reading
from warehouse.query import Answer, query
from warehouse.tables import Table
from warehouse.workspace import Workspace

_QUEUE = (
    "select reason, score, figure_id, indicator"
    ", coalesce(province_scheme || ' ' || province, '?') as province, year, status, value"
    ", rival_value as other, unit, evidence, url"
    " from mart_review_queue order by score desc, figure_id, reason"
)


@dataclass(frozen=True, slots=True)
class Signed:
    """Why an entry is written, by whom, when."""

    reason: str
    by: str
    on: date

    def cells(self) -> dict[str, str]:
        """As cells of a file."""
        return {"reason": self.reason, "reviewed_by": self.by, "reviewed_on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was written."""

    path: Path
    line: int


def queue(workspace: Workspace, limit: int) -> Answer:
    """What is worth a reviewer's minute, most valuable first.

    Raises:
        UserError: Nothing is published.
    """
    return query(workspace, _QUEUE, limit)


def judge(workspace: Workspace, figure_id: str, verdict: str, signed: Signed) -> Entry:
    """Accept or reject a figure.

    Raises:
        UserError: No such figure is published, or the disk refuses.
    """
    _figure_value(workspace, figure_id)
    entry = {"figure_id": figure_id, "verdict": verdict}
    return _write(workspace, Table.FIGURE_REVIEWS, entry, signed)


def correct(workspace: Workspace, figure_id: str, value: str, signed: Signed) -> Entry:
    """Say what a figure should be, against what its page states today.

    Raises:
        UserError: No such figure is published, the value is no number, or the disk refuses.
    """
    expected = _figure_value(workspace, figure_id)
    entry = {"figure_id": figure_id, "expected_value": expected, "new_value": value.strip()}
    return _write(workspace, Table.CORRECTIONS, entry, signed)


def settle_province(workspace: Workspace, url: str, scheme: str, province: str, signed: Signed) -> Entry:
    """Say of which province a page speaks, for the figures whose province cannot be told.

    Raises:
        UserError: No published figure is of that page, there is no such province, or the disk refuses.
    """
    if not _one(workspace, "select 1 from fct_figure where url = ?", [url]):
        raise UserError(f"{url}: no figure is of this page; addresses are in fct_figure.url")
    known = "select 1 from dim_province where province_scheme = ? and province = ?"
    if not _one(workspace, known, [scheme, province]):
        raise UserError(f"{scheme} {province}: no such province; codes are in dim_province")
    entry = {"url": url, "province_scheme": scheme, "province": province}
    return _write(workspace, Table.DOCUMENT_PROVINCES, entry, signed)


def _write(workspace: Workspace, table: Table, entry: dict[str, str], signed: Signed) -> Entry:
    line = reviews.add(workspace, table, entry | signed.cells())
    return Entry(reviews.path_of(workspace, table), line)


def _figure_value(workspace: Workspace, figure_id: str) -> str:
    """What the page states, as the lake has it: with nine decimals."""
    found = _one(workspace, "select value from fct_figure where figure_id = ?", [figure_id])
    if not found:
        raise UserError(
            f"{figure_id}: no such figure in {workspace.published.name}; ids are in fct_figure.figure_id"
        )
    text = format(Decimal(repr(found[0])), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _one(workspace: Workspace, sql: str, values: Sequence[str]) -> tuple[Any, ...] | None:
    with reading(workspace.published) as connection:
        row: tuple[Any, ...] | None = connection.execute(sql, values).fetchone()
    return row
