"""What the report shows of one file, as plain values: the template computes nothing.

Choosing and wording belong here. Cutting text at marks is `marks`, markup and looks are the template's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scrapers.extract import Extracted
from scrapers.model import Block, BlockKind, Cell, Document
from scrapers.review import words
from scrapers.review.figures import FigureView, figure_view, mark_anchor
from scrapers.review.marks import Mark, MarkedText, Run


@dataclass(frozen=True, slots=True)
class FileView:
    """One file: its document as blocks of runs, its figures, its rejected numbers."""

    number: int
    extracted: Extracted
    figures: list[FigureView]
    rejected: list[tuple[str, str, list[tuple[str, str]]]]  # reason, in words, anchor and text of each
    marked: MarkedText

    @property
    def anchor(self) -> str:
        """Where the file begins in the report."""
        return f"d{self.number}"

    @property
    def document(self) -> Document | None:
        """What was read, if anything."""
        return self.extracted.document

    @property
    def doubtful(self) -> int:
        """How many figures a reviewer should look at first."""
        return sum(bool(view.doubts) for view in self.figures)

    @property
    def provinces(self) -> str:
        """The provinces of the figures, the most frequent first."""
        counted = Counter(view.province for view in self.figures if view.province)
        return ", ".join(name for name, _ in counted.most_common(3))

    @property
    def title(self) -> Block | None:
        """The title's block, where it needs no notes: it is the heading of the file."""
        first = self.document.blocks[0] if self.document else None
        is_title = first is not None and first.kind is BlockKind.HEADING and first.level == 1
        return first if first and is_title and not self.notes(first) else None

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks below the heading of the file."""
        blocks = self.document.blocks if self.document else ()
        return blocks[1:] if self.title else blocks

    def runs(self, part: Block | Cell) -> Iterator[Run]:
        """The text of a block or cell, cut at its marks."""
        return self.marked.runs(part.start, part.end)

    def notes(self, block: Block) -> list[FigureView]:
        """The figures whose number stands in a block."""
        return [self.figures[place] for place in self.marked.figures(block.start, block.end)]

    def rows(self, block: Block) -> list[list[Cell]]:
        """The cells of a table, row by row."""
        return [list(cells) for _, cells in groupby(block.cells, key=lambda cell: cell.row)]

    def mark_anchor(self, mark: Mark) -> str:
        """Where a number stands in the report."""
        return mark_anchor(self.number, mark)

    def is_table(self, block: Block) -> bool:
        """Does the block have cells?"""
        return block.kind is BlockKind.TABLE


def file_view(number: int, extracted: Extracted) -> FileView:
    """Prepare one file for the template."""
    text = extracted.document.text if extracted.document else ""
    reading = extracted.reading
    marked = MarkedText(text, reading)
    marks = {place: mark for mark in marked.marks for place in mark.figures}
    figures = [
        figure_view(number, place, figure, marks[place], text) for place, figure in enumerate(reading.figures)
    ]
    return FileView(number, extracted, figures, _rejected(number, marked.marks), marked)


def _rejected(document: int, marks: Sequence[Mark]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Rejected numbers by reason, the most frequent reason first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for mark in marks:
        if mark.rejection:
            entry = (mark_anchor(document, mark), " ".join(mark.rejection.text.split()))
            groups.setdefault(mark.rejection.reason, []).append(entry)
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [(code, words.reason(code), entries) for code, entries in ranked]
