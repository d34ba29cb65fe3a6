"""A document to its figures: blocks in order, prose and tables each to their reader, repeats told once."""

from __future__ import annotations

from scrapers.model import Block, BlockKind, Document, Figure, Reading, Rejection
from scrapers.reading.flags import read_flags
from scrapers.reading.flat import unflatten
from scrapers.reading.lexicon import lexicon
from scrapers.reading.page import Heading, Headings, Page, prepare
from scrapers.reading.prose import read_prose
from scrapers.reading.sentences import split_sentences
from scrapers.reading.tables import Above, read_table
from scrapers.reading.times import TimeCue

SHORT_LINE = 120  # a line over a table that may be a part of its title


def read_document(document: Document) -> Reading:
    """All figures of a document, each fact once, and all numbers that are none, with their reasons."""
    reader = _Reader(prepare(document, lexicon()))
    index = 0
    while index < len(document.blocks):
        flat = unflatten(reader.page, document.blocks, index)
        block, taken = flat or (document.blocks[index], 1)
        index += taken
        reader.read(block, document.blocks[index] if index < len(document.blocks) else None)
    return Reading(tuple(_once(reader.figures)), tuple(reader.rejections))


class _Reader:
    """Blocks in order: headings, captions and the governing time carry on from one to the next."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.figures: list[Figure] = []
        self.rejections: list[Rejection] = []
        self._headings = Headings(page)
        self._over: list[tuple[int, int]] = []  # what stands right over a table
        self._leads = True  # does the last of these lead over to the table?
        self._time: TimeCue | None = None

    def read(self, block: Block, following: Block | None) -> None:
        """Take in the next block."""
        page = self.page
        start, end = page.text.at(block.start), page.text.at(block.end)
        if block.kind is BlockKind.TABLE:
            found, missed = read_table(page, block, Above(self._over, self._path(start)))
            self._over = []
            self._headings.see(block, following)
        else:
            self._headings.see(block, following)
            found, missed, self._time = read_prose(page, start, end, self._path(start), self._time)
            found += read_flags(page, start, end)
            self._stand_over(
                start, end, (end - start <= SHORT_LINE and not found) or block.kind is BlockKind.CAPTION
            )
        self.figures += found
        self.rejections += missed

    def _stand_over(self, start: int, end: int, short: bool) -> None:
        """Take in a line over a table; of a paragraph the sentence that leads over to the table."""
        if short:
            self._over = [*self._over[-2:], (start, end)] if self._leads else [(start, end)]
            self._leads = True
        else:
            self._over = [(split_sentences(self.page.text.key, start, end)[-1][0], end)]
            self._leads = self.page.text.key[end - 1] == ":"

    def _path(self, start: int) -> list[Heading]:
        return [heading for heading in self._headings.path if heading.start < start]


def _once(figures: list[Figure]) -> list[Figure]:
    """Each fact once: of its statements the surest, in the order of the text."""
    best: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (
            figure.indicator, figure.province, figure.year, figure.period, figure.value, figure.qualifier,
            figure.status, figure.level,
        )  # fmt: skip
        if key not in best or best[key].confidence < figure.confidence:
            best[key] = figure
    kept = {id(figure) for figure in best.values()}
    return [figure for figure in figures if id(figure) in kept]
