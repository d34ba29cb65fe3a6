"""Figures of data tables: each cell named by its row label and column header, timed by header, caption or title.

Growth, index and plan-share columns, rows of districts and other scopes, and column numbers are no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from scrapers.model import Block, Cell, Figure, Rejection, Status
from scrapers.reading.figures import Statement, figures_of
from scrapers.reading.grid import Column, Grid, Row, is_data, lay_out, words
from scrapers.reading.lexicon import OTHER
from scrapers.reading.naming import Surroundings, name_number
from scrapers.reading.numbers import Number, find_numbers
from scrapers.reading.page import Heading, Page
from scrapers.reading.periods import TimeCue, resolve
from scrapers.reading.places import scope_of
from scrapers.reading.prose import read_prose
from scrapers.reading.status import find_qualifier, find_status
from scrapers.reading.units import unit_of, unit_of_label

FOOTNOTE_REACH = 400
LONG_CELL = 90  # a longer cell is read as running text
_GROWTH = re.compile(
    r"\b(?:[uư]?th|kh|ước th|ước thực hiện|thực hiện|kế hoạch)[^/]{0,16}/ ?(?:[uư]?th|kh|kế hoạch|thực hiện|cùng kỳ|ước)"
    r"|so với|so sánh|so cùng|\bss\b|tăng|giảm|tốc độ|chênh lệch|tỷ lệ (?:đạt|hoàn thành|thực hiện)|th ?/ ?kh|% ?kh\b|hoàn thành|% thực hiện"
    r"|mức đạt|đạt so|\bkh ?/|\(%\) ?(?:th|so)|năm trước ?= ?100|chỉ số phát triển|nhịp độ|cơ cấu|tỷ trọng ?\(|thị phần|% ?ht\b|htkh|\+ ?/ ?-|^\W*% so|(?:19|20)\d\d ?/ ?(?:19|20)\d\d|bình quân (?:năm|giai đoạn)|đánh giá|index"
)
_INDEX_SECTION = re.compile(r"chỉ số phát triển|năm trước ?= ?100|tốc độ (?:tăng|phát triển)|cơ cấu")
_PART = re.compile(r"^\s*(?:[-+•*–]|trong đó|tr\.? ?đó|chia ra|gồm|[a-zđ]\)|riêng)")
_WHOLE = re.compile(r"toàn tỉnh|toàn thành phố|tổng (?:số|cộng)|toàn ngành|cả tỉnh|chung")
_MONTHS = re.compile(r"(?<!\d)(1[01]|0?[1-9]) tháng")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_HEAD_STATUS = (  # the first that a header holds decides: "ước thực hiện" is an estimate
    (Status.ESTIMATE, re.compile(r"\bước|sơ bộ|dự ước|\b[uư]\.? ?th\b|prel")),
    (Status.TARGET, re.compile(r"\bkh\b|kế hoạch|mục tiêu|chỉ tiêu|dự kiến|phấn đấu|\bkh(?=\d)|quy hoạch|\bqh\b|định hướng|dự báo|đến năm|nq giao|nghị quyết|dự toán")),
    (Status.ACTUAL, re.compile(r"\bth\b|thực hiện|kết quả|thực tế|đạt được|chính thức|hiện trạng|kqth|lũy kế|năm báo cáo|kỳ báo cáo")),
)
_SCALE = re.compile(r"(?:^|[ (:])(nghìn|ngàn|1\.?000|triệu|tr\.?(?= ?đ)|tỷ|tỉ)(?= ?\(?[^\W\d_])")
_SCALES = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "1000": 10**3,
    "1.000": 10**3,
    "triệu": 10**6, "tr": 10**6, "tr.": 10**6, "tỷ": 10**9,
    "tỉ": 10**9,
}
_UNIT_WORDS = re.compile(r"(?:đvt|đơn vị(?: tính)?|đv tính|đ\.v\.t) ?:? ?(.+)")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)|, ?([^,]{1,18})$")
_RANK_HEAD = re.compile(r"xếp hạng|thứ hạng|\bhạng\b|vị thứ|thứ bậc|xếp thứ")
_PER_THOUSAND = re.compile(r"/ ?(?:1[.]?000|10[.]?000|1 triệu|vạn) ?(?:dân|người)")
_PER_HUNDRED = re.compile(r"(?:/|trên|bình quân|tính trên|cho) ?(?:mỗi )?100 ?(?:người )?(?:dân|người)|per 100 ")
_STARRED = re.compile(r"\* ?\)? ?:?[^.]{0,40}?(?:ước|sơ bộ)")
_AGENCY = re.compile(r"(?:sở|ban|phòng|chi cục|cục|trung tâm|văn phòng|công ty|thanh tra) (?!,|và |ngành)[^\W\d_]|.*(?: khác| còn lại)$")
_COUNT_WORDS = re.compile(r"^(?:[-+•*\d.) ]|tổng số|số lượng|tổng|số) ?")


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a table: captions and the paragraph before it, as key spans; headings; concepts."""

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
        self.page, self.block, self.grid, self.above = page, block, grid, above
        self.figures: list[Figure] = []
        self.rejections: list[Rejection] = []
        self.caption = "\n".join(page.text.key[start:end] for start, end in above.captions)
        self.caption_mask = 0
        for start, end in above.captions:
            self.caption_mask |= page.mask(start, end)
        for heading in above.path[-2:]:
            self.caption_mask |= page.mask(heading.start, heading.end)
        behind = page.text.key[page.text.at(block.end) : page.text.at(block.end) + FOOTNOTE_REACH]
        self.starred = bool(_STARRED.search(behind))  # a footnote says that starred values are estimates
        self.section: Cell | None = None
        self.skip: str | None = None
        self.parent: Cell | None = None

    def read(self) -> tuple[list[Figure], list[Rejection]]:
        """All rows in order."""
        for row in self.grid.rows:
            if self._is_section(row):
                continue
            scope = self.skip or self._row_scope(row)
            for column in self.grid.columns:
                cell = row.cells.get(column.index)
                if cell is not None and column.role == "data" and cell is not row.label:
                    if cell.column == column.index and cell.row == row.index:
                        self._cell(row, column, cell, scope)
            if row.label is not None and not _PART.match(words(self.page, row.label)):
                self.parent = row.label
        return self.figures, self.rejections

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
        self.section, self.parent = cell, None
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
        if _AGENCY.match(words(self.page, row.label)):
            return "agency"
        scope = self._scope_in(row.label)
        return scope if scope in ("district", "company", "nation") else None

    def _scope_in(self, cell: Cell) -> str | None:
        start, end = self._span(cell)
        return scope_of(self.page.text, start, end, end)

    def _span(self, cell: Cell) -> tuple[int, int]:
        return self.page.text.at(cell.start), self.page.text.at(cell.end)

    def _cell(self, row: Row, column: Column, cell: Cell, scope: str | None) -> None:
        start, end = self._span(cell)
        if end - start > LONG_CELL:
            path = [*self.above.path, *([Heading(*self._span(row.label), 90)] if row.label else [])]
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
        unit_text, unit, scale = self._unit(row, column, header, label, number)
        if not is_data(key[span[0] : span[1]].strip()):
            return "unnamed", None
        row_mask = page.mask(*self._span(row.label)) if row.label else 0
        spans = [page.mask(start, end) for start, end in column.header]
        head_mask, upper = (spans[-1], sum_masks(spans[:-1])) if spans else (0, 0)
        unit_mask = 0
        for hit in page.lexicon.find(unit_text):
            unit_mask |= hit.mask
        before = page.mask(*self._span(self.parent)) if self.parent and _PART.match(label) else 0
        section = page.mask(*self._span(self.section)) if self.section else 0
        around = Surroundings(
            beside=row_mask | head_mask | unit_mask,
            right=row_mask | head_mask,
            near=upper,
            before=before | section,
            head=self.caption_mask,
            title=page.title_mask,
            adjacent=self._counted(row, label, unit_text, unit_mask) if unit == "count" else 0,
        )
        value = number.value * scale
        other = number.alternative * scale if number.alternative is not None else None
        names = name_number(page.lexicon, unit, value, other, around)
        if not names:
            return "unnamed", None
        if names[0].code == OTHER:
            return "other_quantity", None
        cue, rule = self._time(row, column)
        year, span_kind, month = resolve(cue, page.setting)
        status, status_rule = self._status(row, header, label, year)
        published = page.document.published
        if cue is None and page.setting.plan and status is Status.TARGET and page.setting.plan_year:
            year, span_kind, month = page.setting.plan_year, "year", 12
        if year and published and year > published.year and status is Status.ACTUAL:
            status, status_rule = Status.TARGET, "future"
        label_start = min(self._span(row.label)[0], span[0]) if row.label else span[0]
        last = max((self._span(c)[1] for c in row.cells.values() if c.row == row.index), default=span[1])
        left = key[span[0] : number.start]
        return "", Statement(
            number=number, unit_end=number.end, low=label_start, high=last, names=names,
            qualifier=find_qualifier(left, key[number.end : span[1]], number.bound), status=status, year=year,
            span=span_kind, month=month, province=self._province(row, column), score=names[0].score,
            rules=f"table year:{rule} status:{status_rule}", tiers=row_mask | head_mask | upper,
            evidence=(page.text.origin(label_start), page.text.end_origin(last)),
        )  # fmt: skip

    def _counted(self, row: Row, label: str, unit_text: str, unit_mask: int) -> int:
        """What a row counts: the unit, or the first thing of the label where the unit only repeats it."""
        things = self.page.lexicon.things
        if row.label is None or not _COUNT_WORDS.sub("", label).startswith(unit_text):
            return unit_mask & things
        first = (hit.mask & things for hit in self.page.hits_in(*self._span(row.label)))
        return next((mask for mask in first if mask), 0)

    def _is_growth(self, row: Row, header: str) -> bool:
        """A column of growth or plan shares: by its header, or a percentage beside rows of another unit."""
        if _GROWTH.search(header):
            return True
        unit = next((words(self.page, row.cells.get(c.index)) for c in self.grid.columns if c.role == "unit"), "")
        return bool(unit) and "%" not in unit and header.rstrip(" )").endswith("%")

    def _unit(
        self, row: Row, column: Column, header: str, label: str, number: Number
    ) -> tuple[str, str, Decimal]:
        """Unit words, unit class and scale: from the cell, the unit column, the label, the header, the caption."""
        printed = unit_of(self.page.text.key, number)
        if printed.kind not in ("count", "rank"):
            return "", printed.kind, Decimal(1)
        places = [words(self.page, row.cells.get(c.index)) for c in self.grid.columns if c.role == "unit"]
        if _PER_THOUSAND.search(f"{label} {header}"):
            return "", "other", Decimal(1)
        if _PER_HUNDRED.search(f"{label} {header}"):
            return "", "per_100", Decimal(1)
        section = words(self.page, self.section)
        if any(_RANK_HEAD.search(text) for text in (header, label, *places)):
            return "", "rank", Decimal(1)
        for text in (label, header, section):
            for match in _IN_BRACKETS.finditer(text):
                places.append((match[1] or match[2] or "").strip())
        places += [match[1] for match in _UNIT_WORDS.finditer(f"{header}\n{self.caption}")]
        for place in places:
            if not place:
                continue
            scale = _scale(place) if number.scale == 1 else 1
            kind = unit_of_label(_SCALE.sub(" ", place))
            if kind or scale > 1 or self.page.lexicon.find(place):
                return place, kind or "count", Decimal(scale)
        return "", "count", Decimal(1)

    def _time(self, row: Row, column: Column) -> tuple[TimeCue | None, str]:
        """The time of a cell, and where it stood; `10 tháng` in a header narrows a year found elsewhere."""
        cue, rule = self._year(row, column)
        months = self._months(column)
        if months is None or (cue is not None and cue.span != "year"):
            return cue, rule
        start, end = months.span()
        year, _, _ = resolve(cue, self.page.setting)
        return TimeCue(start, end, year, f"{int(months[1])}m", int(months[1])), rule

    def _year(self, row: Row, column: Column) -> tuple[TimeCue | None, str]:
        spans = list(reversed(column.header))
        if row.label is not None:
            spans.append(self._span(row.label))
        if self.section is not None:
            spans.append(self._span(self.section))
        for start, end in spans:
            cues = [cue for cue in self.page.times_in(start, end) if not cue.compared and cue.year]
            if cues:
                return cues[-1], "header"
            match = _BARE_YEAR.search(self.page.text.key, start, end)
            if match:
                return TimeCue(match.start(), match.end(), int(match[1]), "year"), "header"
        for start, end in reversed(self.above.captions):
            cues = [cue for cue in self.page.times_in(start, end) if not cue.compared and cue.year]
            if cues:
                return cues[-1], "caption"
        for heading in reversed(self.above.path):
            cues = [cue for cue in self.page.times_in(heading.start, heading.end) if not cue.compared]
            if cues:
                return cues[-1], "heading"
        return None, "setting"

    def _months(self, column: Column) -> re.Match[str] | None:
        """`10 tháng` in any of the headers of a column."""
        found = (_MONTHS.search(self.page.text.key, start, end) for start, end in column.header)
        return next((match for match in found if match), None)

    def _status(self, row: Row, header: str, label: str, year: int | None) -> tuple[Status, str]:
        for text in (header, words(self.page, self.section)):
            for status, words_of in _HEAD_STATUS:
                if words_of.search(text):
                    return status, "header"
        found = Status.ESTIMATE if self.starred and "*" in header + label else find_status(label)
        if found is Status.ESTIMATE:
            return found, "header"
        for start, end in reversed(self.above.captions):
            found = find_status(self.page.text.key[start:end])
            if found in (Status.TARGET, Status.ESTIMATE):
                return found, "caption"
        if self.page.setting.plan:
            return Status.TARGET, "title"
        return Status.ACTUAL, "default"

    def _province(self, row: Row, column: Column) -> tuple[str | None, str]:
        """A province named by the row, the header or the section, else the document's."""
        spans = [self._span(row.label)] if row.label else []
        spans += column.header
        if self.section is not None:
            spans.append(self._span(self.section))
        for start, end in spans:
            named = {m.code for m in self.page.provinces if start <= m.start < end}
            if len(named) == 1:
                return named.pop(), "row"
        return self.page.province, self.page.province_rule


def sum_masks(masks: list[int]) -> int:
    """All concepts of several masks."""
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _scale(text: str) -> int:
    match = _SCALE.search(text)
    return _SCALES.get(match[1], 1) if match else 1


def _short(filled: dict[int, Cell], named: list[Cell], page: Page) -> bool:
    """Is the other filled cell only a serial number?"""
    others = [words(page, cell) for cell in filled.values() if cell is not named[0]]
    return all(len(text) <= 4 and not re.search(r"\d{2}", text) for text in others)
