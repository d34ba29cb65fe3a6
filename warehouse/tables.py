"""The tables of the lake: their columns, and rows made of the records of scrapers.model and back.

Schemas and conversions belong here; files and folders do not (`warehouse.lake`).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from scrapers.model import Block, Document, Fetch, Figure, Outcome, PageVersion, Rejection

Row = dict[str, Any]

# 19 digits before the point and 9 after it: one đồng still shows in a value of billions of đồng.
VALUE_SCALE = 9
VALUE_LIMIT = Decimal(10) ** 19
VALUE = pa.decimal128(28, VALUE_SCALE)
_BLOCKS = TypeAdapter(tuple[Block, ...])
_TIME = pa.timestamp("us", tz="UTC")


class Table(StrEnum):
    """The tables of the lake."""

    SOURCES = "sources"  # the registry, as of the last run
    FETCHES = "fetches"  # every attempt to get a URL
    PAGES = "pages"  # every page version and what reading it gave
    DOCUMENTS = "documents"
    READINGS = "readings"  # one row per document read for figures, also when it held none
    FIGURES = "figures"
    REJECTIONS = "rejections"
    RECORDS = "records"  # the index of the archive: what stands where in the WARC files
    CORRECTIONS = "corrections"  # this and the next two: what reviewers settled (warehouse.reviews)
    DOCUMENT_PROVINCES = "document_provinces"
    FIGURE_REVIEWS = "figure_reviews"


def _schema(text: str = "", **others: pa.DataType) -> pa.Schema:
    return pa.schema([(name, others.get(name, pa.string())) for name in text.split()])


# Columns are the fields of the records in scrapers.model, plus those computed there (hashes, figure_id).
SCHEMAS: Mapping[Table, pa.Schema] = {
    Table.SOURCES: _schema(
        "source publisher scheme province kind status enabled hosts entry_points profile local"
        " valid_from valid_to minimum_pages minimum_documents minimum_figures verification notes",
        enabled=pa.bool_(),
        local=pa.bool_(),
        hosts=pa.list_(pa.string()),
        entry_points=pa.list_(pa.string()),
        valid_from=pa.date32(),
        valid_to=pa.date32(),
        minimum_pages=pa.int32(),
        minimum_documents=pa.int32(),
        minimum_figures=pa.int32(),
    ),
    Table.FETCHES: _schema(
        "source run_id url final_url fetched_at captured_at outcome http_status content_type size_bytes"
        " elapsed_ms requests page_sha256 etag last_modified warc_file warc_offset detail",
        fetched_at=_TIME,
        captured_at=_TIME,
        http_status=pa.int32(),
        size_bytes=pa.int64(),
        elapsed_ms=pa.int64(),
        requests=pa.int32(),
        warc_offset=pa.int64(),
    ),
    Table.PAGES: _schema(
        "source url page_sha256 captured_at fetched_at warc_file warc_offset outcome"
        " doc_id profile reason reader",
        captured_at=_TIME,
        fetched_at=_TIME,
        warc_offset=pa.int64(),
    ),
    Table.DOCUMENTS: _schema(
        "doc_id source url title text blocks published published_rule publisher_province profile charset"
        " page_sha256 frame text_sha256",
        published=pa.date32(),
    ),
    Table.READINGS: _schema(
        "doc_id source reader figures rejections reason", figures=pa.int32(), rejections=pa.int32()
    ),
    Table.FIGURES: _schema(
        "figure_id doc_id source indicator province_scheme province year period value unit qualifier status"
        " level"
        " evidence start end evidence_start evidence_end rule confidence",
        year=pa.int32(),
        value=VALUE,
        start=pa.int32(),
        end=pa.int32(),
        evidence_start=pa.int32(),
        evidence_end=pa.int32(),
        confidence=pa.float64(),
    ),
    Table.REJECTIONS: _schema("doc_id source text start end reason", start=pa.int32(), end=pa.int32()),
    Table.RECORDS: _schema(
        "source url captured_at record_type payload_digest warc_file warc_offset length http_status"
        " content_type outcome",
        captured_at=_TIME,
        warc_offset=pa.int64(),
        length=pa.int64(),
        http_status=pa.int32(),
    ),
    Table.CORRECTIONS: _schema(
        "line figure_id province_scheme province year indicator status expected_value new_value"
        " reason reviewed_by reviewed_on",
        line=pa.int32(),
        year=pa.int32(),
        expected_value=VALUE,
        new_value=VALUE,
        reviewed_on=pa.date32(),
    ),
    Table.DOCUMENT_PROVINCES: _schema(
        "line doc_id url province_scheme province reason reviewed_by reviewed_on",
        line=pa.int32(),
        reviewed_on=pa.date32(),
    ),
    Table.FIGURE_REVIEWS: _schema(
        "line figure_id verdict reason reviewed_by reviewed_on", line=pa.int32(), reviewed_on=pa.date32()
    ),
}

# Columns that files of before may lack, for nothing writes these tables anew.
YOUNGER: Mapping[Table, set[str]] = {Table.FETCHES: {"requests"}}


def row_of(record: Fetch | PageVersion | Document | Figure | Rejection, **more: object) -> Row:
    """A record as a row; enumerations become their text."""
    row = {name: getattr(record, name) for name in record.__slots__} | more
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in row.items()}


def fetch_of(row: Row) -> Fetch:
    """The inverse of row_of for a fetch."""
    requests = 1 if row["requests"] is None else row["requests"]  # rows older than the column have none
    return Fetch(**row | {"outcome": Outcome(row["outcome"]), "requests": requests})


def document_row(document: Document) -> Row:
    """A document as a row; its blocks become JSON text."""
    blocks = _BLOCKS.dump_json(document.blocks).decode()
    return row_of(document, blocks=blocks, text_sha256=document.text_sha256)


def document_of(row: Row) -> Document:
    """The inverse of document_row."""
    names = Document.__slots__
    return Document(
        **{name: value for name, value in row.items() if name in names}
        | {"blocks": _BLOCKS.validate_json(row["blocks"])}
    )


def figure_row(figure: Figure, source: str) -> Row:
    """A figure as a row; its value must be below VALUE_LIMIT."""
    value = figure.value.quantize(Decimal(1).scaleb(-VALUE_SCALE), ROUND_HALF_EVEN)
    return row_of(figure, source=source, figure_id=figure.figure_id, value=value)
