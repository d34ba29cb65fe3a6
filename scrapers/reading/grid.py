"""The layout of a data table: which rows head it, which columns label it, what each row and column is about.

From cells with spans to a full grid with roles. What the cells state is `tables`' work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scrapers.model import Block, Cell
from scrapers.reading.page import Page

MAX_CELLS = 200_000
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATA = re.compile(
    r"(?:(?:gần|hơn|trên|dưới|khoảng|xấp xỉ|ước|đạt|từ|tối thiểu|tối đa|không quá|ít nhất"
    r"|[~<>≥≤=(+-]) ?)*\d[\d.,/ -]*"
    r"(?![\d.]*\)|g\b|[.)] ?[^\W\d_])"
)
_UNIT_HEAD = re.compile(r"^\W*(?:đvt|đơn vị(?: tính)?|đv tính|đ\.?v\.?t|unit)(?:\W+units?)?\W*$")
_PLACE = re.compile(
    r"^(?:huyện|thị xã|thành phố|tp|tx|quận|toàn tỉnh|tổng|sở|tỉnh|ubnd|khối|cấp|phòng|viettel|vnpt|mobifone"
    r"|vietnamobile|fpt|bưu điện|doanh nghiệp)\b"
)
_NOTE_HEAD = re.compile(r"^\W*(?:ghi chú|chú thích|nguồn|tài liệu|note|đơn vị chủ trì|thời gian|cơ quan)")
_UNIT_CELL = re.compile(
    r"[\"'”“″〃]+|nt|%|hạng|thứ hạng|điểm(?: số)?|(?:tỷ|triệu|nghìn) ?(?:đồng|usd)"
    r"|[^\W\d_]{2,12}(?: [^\W\d_]{2,8})?(?:/100 dân)?"
)
_YEAR_LABEL = re.compile(
    r"(?:(?:ước|sơ bộ|prel\.?|dự kiến|kh|th|thực hiện|kế hoạch|năm)[ :.]*)*(?:19|20)\d\d.{0,5}"
)
_SERIAL_HEAD = re.compile(r"^\W*(?:stt|tt|số tt|số thứ tự|no|mã(?: số)?|ký hiệu|#)\W*$")
_SERIAL = re.compile(r"^\W*(?:\d{1,3}|[ivxlc]{1,6}|[a-zđ]|\d{1,2}(?:\.\d{1,2}){1,3})?\W*$")
_COLUMN_NUMBER = re.compile(r"^\W*(?:[a-h]|\d{1,2})\W*(?:=.*)?$")

_SERIAL = re.compile(r"(?:[ivx]{1,5}|[a-hđ]|\d{1,2})[.)]?")


@dataclass(slots=True)
class Column:
    """One column: its header words as key spans, and its role."""

    index: int
    header: list[tuple[int, int]] = field(default_factory=list)
    role: str = "data"  # data, label, unit, serial, note


@dataclass(slots=True)
class Row:
    """One row: its cells by column, and the label cell."""

    index: int
    cells: dict[int, Cell]
    label: Cell | None = None


@dataclass(slots=True)
class Grid:
    """A table with roles."""

    columns: list[Column]
    rows: list[Row]  # body rows only
    header_rows: int


def lay_out(page: Page, block: Block) -> Grid | None:
    """The grid of a table block, or None where it holds no data."""
    width = max((cell.column + cell.column_span for cell in block.cells), default=0)
    height = max((cell.row + cell.row_span for cell in block.cells), default=0)
    if width < 2 or height < 2 or width * height > MAX_CELLS:
        return None
    grid: list[dict[int, Cell]] = [{} for _ in range(height)]
    for cell in block.cells:
        for row in range(cell.row, min(height, cell.row + cell.row_span)):
            for column in range(cell.column, cell.column + cell.column_span):
                grid[row].setdefault(column, cell)
    header_rows = _header_rows(page, grid)
    columns = [_column(page, grid, index, header_rows) for index in range(width)]
    _find_label(page, grid[header_rows:], columns)
    label = next((column.index for column in columns if column.role == "label"), None)
    rows = [
        Row(index, cells, cells.get(label) if label is not None else None)
        for index, cells in enumerate(grid)
        if index >= header_rows and cells
    ]
    return Grid(columns, rows, header_rows)


def words(page: Page, cell: Cell | None) -> str:
    """The key text of a cell."""
    return "" if cell is None else page.text.key[page.text.at(cell.start) : page.text.at(cell.end)].strip()


def _header_rows(page: Page, grid: list[dict[int, Cell]]) -> int:
    """How many rows from the top hold no data. At least the first, when it has words."""
    count = 0
    for cells in grid[:6]:
        texts = [words(page, cell) for cell in _distinct(cells)]
        filled = [text for text in texts if text]
        if not filled:
            count += 1
            continue
        marked = all(cell.header for cell in _distinct(cells) if words(page, cell))
        numbered = len(filled) > 2 and all(_COLUMN_NUMBER.match(text) for text in filled)
        serial = len(filled) == 2 and _SERIAL.fullmatch(filled[0])
        if count and (len(_distinct(cells)) == 1 or serial):
            break  # a section row: it only names what follows
        if marked or numbered or not any(is_data(text) for text in texts):
            count += 1
        else:
            break
    return min(count, len(grid) - 1)


def is_data(text: str) -> bool:
    """Does a cell hold a value: digits at its head, but for words like khoảng; no year, no serial number?"""
    return bool(_DATA.match(text)) and not _YEAR.fullmatch(text)


def _distinct(cells: dict[int, Cell]) -> list[Cell]:
    return list({id(cell): cell for cell in cells.values()}.values())


def _column(page: Page, grid: list[dict[int, Cell]], index: int, header_rows: int) -> Column:
    column = Column(index)
    seen: set[int] = set()
    texts = []
    for cells in grid[:header_rows]:
        cell = cells.get(index)
        if cell is not None and id(cell) not in seen and words(page, cell):
            seen.add(id(cell))
            column.header.append((page.text.at(cell.start), page.text.at(cell.end)))
            texts.append(words(page, cell))
    body = [words(page, cells.get(index)) for cells in grid[header_rows:]]
    filled = [text for text in body if text]
    last = texts[0] if texts else ""
    if _SERIAL_HEAD.match(last) or (
        index == 0 and filled and not texts and all(_SERIAL.match(t) for t in filled)
    ):
        column.role = "serial"
    elif any(_UNIT_HEAD.match(text) for text in texts) and not _names_places(texts, filled):
        column.role = "unit"
    elif any(_NOTE_HEAD.match(text) for text in texts):
        column.role = "note"
    return column


def _names_places(header: list[str], body: list[str]) -> bool:
    """Is a column headed `Đơn vị` one of places, not of units of measure?"""
    if any("tính" in text or "đvt" in text for text in header):
        return False
    filled = [text for text in body if text]
    units = sum(bool(_UNIT_CELL.fullmatch(text)) for text in filled)
    return units * 2 < len(filled) or sum(bool(_PLACE.match(text)) for text in filled) * 4 > len(filled)


def _find_label(page: Page, body: list[dict[int, Cell]], columns: list[Column]) -> None:
    """The first column of words labels the rows; further ones of words only are notes."""
    for column in columns:
        if column.role != "data":
            continue
        texts = [words(page, cells.get(column.index)) for cells in body]
        filled = [text for text in texts if text]
        wordy = sum(1 for text in filled if not is_data(text) or len(text) > 24)
        if (
            filled
            and all(_YEAR_LABEL.fullmatch(text) for text in filled if is_data(text) or _YEAR.search(text))
            and (sum(bool(_YEAR_LABEL.fullmatch(text)) for text in filled) * 2 > len(filled))
        ):
            column.role = "label"
            return
        if filled and wordy * 2 > len(filled):
            column.role = "label"
            break
    for column in columns:
        own = [cells[column.index] for cells in body if column.index in cells]
        filled = [text for cell in own if cell.column == column.index and (text := words(page, cell))]
        if column.role == "data" and filled and all(_UNIT_CELL.fullmatch(text) for text in filled):
            column.role = "unit"
