"""Figures of data tables: a cell is named by its row label and column header, timed by header or caption.

Growth, index and plan-share columns, rows of districts and other scopes, and column numbers are no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from scrapers.model import Block, Cell, Figure, Rejection, Status
from scrapers.reading.cell_names import CellNames
from scrapers.reading.cells import BARE_YEAR, CellContext, in_time
from scrapers.reading.figures import Statement, figures_of
from scrapers.reading.grid import Column, Grid, Row, is_data, lay_out, words
from scrapers.reading.lexicon import OTHER
from scrapers.reading.numbers import Number, find_numbers
from scrapers.reading.page import Heading, Page
from scrapers.reading.periods import resolve
from scrapers.reading.places import scope_of
from scrapers.reading.prose import read_prose
from scrapers.reading.status import find_qualifier

FOOTNOTE_REACH = 400
LONG_CELL = 90  # a longer cell is read as running text
_GROWTH = re.compile(
    r"\b(?:[uư]?th|kh|ước th|ước thực hiện|thực hiện|kế hoạch)[^/]{0,16}/ ?(?:[uư]?th|kh|kế hoạch"
    r"|thực hiện|cùng kỳ|ước)"
    r"|% ?kế hoạch|so với|so sánh|so cùng|\bso (?:kh|th|năm|kế hoạch|(?:19|20)\d\d)|\bss\b|tăng|giảm"
    r"|tốc độ|chênh lệch"
    r"|tỷ lệ (?:đạt|hoàn thành|thực hiện)"
    r"|th ?/ ?kh|% ?kh\b|hoàn thành|% thực hiện"
    r"|mức đạt|đạt so|\bkh ?/|\(%\) ?(?:th|so)|năm trước ?= ?100|chỉ số phát triển|nhịp độ|cơ cấu"
    r"|tỷ trọng ?\(|thị phần|% ?ht\b|htkh|\+ ?/ ?-|^\W*% so|(?:19|20)\d\d ?/ ?(?:19|20)\d\d"
    r"|bình quân (?:năm|giai đoạn)|đánh giá|index"
)
_INDEX_SECTION = re.compile(r"chỉ số phát triển|năm trước ?= ?100|tốc độ (?:tăng|phát triển)|cơ cấu")
_PART = re.compile(r"^\s*(?:[-+•*–]|trong đó|tr\.? ?đó|như trên|chia ra|gồm|[a-zđ]\)|riêng)")
_KINDS = ("cố_định", "di_động", "trả_trước", "trả_sau", "bưu_chính", "viễn_thông")  # they set siblings apart
MANY_PROVINCES = 4
_CITY = re.compile(r"(?:thành phố|tp\.?|thị xã) (?!hà nội|hồ chí minh|hcm|đà nẵng|hải phòng|cần thơ|huế)")
_DISTRICTS = re.compile(r"địa bàn|\b(?:quận|huyện|xã|phường)\b|đơn vị hành chính|địa phương|khu vực")
_BY_DISTRICT = re.compile(r"(?:theo|từng|các) (?:đơn vị hành chính|huyện|quận|địa bàn)")
_ESTIMATED_CELL = re.compile(r"\((?:ước|sơ bộ)")
_WHOLE = re.compile(r"toàn tỉnh|toàn thành phố|tổng (?:số|cộng)|toàn ngành|cả tỉnh|chung")
_STARRED = re.compile(r"\* ?\)? ?:?[^.]{0,40}?\b(?:ước|sơ bộ)")
_AVERAGE = re.compile(r"(?:trung bình|bình quân|cả nước|toàn quốc|toàn vùng|vùng )")
_AGENCY = re.compile(
    r"(?:sở|ban|phòng|chi cục|cục|trung tâm|văn phòng|công ty|thanh tra) (?!,|và |ngành)[^\W\d_]"
    r"|.*(?: khác| còn lại)$"
)


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a table: captions and the lines before it, as key spans; headings."""

    captions: list[tuple[int, int]]
    path: list[Heading]


def read_table(page: Page, block: Block, above: Above) -> tuple[list[Figure], list[Rejection]]:
    """The figures and the rejected numbers of one table."""
    grid = lay_out(page, block)
    if grid is None:
        return [], []
    return _Table(page, block, grid, above).read()


class _Table:
    """One table while its rows are read in order: sections and parent rows carry on."""

    def __init__(self, page: Page, block: Block, grid: Grid, above: Above) -> None:
        self.page, self.grid, self.above = page, grid, above
        behind = page.text.key[page.text.at(block.end) : page.text.at(block.end) + FOOTNOTE_REACH]
        starred = bool(_STARRED.search(behind))
        self.context = CellContext(page, grid, above.captions, above.path, starred)
        self.names = CellNames(self.context)
        self.figures: list[Figure] = []
        self.rejections: list[Rejection] = []
        self.by_district = any(
            _DISTRICTS.search(page.text.key, start, end)
            for column in grid.columns if column.role == "label" for start, end in column.header
        ) or bool(_BY_DISTRICT.search(self.context.caption))  # fmt: skip
        self.has_whole = self.by_district and any(_WHOLE.search(words(page, row.label)) for row in grid.rows)
        # Why the rows of a section, or of a table of indices, are no figures.
        self.skip = "index" if _INDEX_SECTION.search(self.context.caption) else None
        self.whole = ""  # the code of the last row that is no part of another
        self.parent: Cell | None = None  # the label that "trong đó" rows are parts of

    def read(self) -> tuple[list[Figure], list[Rejection]]:
        """All rows in order."""
        for row in self.grid.rows:
            if self._is_section(row):
                continue
            scope = self.skip or self._row_scope(row)
            for column in self.grid.columns:
                cell = row.cells.get(column.index)
                if cell is None or cell is row.label or column.role != "data":
                    continue
                if cell.column == column.index and cell.row == row.index:  # a spanning cell is read once
                    self._cell(row, column, cell, scope)
            if row.label is not None and not self._is_part(row):
                self.parent = row.label
        return self.figures, self.rejections

    def _is_part(self, row: Row) -> bool:
        """Does the label say so, or name nothing but what sets siblings apart?"""
        if row.label is None:
            return False
        telling = self.page.mask(*self.context.span(row.label)) & ~self.page.lexicon.silent
        only_kind = bool(telling) and not telling & ~sum(self.page.lexicon.bits[kind] for kind in _KINDS)
        return only_kind or bool(_PART.match(words(self.page, row.label)))

    def _is_section(self, row: Row) -> bool:
        """A row that only names what follows: a district, a group, a block of indices."""
        filled = {id(cell): cell for cell in row.cells.values() if words(self.page, cell)}
        label = row.label
        named = [c for c in filled.values() if re.search(r"[^\W\d_]{2}", words(self.page, c))]
        if len(named) != 1 or len(filled) > 2 or (len(filled) == 2 and not _short(filled, named, self.page)):
            return False
        cell = named[0]
        if cell.column_span == 1 and cell is not label:
            return False
        text = words(self.page, cell)
        self.context.section, self.parent = cell, None
        if _INDEX_SECTION.search(text):
            self.skip = "index"
        elif _WHOLE.search(text):
            self.skip = None
        else:
            scope = self._scope_in(cell)
            self.skip = scope if scope in ("district", "company") else None
        return True

    def _row_scope(self, row: Row) -> str | None:
        if row.label is None:
            return None
        label = words(self.page, row.label)
        if _AVERAGE.match(label):
            return "nation"
        if _AGENCY.match(label):
            return "agency"
        if (
            self.by_district
            and not _WHOLE.search(label)
            and not BARE_YEAR.search(label)
            and not self._names_province(row.label)
        ):
            return "district"
        scope = self._scope_in(row.label)
        return scope if scope in ("district", "company", "nation") else None

    def _names_province(self, cell: Cell) -> bool:
        start, end = self.context.span(cell)
        if self.has_whole and self.page.province in {m.code for m in self.page.provinces_in(start, end)}:
            return False  # the district that has the province's name
        if (
            _CITY.match(words(self.page, cell))
            and len({m.code for m in self.page.provinces.items}) < MANY_PROVINCES
        ):
            return False  # the town that has the province's name
        return bool(self.page.provinces_in(start, end))

    def _scope_in(self, cell: Cell) -> str | None:
        start, end = self.context.span(cell)
        return scope_of(self.page.text, start, end, end)

    def _cell(self, row: Row, column: Column, cell: Cell, scope: str | None) -> None:
        start, end = self.context.span(cell)
        if end - start > LONG_CELL:
            path = [*self.above.path, *([Heading(*self.context.span(row.label), 90)] if row.label else [])]
            figures, rejections, _ = read_prose(self.page, start, end, path)
            self.figures += figures
            self.rejections += rejections
            return
        numbers, tokens = find_numbers(self.page.text.key, start, end)
        self.rejections += [self.page.rejection(t.start, t.end, t.reason) for t in tokens]
        header = " ".join(self.page.text.key[a:b] for a, b in column.header)
        for number in numbers:
            reason = scope or ("growth" if self._is_growth(row, header) else None)
            statement = None
            if reason is None:
                reason, statement = self._statement(row, column, header, number, (start, end))
            if statement is None:
                self.rejections.append(self.page.rejection(number.start, number.end, reason))
            else:
                self.figures += figures_of(self.page, statement)

    def _statement(
        self, row: Row, column: Column, header: str, number: Number, span: tuple[int, int]
    ) -> tuple[str, Statement | None]:
        page, key = self.page, self.page.text.key
        label = words(page, row.label)
        self.context.parent = self.parent if self._is_part(row) else None
        if not is_data(key[span[0] : span[1]].strip()):
            return "unnamed", None
        names = self.names.name(row, column, number, span[1])
        if not names:
            return "unnamed", None
        if names[0].code == OTHER:
            return "other_quantity", None
        if not _PART.match(label):
            self.whole = names[0].code
        elif names[0].code == self.whole and self.whole not in page.lexicon.tiered:
            return "part", None
        cue, rule = self.context.time(row, column)
        year, span_kind, month = resolve(cue, page.setting)
        status, status_rule = self.context.status(header, label)
        if _ESTIMATED_CELL.search(key, number.end, span[1]):
            status, status_rule = Status.ESTIMATE, "clause"
        if cue is None and page.setting.plan and status is Status.TARGET and page.setting.plan_year:
            year, span_kind, month = page.setting.plan_year, "year", 12
        status, status_rule = in_time(page, year, rule, status, status_rule)
        label_start = min(self.context.span(row.label)[0], span[0]) if row.label else span[0]
        last = max(
            (self.context.span(c)[1] for c in row.cells.values() if c.row == row.index), default=span[1]
        )
        left = key[span[0] : number.start]
        return "", Statement(
            number=number, unit_end=number.end, low=label_start, high=last, names=names,
            qualifier=find_qualifier(left, key[number.end : span[1]], number.bound), status=status, year=year,
            span=span_kind, month=month, province=self.context.province(row, column), score=names[0].score,
            rules=f"table year:{rule} status:{status_rule}",
            tiers=reduce(or_, self.names.words_of(row, column)),
            evidence=(page.text.origin(label_start), page.text.end_origin(last)),
        )  # fmt: skip

    def _is_growth(self, row: Row, header: str) -> bool:
        """A column of growth or plan shares: by its header, or a percentage beside rows of another unit."""
        if _GROWTH.search(header):
            return True
        unit = next(
            (words(self.page, row.cells.get(c.index)) for c in self.grid.columns if c.role == "unit"), ""
        )
        return bool(unit) and "%" not in unit and header.rstrip(" )").endswith("%")


def _short(filled: dict[int, Cell], named: list[Cell], page: Page) -> bool:
    """Is the other filled cell only a serial number?"""
    others = [words(page, cell) for cell in filled.values() if cell is not named[0]]
    return all(len(text) <= 4 and not re.search(r"\d{2}", text) for text in others)
