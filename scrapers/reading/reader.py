"""A document to its figures: blocks in order, prose and tables each to their reader, repeats told once."""

from __future__ import annotations

from scrapers.model import BlockKind, Document, Figure, Reading, Rejection
from scrapers.reading.flags import read_flags
from scrapers.reading.lexicon import lexicon
from scrapers.reading.page import Headings, prepare
from scrapers.reading.periods import TimeCue
from scrapers.reading.prose import read_prose
from scrapers.reading.tables import Above, read_table


def read_document(document: Document) -> Reading:
    """All figures of a document, each fact once, and all numbers that are none, with their reasons."""
    page = prepare(document, lexicon())
    headings = Headings(page)
    figures: list[Figure] = []
    rejections: list[Rejection] = []
    over: list[tuple[int, int]] = []  # what stands right over a table
    earlier: TimeCue | None = None
    for block in document.blocks:
        start, end = page.text.at(block.start), page.text.at(block.end)
        path = [heading for heading in headings.path if heading.start < start]
        if block.kind is BlockKind.TABLE:
            found, missed = read_table(page, block, Above(over, path))
            over = []
        else:
            headings.see(block)
            path = [heading for heading in headings.path if heading.start < start]
            found, missed, earlier = read_prose(page, start, end, path, earlier)
            found += read_flags(page, start, end)
            over = [*over, (start, end)][-2:] if block.kind is BlockKind.CAPTION else [(start, end)]
        figures += found
        rejections += missed
    return Reading(tuple(_once(figures)), tuple(rejections))


def _once(figures: list[Figure]) -> list[Figure]:
    """Each fact once: of its statements the surest, in the order of the text."""
    best: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (figure.indicator, figure.province, figure.year, figure.period, figure.value, figure.qualifier,
               figure.status, figure.level)  # fmt: skip
        if key not in best or best[key].confidence < figure.confidence:
            best[key] = figure
    kept = {id(figure) for figure in best.values()}
    return [figure for figure in figures if id(figure) in kept]
