"""From a published number back to where it stands: document, sentence, page version, WARC record.

Each step is checked on the way; printing belongs to the command line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from scrapers.archive import Archive
from scrapers.errors import UserError
from warehouse import lake
from warehouse.database import reading
from warehouse.tables import Table
from warehouse.workspace import Workspace

_CONTEXT = 200  # characters shown on either side of the number
_COLUMNS = (
    "figure_id, indicator, name_vi, name_en, province, province_name, year, period, value, fct_figure.unit,"
    " qualifier, status, level, confidence, rule, evidence, title, url, published_on, captured_at, source,"
    " doc_id, span_start, span_end, page_sha256, warc_file, warc_offset"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and every step back to its record; `before`, `number` and `after` are the document's text."""

    figure_id: str
    indicator: str
    name_vi: str
    name_en: str
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


def explain(workspace: Workspace, figure_id: str) -> Explanation:
    """Walk a published figure back to its WARC record.

    Raises:
        UserError: There is no such figure, or a step of the way is missing or does not fit.
    """
    with reading(workspace.published) as connection:
        cursor = connection.execute(
            f"select {_COLUMNS} from fct_figure join dim_indicator using (indicator)"  # noqa: S608
            " where figure_id = ?",
            [figure_id],
        )
        found = cursor.fetchone()
        names = [column[0] for column in cursor.description or ()]
    if found is None:
        raise UserError(
            f"{figure_id}: no such figure in {workspace.published.name}; ids are in fct_figure.figure_id"
        )
    facts = dict(zip(names, found, strict=True))
    text = _text(workspace, facts["source"], facts["doc_id"])
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


def _text(workspace: Workspace, source: str, doc_id: str) -> str:
    for row in lake.read(workspace.lake, Table.DOCUMENTS, source):
        if row["doc_id"] == doc_id:
            return str(row["text"])
    raise UserError(
        f"document {doc_id} of source {source}: no longer in the lake; run `sotttt run` to build anew"
    )
