"""Saved plain text to blocks. The text stays the input itself, so that spans point into the file.

Chrome is left out by having no block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from scrapers.documents.article import Article
from scrapers.documents.dates import date_line
from scrapers.documents.lines import Outline, ends_content, is_chrome, is_contact, mark_rank, names_site
from scrapers.documents.related import Said, without_news_lists
from scrapers.model import Block, BlockKind

_LINES = re.compile(r"[^\r\n]+")
_LONGEST_TITLE = 300
_DATE_LINES = 8
_LONGEST_FRAME = 1_500
_SHORTEST_PROSE = 50  # letters; a menu above the article has none, so it cannot end there
PROFILE = "text"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str
    after_gap: bool


def read_plain_text(text: str) -> Article:
    """Blocks of a saved text: its first real line is the title, blank lines part paragraphs."""
    blocks: list[Block] = []
    published: date | None = None
    title = before = ""
    outline = Outline()
    content, frame = _split(text)
    for place, line in enumerate(content):
        if published is None and place <= _DATE_LINES and (day := date_line(line.words)):
            published = day
            continue
        if not title:
            title = line.words[:_LONGEST_TITLE]
            alone = len(content) == 1 or len(line.words) > _LONGEST_TITLE
            kind = BlockKind.PARAGRAPH if alone else BlockKind.HEADING
            blocks.append(Block(kind, line.start, line.end, 0 if alone else 1))
        elif len(blocks) > 1 and not line.after_gap and _goes_on(before, line.words):
            last = blocks[-1]
            blocks[-1] = Block(last.kind, last.start, line.end, last.level)
        else:
            kind, level = outline.place(line.words)
            blocks.append(Block(kind, line.start, line.end, level))
        before = line.words
    rule = "text" if published else None
    return Article(text, tuple(blocks), title, PROFILE, published, rule, " | ".join(frame)[:_LONGEST_FRAME])


def _split(text: str) -> tuple[list[_Line], list[str]]:
    """The lines that are content, each with its place in the text; and those that say who publishes."""
    content: list[_Line] = []
    frame: list[str] = []
    ended = False
    last_end = 0
    for match in _LINES.finditer(text):
        words = " ".join(match[0].split())
        if not words:
            continue
        is_frame = names_site(words) and (ended or not content)
        if is_frame or is_contact(words):
            frame.append(words)
            continue
        ends = ends_content(words)
        ended = ended or (ends and any(len(line.words) >= _SHORTEST_PROSE for line in content[1:]))
        if ended or ends or is_chrome(words):
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        gap = text.count("\n", last_end, start) > 1
        last_end = match.start() + len(match[0].rstrip())
        content.append(_Line(start, last_end, words, gap))
    return list(without_news_lists(content, lambda line: Said(line.words))), frame


def _goes_on(before: str, line: str) -> bool:
    """Is the line the rest of a sentence that was wrapped for looks?"""
    wrapped = not before.endswith((".", ";", ":", "!", "?"))
    return wrapped and line[:1].islower() and mark_rank(line) is None
