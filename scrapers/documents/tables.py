"""Tables: which of them hold data, and how spans lay their cells out on a grid.

A table that only arranges the page is not a table here; `blocks.py` reads its cells as running text.
"""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from scrapers.documents.lines import has_figure, is_dated
from scrapers.documents.markup import words
from scrapers.documents.writer import GridCell

_CELLS = ("td", "th")
_LONG_CELL = 160
_LONGEST_CELL = 1_500
_MOST_LONG = 0.25
_WIDEST_SPAN = 100
_WIDEST_TABLE = 500  # columns; spans beyond are not believed


def data_table(table: LexborNode) -> list[list[GridCell]] | None:
    """The grid of a data table, rows in reading order; None for a table that lays out the page.

    Data: at least two rows and two columns in use, mostly short cells, no table inside, no list of news.
    """
    rows = _rows(table)
    if rows is None or len(rows) < 2 or (table.css_first("a[href]") is not None and _lists_news(rows)):
        return None
    grid = _lay_out(rows)
    filled = [cell for row in grid for cell in row if cell.text]
    columns = {cell.column for cell in filled}
    wide_rows = sum(len([cell for cell in row if cell.text]) >= 2 for row in grid)
    if len(columns) < 2 or wide_rows < 2:
        return None
    long = sum(len(cell.text) > _LONG_CELL for cell in filled)
    if long > _MOST_LONG * len(filled) or any(len(cell.text) > _LONGEST_CELL for cell in filled):
        return None
    return grid


def _lists_news(rows: list[list[LexborNode]]) -> bool:
    """Do most rows lead to another article and tell its date?"""
    dated = [row for row in rows if any(is_dated(words(cell)) for cell in row)]
    linked = [row for row in dated if any(cell.css_first("a[href]") is not None for cell in row)]
    return len(linked) * 2 > len(rows)


def _rows(table: LexborNode) -> list[list[LexborNode]] | None:
    """The cells by row; None when a table stands inside, so that each table is looked at once."""
    rows: list[list[LexborNode]] = []
    for node in table.traverse():
        tag = node.tag
        if tag == "tr":
            rows.append([])
        elif tag in _CELLS and rows:
            rows[-1].append(node)
        elif tag == "table" and node.mem_id != table.mem_id:
            return None
    return [row for row in rows if row]


def _lay_out(rows: list[list[LexborNode]]) -> list[list[GridCell]]:
    grid: list[list[GridCell]] = []
    covered: dict[int, int] = {}  # column -> rows it is still covered from above
    for number, nodes in enumerate(rows):
        column, line = 0, []
        bold = _all_bold(nodes)
        below: dict[int, int] = {}
        for node in nodes:
            while covered.get(column, 0) > 0:
                column += 1
            height = min(_span(node, "rowspan"), len(rows) - number)
            width = _span(node, "colspan") if column < _WIDEST_TABLE else 1
            header = node.tag == "th" or (number == 0 and bold)
            line.append(GridCell(words(node), number, column, height, width, header))
            below.update(dict.fromkeys(range(column, column + width), height))
            column += width
        grid.append(line)
        for place in {*covered, *below}:
            covered[place] = max(covered.get(place, 0), below.get(place, 0)) - 1
    return _with_header(grid)


def _with_header(grid: list[list[GridCell]]) -> list[list[GridCell]]:
    """Marks the rows that the first row reaches down to as header, where the first row is one."""
    first = grid[0]
    if not (all(cell.header for cell in first) or _reads_as_header(grid)):
        return grid
    depth = max(cell.row_span for cell in first)
    return [
        [GridCell(c.text, c.row, c.column, c.row_span, c.column_span, c.header or c.row < depth) for c in row]
        for row in grid
    ]


def _reads_as_header(grid: list[list[GridCell]]) -> bool:
    """Words and years above, numbers below."""
    first = [cell.text for cell in grid[0] if cell.text]
    numbers = sum(cell.text[:1].isdecimal() for row in grid[1:] for cell in row)
    return len(first) >= 2 and not any(has_figure(text) for text in first) and numbers >= len(grid) - 1


def _all_bold(nodes: list[LexborNode]) -> bool:
    filled = [node for node in nodes if words(node)]
    return len(filled) >= 2 and all(
        words(node.css_first("b, strong")) == words(node) for node in filled if node.tag == "td"
    )


def _span(node: LexborNode, name: str) -> int:
    value = (node.attributes.get(name) or "1").strip()
    return min(max(int(value), 1), _WIDEST_SPAN) if value.isdecimal() and len(value) < 6 else 1
