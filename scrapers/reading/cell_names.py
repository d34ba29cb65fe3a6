"""What a cell of a data table states, by the words of its row, its column and what stands over the table.

The words are tried from the nearest outward. Which cells are read at all is decided in `tables`, what a cell
says of unit, time and status in `cells`.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from scrapers.reading.cells import CellContext
from scrapers.reading.grid import Column, Row, words
from scrapers.reading.naming import UNIT_EVIDENCE, Name, Surroundings, name_number
from scrapers.reading.numbers import Number

_LEFT_OUT = re.compile(r"\((?:không|chưa|trừ)\b")  # Thuê bao Internet (không kể 3G)
_COUNT_WORDS = re.compile(r"^(?:[-+•*\d.) ]|tổng số|số lượng|tổng|số) ?")


class CellNames:
    """The words over a table, found once, and the names of its cells."""

    def __init__(self, context: CellContext) -> None:
        self.context, self.page, self.lexicon = context, context.page, context.page.lexicon
        headings = [(heading.start, heading.end) for heading in context.path]
        right_over = [*headings[-1:], *context.captions[-1:]]
        self.caption = (
            self.page.mask(*max(right_over)) if right_over else 0
        )  # what stands right over the table
        self.head = self._mask([*context.captions, *headings[-2:]])  # all captions and headings
        self.headers = self._mask([span for column in context.grid.columns for span in column.header])

    def _mask(self, spans: list[tuple[int, int]]) -> int:
        return reduce(or_, (self.page.mask(start, end) for start, end in spans), 0)

    def words_of(self, row: Row, column: Column) -> tuple[int, int, int]:
        """The concepts of the row's label, of the nearest header, and of the headers over that."""
        label = words(self.page, row.label)
        mask = self.page.mask_outside if _LEFT_OUT.search(label) else self.page.mask
        spans = [self.page.mask(start, end) for start, end in column.header]
        nearest, upper = (spans[-1], reduce(or_, spans[:-1], 0)) if spans else (0, 0)
        return (mask(*self.context.span(row.label)) if row.label else 0), nearest, upper

    def name(self, row: Row, column: Column, number: Number, end: int) -> list[Name]:
        """The indicators that a number of a cell states, best first."""
        header = " ".join(self.page.text.key[low:high] for low, high in column.header)
        label = words(self.page, row.label)
        unit_text, unit, scale = self.context.unit(row, column, header, label, number, end)
        row_mask, head_mask, upper = self.words_of(row, column)
        telling = row_mask & ~self.lexicon.silent
        is_tier = not telling & ~self.lexicon.tier_things
        unit_mask = reduce(or_, (hit.mask for hit in self.lexicon.find(unit_text)), 0)
        parent, section = self.context.parent, self.context.section
        before = self.page.mask(*self.context.span(parent)) if parent else 0
        counts = unit == "count" and not is_tier
        around = Surroundings(
            beside=row_mask | head_mask | unit_mask,
            right=head_mask | (0 if is_tier else row_mask),
            near=upper | (before if not telling else 0),
            before=before | (self.page.mask(*self.context.span(section)) if section else 0),
            head=self.head,
            title=self.page.title_mask,
            adjacent=self._counted(row, header, label, unit_text, unit_mask) if counts else 0,
        )
        value = number.value * scale
        other = number.alternative * scale if number.alternative is not None else None
        for wider in self._outward(around, unit, telling, upper):
            if names := name_number(self.lexicon, unit, value, other, wider):
                return names
        return []

    def _outward(self, around: Surroundings, unit: str, telling: int, upper: int) -> list[Surroundings]:
        """The same words with more and more of what stands further off."""
        tries = [around]
        if unit not in UNIT_EVIDENCE:
            tries.insert(0, around._replace(head=self.caption, title=0))
            tries.append(around._replace(head=self.head | self.headers))  # Số tổ | Số thành viên
        if (telling or unit != "count") and not telling & ~self.head:
            # A row of little words (tổng số, bưu chính) is named by what the table is about.
            left = 0 if telling else self.head
            tries.append(around._replace(near=upper | self.head, left=left))
        return tries

    def _counted(self, row: Row, header: str, label: str, unit_text: str, unit_mask: int) -> int:
        """What a row counts: the unit, or the first thing of the label where the unit only repeats it."""
        things = self.lexicon.things
        if f"({unit_text})" in header and unit_text in header.replace(f"({unit_text})", ""):
            return 0  # the header says more exactly what its unit counts: Đại lý Internet (đại lý)
        if row.label is None or not _COUNT_WORDS.sub("", label).startswith(unit_text):
            return unit_mask & things
        first = (hit.mask & things for hit in self.page.hits_in(*self.context.span(row.label)))
        return next((mask for mask in first if mask), 0)
