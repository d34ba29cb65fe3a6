"""Builds a document's text and its blocks side by side, so that offsets are right by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scrapers.model import Block, BlockKind, Cell


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a laid-out table before it is written: its words, where it stands, what it covers."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(slots=True)
class Writer:
    """Appends blocks; text of blocks is parted by newlines, cells of a row by tabs."""

    blocks: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _running: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All text written so far."""
        return "".join(self._pieces)

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Write a block of running text."""
        start = self._start()
        self._put(text)
        self._running[start] = text
        self.blocks.append(Block(kind, start, self._length, level))

    def add_table(self, rows: Sequence[Sequence[GridCell]]) -> None:
        """Write a table, row by row, each cell once: at the top left of what it covers."""
        start = self._start()
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            if number:
                self._put("\n")
            for place, cell in enumerate(row):
                if place:
                    self._put("\t")
                begin = self._length
                self._put(cell.text)
                span = (cell.row_span, cell.column_span)
                cells.append(Cell(cell.row, cell.column, begin, self._length, *span, cell.header))
        self.blocks.append(Block(BlockKind.TABLE, start, self._length, cells=tuple(cells)))

    def call(self, place: int, kind: BlockKind) -> None:
        """Call a block of running text something else, now that what follows it is known."""
        block = self.blocks[place]
        self.blocks[place] = Block(kind, block.start, block.end)

    def text_of(self, block: Block) -> str:
        """The words of a block of running text."""
        return self._running[block.start]

    def _start(self) -> int:
        if self._length:
            self._put("\n")
        return self._length

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
