"""What an article's element holds besides the article: news lists, and the boxes that a heading announces.

Lines are made by `blocks.py` and known by their wording in `lines.py`; here is only which are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from scrapers.documents.lines import ends_content, is_contact, is_dated, mark_rank
from scrapers.documents.writer import GridCell

_LONGEST_TEASER = 200
_SHORTEST_PROSE = 80
_FEWEST_DATED = 2
_FEWEST_LINKED = 3
_PART_RANK = 1  # up to here marks open a part of the article: I., 1.
Line = TypeVar("Line")


@dataclass(slots=True)
class Said:
    """One line of an article's element, or a data table, before it is known whether the article says it."""

    text: str
    bold: bool = False
    linked: bool = False  # a link, and besides it at most a mark and a date
    heading: int = 0  # depth told by the markup
    item: int = 0  # list nesting
    grid: list[list[GridCell]] | None = None
    box_end: int | None = None  # number of the first line behind the element that opens with this one


def article_lines(lines: Sequence[Said]) -> Iterator[Said]:
    """The lines that the article itself says, in order."""
    return without_news_lists(_outside_boxes(lines), lambda line: line)


def without_news_lists(lines: Iterable[Line], said: Callable[[Line], Said]) -> Iterator[Line]:
    """The lines without runs of those that name other articles: dated ones, or bare links."""
    for names_others, run in groupby(lines, key=lambda line: _names_another(said(line))):
        found = list(run)
        if not names_others or not _is_news_list([said(line) for line in found]):
            yield from found


def _outside_boxes(lines: Sequence[Said]) -> Iterator[Said]:
    """Passes over what a heading like "Các tin khác" announces: its box, or else the rest of the page.

    The article goes on with a heading of its own, and behind a box with prose or data as well.
    """
    closed = 0
    in_box = waiting = seen_prose = False
    for number, line in enumerate(lines):
        if line.grid is None and ends_content(line.text):
            in_box = line.box_end is not None or not seen_prose
            closed = max(closed, line.box_end or number + 1)
            waiting = True
            continue
        if waiting and (number < closed or not (_opens_part(line) or (in_box and _goes_on(line)))):
            continue
        waiting = False
        seen_prose = seen_prose or _goes_on(line)
        yield line


def _goes_on(line: Said) -> bool:
    if line.grid is not None:
        return True
    return not line.linked and len(line.text) >= _SHORTEST_PROSE and not is_contact(line.text)


def _opens_part(line: Said) -> bool:
    if line.linked or line.grid is not None or not (line.bold or line.heading):
        return False
    rank = mark_rank(line.text)
    return rank is not None and rank <= _PART_RANK and not is_dated(line.text)


def _names_another(line: Said) -> bool:
    if line.grid is not None or len(line.text) > _LONGEST_TEASER:
        return False
    return line.linked or is_dated(line.text)


def _is_news_list(run: Sequence[Said]) -> bool:
    dated = sum(is_dated(line.text, linked=line.linked) for line in run)
    return dated >= _FEWEST_DATED or sum(line.linked for line in run) >= _FEWEST_LINKED
