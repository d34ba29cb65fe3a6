"""From a published number back to where it stands: document, sentence, page version, WARC record.

Each step is checked on the way; printing belongs to the command line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from scrapers.archive import Archive
from scrapers.errors import UserError
from warehouse import lake
from warehouse.database import reading
from warehouse.tables import Row, Table
from warehouse.workspace import Workspace

_CONTEXT = 200  # characters shown on either side of the number
_STATED = (
    "figure_id, indicator, indicators.name_vi, indicators.name_en, province_scheme, province, year, period"
    ", value, figures.unit, qualifier, status, level, confidence, evidence, title, url, published_on, source"
    ", doc_id"
)
_CURRENT = f"""
select {_STATED}, province_name, captured_at, last_seen_at, rule, span_start, span_end, page_sha256, warc_file
    , warc_offset, review, corrected_value, review_reason, reviewed_by, reviewed_on, is_province_reviewed
from fct_figure as figures join dim_indicator as indicators using (indicator)
where figure_id = ?
"""  # noqa: S608
_PAST = f"""
select {_STATED}, provinces.name_vi as province_name, first_seen_at as captured_at, last_seen_at
from fct_figure_version as figures join dim_indicator as indicators using (indicator)
left join dim_province as provinces using (province_scheme, province)
where figure_id = ? and not is_current
order by version desc limit 1
"""  # noqa: S608
# What the next text of the page says of the same fact: something else, or the same again under another id.
_SUCCESSOR = """
select change, new_figure_id, new_value, unit, new_evidence from mart_revisions
where old_figure_id = $figure and seen_at = $until
union all
select 'stated again', latter.figure_id, latter.value, latter.unit, latter.evidence
from fct_figure_version as former join fct_figure_version as latter
    on former.url = latter.url and former.version + 1 = latter.version
    and former.indicator = latter.indicator and former.value = latter.value
    and (former.province_scheme, former.province, former.year, former.period, former.status, former.level)
        is not distinct from
        (latter.province_scheme, latter.province, latter.year, latter.period, latter.status, latter.level)
where former.figure_id = $figure and former.last_seen_at = $until
limit 1
"""


@dataclass(frozen=True, slots=True)
class Successor:
    """What a page says since it no longer states a figure; no figure when that is withdrawn."""

    change: str  # changed, withdrawn, stated again
    figure_id: str | None
    value: float | None
    unit: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and every step back to its record; `before`, `number` and `after` are the document's text."""

    figure_id: str
    indicator: str
    name_vi: str
    name_en: str
    province_scheme: str | None
    province: str | None
    province_name: str | None
    year: int | None
    period: str
    value: float
    unit: str
    qualifier: str
    status: str
    level: str | None
    confidence: float
    rule: str
    evidence: str
    title: str
    url: str
    published_on: date | None
    captured_at: datetime  # UTC
    last_seen_at: datetime | None  # UTC; None while the page states it
    source: str
    doc_id: str
    span_start: int
    span_end: int
    page_sha256: str
    warc_file: str
    warc_offset: int
    before: str
    number: str
    after: str
    page_bytes: int
    review: str | None = None  # this and the next four: what a reviewer settled
    corrected_value: float | None = None
    review_reason: str | None = None
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    is_province_reviewed: bool = False
    successor: Successor | None = None  # of a figure that its page no longer states


def explain(workspace: Workspace, figure_id: str) -> Explanation:
    """Walk a figure that a page states, or once stated, back to its WARC record.

    Raises:
        UserError: There is no such figure, or a step of the way is missing or does not fit.
    """
    with reading(workspace.published) as connection:
        facts = _row(connection, _CURRENT, [figure_id])
        if past := _row(connection, _PAST, [figure_id]) if facts is None else None:
            place = {"figure": figure_id, "until": past["last_seen_at"]}
            next_one = _row(connection, _SUCCESSOR, place)
            successor = Successor(*next_one.values()) if next_one else None
            facts = past | _place(workspace, past) | {"successor": successor}
    if facts is None:
        raise UserError(
            f"{figure_id}: no such figure in {workspace.published.name}; ids are in fct_figure.figure_id and,"
            " of what pages no longer state, in fct_figure_version; a new reader can give others"
        )
    text = _of(workspace, Table.DOCUMENTS, facts["source"], "doc_id", facts["doc_id"])["text"]
    start, end = facts["span_start"], facts["span_end"]
    page = Archive(workspace.archive).read(facts["warc_file"], facts["warc_offset"])
    digest = hashlib.sha256(page.body).hexdigest()
    if digest != facts["page_sha256"]:
        raise UserError(
            f"{facts['warc_file']} at byte {facts['warc_offset']}: holds another page than figure {figure_id}"
            f" was read from ({digest[:12]}, not {facts['page_sha256'][:12]}); restore the file"
        )
    return Explanation(
        **facts,
        before=text[max(0, start - _CONTEXT) : start],
        number=text[start:end],
        after=text[end : end + _CONTEXT],
        page_bytes=len(page.body),
    )


def _row(
    connection: duckdb.DuckDBPyConnection, sql: str, values: list[str] | dict[str, Any]
) -> dict[str, Any] | None:
    cursor = connection.execute(sql, values)
    found = cursor.fetchone()
    names = [column[0] for column in cursor.description or ()]
    return None if found is None else dict(zip(names, found, strict=True))


def _place(workspace: Workspace, past: dict[str, Any]) -> dict[str, Any]:
    """Where a figure of the past stands: the published file tells it of current ones only."""
    figure = _of(workspace, Table.FIGURES, past["source"], "figure_id", past["figure_id"])
    page = _of(workspace, Table.PAGES, past["source"], "doc_id", past["doc_id"])
    return {
        "rule": figure["rule"],
        "span_start": figure["start"],
        "span_end": figure["end"],
    } | {name: page[name] for name in ("page_sha256", "warc_file", "warc_offset")}


def _of(workspace: Workspace, table: Table, source: str, column: str, key: str) -> Row:
    """The first row of a source with that key."""
    for row in lake.read(workspace.lake, table, source):
        if row[column] == key:
            return row
    raise UserError(f"{key} of source {source}: no longer in lake/{table}; run `sotttt run` to build anew")
