"""What a cell of a data table does not say itself: unit, time, status, province, from the nearest that does.

Row label, column headers, section row, caption and headings are asked in the order of their nearness. Which
cells are read at all is decided in `tables`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from scrapers.model import Cell, Status
from scrapers.reading.grid import Column, Grid, Row, words
from scrapers.reading.numbers import Number
from scrapers.reading.page import Heading, Page
from scrapers.reading.periods import resolve
from scrapers.reading.status import find_status
from scrapers.reading.times import TimeCue
from scrapers.reading.units import unit_of, unit_of_label

_MONTHS = re.compile(r"(?<!\d)(1[01]|0?[1-9]) tháng")
_YEAR_CELL = re.compile(r"(?:năm )?(?:19|20)\d\d")
_DITTO = re.compile(r"[\"'”“″〃,]+|nt|như trên|-nt-")
BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_HEAD_STATUS = (  # the first that a header holds decides: "ước thực hiện" is an estimate
    (Status.ESTIMATE, re.compile(r"\bước|sơ bộ|dự ước|\b[uư]\.? ?th\b|prel")),
    (
        Status.TARGET,
        re.compile(
            r"\bkh\b|kế hoạch|mục tiêu|chỉ tiêu|dự kiến|phấn đấu|\bkh(?=\d)|quy hoạch|\bqh\b|định hướng"
            r"|dự báo"
            r"|đến năm|nq giao|nghị quyết|dự toán"
        ),
    ),
    (
        Status.ACTUAL,
        re.compile(
            r"\bth\b|thực hiện|kết quả|thực tế|đạt được|chính thức|hiện trạng|kqth|lũy kế|năm báo cáo"
            r"|kỳ báo cáo"
        ),
    ),
)
_SCALE = re.compile(
    r"(?:^|[ (:])((?:(?:nghìn|ngàn) t[ỷỉ]|nghìn|ngàn|1\.?000|triệu|tỷ|tỉ)(?![^\W\d_])|tr\.?(?= ?đ))"
    r"(?= ?\(?[^\W\d_])"
)
_SCALES = {
    "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12,
    "nghìn tỉ": 10**12,
    "ngàn tỉ": 10**12,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "1000": 10**3,
    "1.000": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "tr.": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
_UNIT_WORDS = re.compile(r"(?:(?:đvt|đv tính|đơn vị tính|đ\.v\.t) ?:?|đơn vị ?:) ?([^.;()\n]+)")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)|(?:, ?| - )([^,]{1,18})$")
_RANK_HEAD = re.compile(r"xếp hạng|thứ hạng|\bhạng\b|vị thứ|thứ bậc|xếp thứ")
_PER_THOUSAND = re.compile(r"/ ?(?:1[.]?000|10[.]?000|1 triệu|vạn) ?(?:dân|người)")
_PER_HUNDRED = re.compile(
    r"(?:/|trên|bình quân|tính trên|cho) ?(?:mỗi )?100 ?(?:người )?(?:dân|người)|per 100 "
)


@dataclass(slots=True)
class CellContext:
    """A table with what stands over it; `section` is the last row that only named what follows.

    Captions are key spans; `starred` says that a footnote makes estimates of values with an asterisk.
    """

    page: Page
    grid: Grid
    captions: list[tuple[int, int]]
    path: list[Heading]
    starred: bool = False
    section: Cell | None = None
    parent: Cell | None = None  # the label that a "trong đó" row is a part of
    told: bool = False  # some header tells an estimate or plan apart; the other years are results

    def __post_init__(self) -> None:
        data = [column for column in self.grid.columns if column.role == "data"]
        heads = [" ".join(self.page.text.key[low:high] for low, high in column.header) for column in data]
        apart = [any(words_of.search(head) for _, words_of in _HEAD_STATUS[:2]) for head in heads]
        dated = [bool(BARE_YEAR.search(head)) for head in heads]
        self.told = any(apart) and any(d and not a for d, a in zip(dated, apart, strict=True))

    @property
    def caption(self) -> str:
        """The captions as key text."""
        return "\n".join(self.page.text.key[start:end] for start, end in self.captions)

    def span(self, cell: Cell) -> tuple[int, int]:
        """Where the cell stands in the key text."""
        return self.page.text.at(cell.start), self.page.text.at(cell.end)

    def unit(
        self, row: Row, column: Column, header: str, label: str, number: Number, end: int
    ) -> tuple[str, str, Decimal]:
        """Unit words, unit class and scale: from the cell, unit column, label, header or caption."""
        printed = unit_of(self.page.text.key, number, end)
        if printed.kind not in ("count", "rank"):
            return "", printed.kind, Decimal(1)
        places = [self._unit_words(row, c.index) for c in self.grid.columns if c.role == "unit"]
        if _PER_THOUSAND.search(f"{label} {header}"):
            return "", "other", Decimal(1)
        section = words(self.page, self.section)
        if _PER_HUNDRED.search(f"{label} {header} {section}"):
            return "", "per_100", Decimal(1)
        if any(_RANK_HEAD.search(text) for text in (header, label, *places)):
            return "", "rank", Decimal(1)
        for text in (label, header, words(self.page, self.parent), section):
            for match in _IN_BRACKETS.finditer(text):
                place = (match[1] or match[2] or "").strip()
                if match[1] or unit_of_label(place) or _scale(place) > 1 or self._is_thing(place):
                    places.append(place)
        places += [match[1] for match in _UNIT_WORDS.finditer(f"{header}\n{self.caption}")]
        for place in places:
            if not place:
                continue
            scale = _scale(place) if number.scale == 1 else 1
            kind = unit_of_label(_SCALE.sub(" ", place))
            if kind or scale > 1 or self.page.lexicon.find(place):
                return place, kind or "count", Decimal(scale)
        return "", "count", Decimal(1)

    def _is_thing(self, place: str) -> bool:
        """Is it one word for what is counted (Đại lý Internet, đại lý)? A tier (sở, ban, ngành) is none."""
        lexicon = self.page.lexicon
        found = 0
        for hit in lexicon.find(place):
            found |= hit.mask
        return bool(found & lexicon.things) and not found & lexicon.tiers

    def _unit_words(self, row: Row, column: int) -> str:
        """The words of a unit cell; a ditto mark repeats the cell above."""
        for above in range(self.grid.rows.index(row), -1, -1):
            text = words(self.page, self.grid.rows[above].cells.get(column))
            if not _DITTO.fullmatch(text):
                return text
        return ""

    def time(self, row: Row, column: Column) -> tuple[TimeCue | None, str]:
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
            spans.append(self.span(row.label))
        if self.section is not None:
            spans.append(self.span(self.section))
        spans += [
            self.span(cell) for cell in row.cells.values() if _YEAR_CELL.fullmatch(words(self.page, cell))
        ]
        for start, end in spans:
            cues = [cue for cue in self.page.times_in(start, end) if not cue.compared and cue.year]
            if cues:
                return cues[-1], "header"
            match = BARE_YEAR.search(self.page.text.key, start, end)
            if match:
                return TimeCue(match.start(), match.end(), int(match[1]), "year"), "header"
        headers = [span for one in self.grid.columns for span in one.header]
        named = [
            cue for span in headers for cue in self.page.times_in(*span) if cue.year and not cue.compared
        ]
        if len({cue.year for cue in named}) == 1:
            return named[0], "header"  # the one year that any header names
        for start, end in reversed(self.captions):
            cues = [cue for cue in self.page.times_in(start, end) if not cue.compared and cue.year]
            if cues:
                return cues[-1], "caption"
        for heading in reversed(self.path):
            cues = [cue for cue in self.page.times_in(heading.start, heading.end) if not cue.compared]
            if cues:
                return cues[-1], "heading"
        return None, "setting"

    def _months(self, column: Column) -> re.Match[str] | None:
        """`10 tháng` in any of the headers of a column."""
        found = (_MONTHS.search(self.page.text.key, start, end) for start, end in column.header)
        return next((match for match in found if match), None)

    def status(self, header: str, label: str) -> tuple[Status, str]:
        """The status of a cell and where it was told; actual where nothing tells."""
        rows = [label] if BARE_YEAR.search(label) else []
        for text in (header, words(self.page, self.section), *rows):
            for status, words_of in _HEAD_STATUS:
                if words_of.search(text):
                    return status, "header"
        found = Status.ESTIMATE if self.starred and "*" in header + label else find_status(label)
        if found is Status.ESTIMATE:
            return found, "header"
        if self.told:
            return Status.ACTUAL, "default"
        for start, end in reversed(self.captions):
            found = find_status(self.page.text.key[start:end])
            if found in (Status.TARGET, Status.ESTIMATE):
                return found, "caption"
        if self.page.setting.plan:
            return Status.TARGET, "title"
        return Status.ACTUAL, "default"

    def province(self, row: Row, column: Column) -> tuple[str | None, str]:
        """A province named by the row, the header or the section, else the document's."""
        spans = [self.span(row.label)] if row.label else []
        spans += column.header
        if self.section is not None:
            spans.append(self.span(self.section))
        for start, end in spans:
            named = {m.code for m in self.page.provinces_in(start, end)}
            if len(named) == 1:
                return named.pop(), "row"
        return self.page.province, self.page.province_rule


def _scale(text: str) -> int:
    match = _SCALE.search(text)
    return _SCALES.get(match[1], 1) if match else 1


def in_time(page: Page, year: int | None, year_rule: str, status: Status, rule: str) -> tuple[Status, str]:
    """A status as far as the year lets it be: what is over is no estimate, what is to come no result."""
    published = page.document.published
    if not year or not published:
        return status, rule
    over = year < published.year
    if over and rule == "caption" and (status is Status.ESTIMATE or year_rule == "header"):
        return Status.ACTUAL, "over"
    if over and rule == "title" and year != page.setting.plan_year:
        return Status.ACTUAL, "over"
    if year > published.year and status is Status.ACTUAL:
        return Status.TARGET, "future"
    return status, rule
