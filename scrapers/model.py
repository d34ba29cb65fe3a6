"""The values that travel between the stages: fetch, page version, document, figure, rejection.

Only frozen records and their vocabulary belong here; whoever makes or stores them has a module of its own.
Words are those of the project's glossary (README, "Words").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """How one attempt to get one URL ended. Every attempt leaves exactly one."""

    OK = "ok"  # a body not seen before at this URL
    UNCHANGED = "unchanged"  # the same bytes as the last page version of this URL
    NOT_MODIFIED = "not_modified"  # the server said 304
    ROBOTS = "robots"  # robots.txt forbids it; nothing was asked
    HTTP_ERROR = "http_error"  # a final status of 4xx or 5xx
    TIMEOUT = "timeout"
    CONNECTION = "connection"  # refused, reset, name not known, proxy not reachable
    TLS = "tls"
    REDIRECT_OUT = "redirect_out"  # leads to a host outside the source
    BLOCKED_ADDRESS = "blocked_address"  # a private or loopback address the source has not declared
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"  # a content type that is not read
    BROKEN = "broken"  # a response that is not HTTP, or cut short
    DEFERRED = "deferred"  # not asked in this run: the host's quiet hours or budget, or max_pages


GOT = frozenset({Outcome.OK, Outcome.UNCHANGED, Outcome.NOT_MODIFIED})  # the page's bytes are known


class PageOutcome(StrEnum):
    """What became of a page version when it was read."""

    DOCUMENT = "document"  # a text not seen before at this URL
    SAME_TEXT = "same_text"  # bytes changed (a counter, a clock), the text did not
    LISTING = "listing"  # links to documents, no document itself
    EMPTY = "empty"  # no readable text
    UNREADABLE = "unreadable"  # not text, or broken beyond repair; `reason` says how


class BlockKind(StrEnum):
    """What a stretch of a document's text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # one list item
    TABLE = "table"  # has cells
    CAPTION = "caption"  # a table's title or its unit line


class Status(StrEnum):
    """Is the value a result, an estimate of a result, or a plan?"""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class Qualifier(StrEnum):
    """How exact the words around the number make it."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One attempt to get one URL; the WARC position is set when a record was written."""

    source: str
    run_id: str
    url: str  # canonical, as asked for
    final_url: str  # after redirects
    fetched_at: datetime  # UTC
    captured_at: datetime  # UTC; earlier than fetched_at for archived or imported pages
    outcome: Outcome
    http_status: int | None = None
    content_type: str | None = None
    size_bytes: int = 0
    elapsed_ms: int = 0
    requests: int = 1  # those it took: redirects, repetitions and robots.txt too
    page_sha256: str | None = None  # of the body, hex
    etag: str | None = None
    last_modified: str | None = None
    warc_file: str | None = None  # relative to the archive's root
    warc_offset: int | None = None
    detail: str | None = None  # one line a person can act on, when the outcome is not OK


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; row and column are grid positions after spans are laid out."""

    row: int
    column: int
    start: int  # offsets into Document.text
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text. Blocks are in reading order, never overlap and cover all read."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # heading depth (1 = title) or list nesting (1 = outermost)
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The readable content of a page version: title first, then body blocks; no chrome, no counters.

    In `text` the cells of a table row are parted by a tab, rows and blocks by newlines. For plain-text
    input `text` is the input itself, so that spans point into the file.
    """

    doc_id: str
    source: str
    url: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    published: date | None = None
    published_rule: str | None = None  # where the date was found: profile, meta, text, manifest, ...
    publisher_province: str | None = None  # gso63 code of the publisher, from the registry
    profile: str = "generic"  # the CMS profile that read it
    charset: str = "utf-8"
    page_sha256: str = ""
    frame: str = ""  # <title>, banner and footer: who publishes; never read for figures

    @property
    def text_sha256(self) -> str:
        """Hash of the words of the blocks: blind to white space, and to chrome, which no block holds."""
        words = " ".join(self.text[block.start : block.end] for block in self.blocks).split()
        return hashlib.sha256(" ".join(words).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PageVersion:
    """One distinct body of one URL, and what reading it gave. The position leads back to the WARC record."""

    source: str
    url: str
    page_sha256: str
    captured_at: datetime
    fetched_at: datetime
    warc_file: str
    warc_offset: int
    outcome: PageOutcome
    doc_id: str | None = None
    profile: str | None = None
    reason: str | None = None
    reader: str = ""  # version of the code that read it


@dataclass(frozen=True, slots=True)
class Figure:
    """One number stated for an indicator, with its evidence. Spans are offsets into Document.text."""

    doc_id: str
    indicator: str
    province: str | None  # GSO code in province_scheme
    year: int | None
    period: str  # year, as_of, 3m, 6m, 9m, ..., ytd, month, quarter
    value: Decimal  # in the indicator's canonical unit
    unit: str
    qualifier: Qualifier
    status: Status
    level: str | None  # province, district, commune, or None
    evidence: str  # the words, white space collapsed
    start: int  # of the number
    end: int
    evidence_start: int
    evidence_end: int
    rule: str  # which rules bound the indicator, year, status and province, parted by spaces
    confidence: float  # 0 to 1
    province_scheme: str = "gso63"  # or gso34, of the provinces since 2025-07-01

    @property
    def figure_id(self) -> str:
        """Stable name of the fact in its document: same text and same reading give the same id."""
        value = format(self.value.normalize(), "f")
        key = (
            self.doc_id, self.indicator, self.province_scheme, self.province, self.year, self.period, value,
            self.qualifier,
            self.status, self.level, self.start,
        )  # fmt: skip
        return hashlib.sha256(repr(tuple(map(str, key))).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A number that is no figure, and why: date, document_number, phone, unnamed, out_of_scope, ..."""

    doc_id: str
    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that reading one document gave."""

    figures: tuple[Figure, ...] = ()
    rejections: tuple[Rejection, ...] = field(default=())
