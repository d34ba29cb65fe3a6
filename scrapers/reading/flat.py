"""Tables that lost their borders: lines of label, unit and values below a line that heads the columns.

Such lines become a table block again, whose cells are stretches of the same text, and `tables` reads it.
Where the columns of the heading cannot be told, or a line has another number of values, nothing is guessed:
the line is left to `prose` only if it is a sentence, else its numbers are rejected.
"""

from __future__ import annotations

import re

from scrapers.model import Block, BlockKind, Cell
from scrapers.reading.page import Page

LEAST_ROWS = 3
VALUE_ENDS = ("%", "-", "…", "x", ".", ",")
_VALUE = r"(?:\d[\d.,]*%?|-|\.\.\.|…|x)"
_ROW_VALUES = re.compile(rf"(?: {_VALUE}){{2,}} ?$")
_WORD = re.compile(r"[^\W\d_]")
LONGEST_ROW = 400
_VALUES = re.compile(_VALUE)
_UNIT = re.compile(
    r"[ (](?P<unit>%|(?:tỷ|triệu|nghìn|tr\.?) ?đồng|triệu usd|nghìn thuê bao|thuê bao(?:/100 dân)?"
    r"|máy(?:/100 dân)?|tb/100 dân|trạm|điểm|bưu cục|xã"
    r"|hộ|vị trí|đơn vị|doanh nghiệp|cơ quan|cơ sở|đài|dịch vụ|hồ sơ|km(?:/điểm)?|người(?:/điểm)?|giờ"
    r"|tờ|số|kỳ|thùng|đại lý|tài khoản|hệ thống)\)?$"
)
_UNIT_HEAD = re.compile(r"đơn vị(?: tính)?|đvt|đv tính")
_COLUMN = re.compile(
    r"(?:năm )?(?:ước |dự )?(?:thực hiện|\bth\b|kế hoạch|\bkh\b|\b[uư]th\b|mục tiêu|chỉ tiêu năm|sơ bộ"
    r"|ước)[^;]*?(?=(?: (?:ước|thực hiện|th|kế hoạch|kh|[uư]th|mục tiêu"
    r"|so sánh|so với|tỷ lệ|tăng|sơ bộ|%)\b)|$)|(?:so sánh|so với|tỷ lệ|tăng|%)[^;]*?(?=(?: (?:ước"
    r"|thực hiện|kế hoạch|so sánh|so với|tăng)\b)|$)"
    r"|(?:năm )?(?:19|20)\d\d\b"
)


def unflatten(page: Page, blocks: tuple[Block, ...], index: int) -> tuple[Block, int] | None:
    """The table that begins with the heading line blocks[index], and how many blocks it takes; or None."""
    rows_ahead = any(_row(_words(page, block)) for block in blocks[index + 1 : index + 1 + LEAST_ROWS])
    heading = _columns(page, blocks[index]) if rows_ahead else None
    if heading is None:
        return None
    label, columns, unit = heading
    cells: list[Cell] = [_cell(page, 0, 0, label, header=True)]
    cells += [_cell(page, 0, number + 1, span, header=True) for number, span in enumerate([*unit, *columns])]
    taken, rows = 1, 0
    for block in blocks[index + 1 :]:
        start, end = page.text.at(block.start), page.text.at(block.end)
        row = _row(page.text.key[start:end].rstrip())
        if row and block.kind is not BlockKind.TABLE:
            values = [match.span() for match in _VALUES.finditer(row[0])]
            rows += 1
            if len(values) == len(columns):
                cells += _row_cells(page, start, row, values, rows, bool(unit))
        elif block.kind is not BlockKind.HEADING and not page.text.key[start:end].rstrip().endswith(":"):
            break
        taken += 1
    if rows < LEAST_ROWS:
        return None
    last = blocks[index + taken - 1]
    return Block(BlockKind.TABLE, blocks[index].start, last.end, cells=tuple(cells)), taken


def _words(page: Page, block: Block) -> str:
    return page.text.key[page.text.at(block.start) : page.text.at(block.end)].rstrip()


def _row(line: str) -> re.Match[str] | None:
    """The values at the end of a line that has words before them."""
    ends = line[-1:].isdecimal() or line.endswith(VALUE_ENDS)
    found = _ROW_VALUES.search(line) if ends and len(line) <= LONGEST_ROW else None
    return found if found and _WORD.search(line, 0, found.start()) else None


def _columns(
    page: Page, block: Block
) -> tuple[tuple[int, int], list[tuple[int, int]], list[tuple[int, int]]] | None:
    """Key spans of the label, the value columns and the unit column of a heading line, or None."""
    if block.kind is BlockKind.TABLE:
        return None
    start, end = page.text.at(block.start), page.text.at(block.end)
    words = page.text.key[start:end].rstrip(" .:")
    if len(words) > 220 or (_row(words) and not re.search(r"(?:19|20)\d\d", words)):
        return None
    unit = _UNIT_HEAD.search(words)
    found = [match.span() for match in _COLUMN.finditer(words, unit.end() if unit else 0)]
    if len(found) < 2 or _sentence(words):
        return None
    first = unit.start() if unit else found[0][0]
    columns = [(start + low, start + high) for low, high in found]
    label = (start, start + max(first, 1))
    return label, columns, [(start + unit.start(), start + unit.end())] if unit else []


def _sentence(words: str) -> bool:
    """Verbs and commas of running text."""
    return bool(re.search(r"[;,] | là | đã | của | trên địa bàn | và ", words)) or words.count(". ") > 0


def _row_cells(
    page: Page, start: int, row: re.Match[str], values: list[tuple[int, int]], number: int, has_unit: bool
) -> list[Cell]:
    label_end = row.start()
    cells = []
    unit = _UNIT.search(row.string[: row.start()].rstrip())
    if unit and unit.start():
        label_end = unit.start()
        if has_unit:
            span = (start + unit.start("unit"), start + unit.end("unit"))
            cells.append(_cell(page, number, 1, span))
    whole = (start, start + (label_end if has_unit else row.start()))
    cells.insert(0, _cell(page, number, 0, whole))
    offset = start + row.start()
    for index, (low, high) in enumerate(values):
        cells.append(_cell(page, number, index + 1 + has_unit, (offset + low, offset + high)))
    return cells


def _cell(page: Page, row: int, column: int, span: tuple[int, int], header: bool = False) -> Cell:
    text = page.text
    return Cell(row, column, text.origin(span[0]), text.end_origin(span[1]), header=header)
