"""Saved plain text to blocks. The document's text is the input itself; chrome is left out by having no block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scrapers.documents.dates import date_line
from scrapers.documents.lines import Outline, ends_content, is_chrome, mark_rank, names_site
from scrapers.model import Block, BlockKind

_LINES = re.compile(r"[^\r\n]+")
_LONGEST_TITLE = 300
_DATE_LINES = 8
_CONTACT = re.compile(
    r"^(địa chỉ|trụ sở|điện thoại|đt|tel|fax|email|e-mail|chịu trách nhiệm( nội dung)?|giấy phép|bản quyền|©)\b ?[:.]?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """What a saved text holds."""

    title: str
    blocks: tuple[Block, ...]
    published: date | None


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    words: str
    after_gap: bool


def read_plain_text(text: str) -> PlainText:
    """Blocks of a saved text: its first real line is the title, blank lines part paragraphs."""
    blocks: list[Block] = []
    published: date | None = None
    title = ""
    outline = Outline()
    spans = list(_content(text))
    for place, span in enumerate(spans):
        if published is None and place <= _DATE_LINES and (day := date_line(span.words)):
            published = day
            continue
        if not title:
            title = span.words[:_LONGEST_TITLE]
            blocks.append(Block(BlockKind.HEADING, span.start, span.end, 1))
            continue
        last = blocks[-1]
        if not span.after_gap and _goes_on(text[last.start : last.end], span.words) and len(blocks) > 1:
            blocks[-1] = Block(last.kind, last.start, span.end, last.level)
            continue
        kind, level = outline.place(span.words)
        blocks.append(Block(kind, span.start, span.end, level))
    return PlainText(title, tuple(blocks), published)


def _content(text: str) -> Iterator[_Span]:
    """The lines that are content, each with its place in the text."""
    end_before = 0
    seen = False
    for match in _LINES.finditer(text):
        words = " ".join(match[0].split())
        if not words:
            continue
        gap = text.count("\n", end_before, match.start()) > 1 or not seen
        if seen and ends_content(words):
            return
        if is_chrome(words) or _CONTACT.match(words) or (not seen and names_site(words)):
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end_before = match.start() + len(match[0].rstrip())
        yield _Span(start, end_before, words, gap)
        seen = True


def _goes_on(before: str, line: str) -> bool:
    """Is the line the rest of a sentence that was wrapped for looks?"""
    wrapped = not before.rstrip().endswith((".", ";", ":", "!", "?"))
    return wrapped and line[:1].islower() and mark_rank(line) is None
