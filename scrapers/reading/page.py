"""One document prepared for reading: its key text, what was found in it, and the headings above each block.

Everything is found once for the whole document; `prose` and `tables` look into slices of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrapers.model import Block, BlockKind, Document, Rejection
from scrapers.reading.lexicon import Hit, Lexicon
from scrapers.reading.periods import Setting
from scrapers.reading.places import Mention, document_province, find_provinces
from scrapers.reading.sentences import boundaries, split_sentences
from scrapers.reading.setting import latest_date, setting_of
from scrapers.reading.spans import Spans
from scrapers.reading.text import KeyText, key_text
from scrapers.reading.times import TimeCue, find_times

LIST_HEAD = 20  # the level of a line that heads a list, below all headings
HEAD_LENGTH = 160  # a paragraph up to this long that ends with a colon heads what follows


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading or list head above a block; key offsets."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """A document and all that was found in it."""

    document: Document
    text: KeyText
    lexicon: Lexicon
    hits: Spans[Hit]
    parts: list[int]  # where one statement may end and the next begin; never inside the wording of a concept
    times: Spans[TimeCue]
    provinces: Spans[Mention]
    province: str | None
    province_rule: str
    setting: Setting
    title_mask: int
    title_end: int

    def mask(self, start: int, end: int) -> int:
        """The concepts of key[start:end], as one mask."""
        mask = 0
        for hit in self.hits.begun_in(start, end):
            if hit.end <= end:
                mask |= hit.mask
        return mask

    def mask_outside(self, start: int, end: int) -> int:
        """The concepts of key[start:end] that are not inside a parenthesis closed there."""
        key = self.text.key
        close = key.rfind(")", start, end)
        if close < 0:
            return self.mask(start, end)
        opening = key.rfind("(", start, close)
        if opening < 0:  # begins inside the parenthesis
            return self.mask(close, end)
        return self.mask_outside(start, opening) | self.mask(close, end)

    def hits_in(self, start: int, end: int) -> Sequence[Hit]:
        """The concept hits that begin in key[start:end] and end there too."""
        found = self.hits.begun_in(start, end)
        return found[:-1] if found and found[-1].end > end else found

    def boundaries(self, start: int, end: int) -> list[int]:
        """Where one statement of key[start:end] may end."""
        return self.parts[bisect_left(self.parts, start) : bisect_left(self.parts, end)]

    def times_in(self, start: int, end: int) -> Sequence[TimeCue]:
        """The time cues that begin in key[start:end]."""
        return self.times.begun_in(start, end)

    def provinces_in(self, start: int, end: int) -> Sequence[Mention]:
        """The provinces named in key[start:end]."""
        return self.provinces.begun_in(start, end)

    def rejection(self, start: int, end: int, reason: str) -> Rejection:
        """A number of key[start:end] that is no figure."""
        first, last = self.text.origin(start), self.text.end_origin(end)
        return Rejection(self.document.doc_id, self.document.text[first:last], first, last, reason)


def prepare(document: Document, lexicon: Lexicon) -> Page:
    """Find concepts, times and places of a document."""
    text = key_text(document.text)
    if document.published is None:
        document = replace(document, published=latest_date(text.key))
    first = document.blocks[0] if document.blocks else None
    title_end = text.at(first.end) if first and first.kind is BlockKind.HEADING and first.level == 1 else 0
    hits = lexicon.find(text.key)
    mentions = find_provinces(text)
    province, rule = document_province(document, text, mentions, title_end)
    title_mask = 0
    for hit in hits:
        if hit.end <= title_end:
            title_mask |= hit.mask
    times = find_times(text.key)
    lines = [text.at(block.start) for block in document.blocks]
    setting = setting_of(text.key, title_end, document.published, lines, times)
    return Page(
        document, text, lexicon, Spans(hits), _parts(text.key, Spans(hits)), Spans(times), Spans(mentions),
        province, rule, setting, title_mask, title_end,
    )  # fmt: skip


def _parts(key: str, hits: Spans[Hit]) -> list[int]:
    """The boundaries of a text that no concept's wording spans."""
    before = ((at, hits.last_before(at)) for at in boundaries(key))
    return [at for at, last in before if last is None or last.end <= at]


class Headings:
    """The path of headings above the current block, kept while blocks are read in order."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.path: list[Heading] = []
        self._listed = False  # was the block before an item or a table?

    def see(self, block: Block, following: Block | None) -> None:
        """Take in a block: a heading, a list head or an item with items below it joins the path."""
        start, end = self._page.text.at(block.start), self._page.text.at(block.end)
        words = self._page.text.key[start:end].rstrip()
        if block.kind is BlockKind.HEADING and block.level > 1:
            self._push(Heading(start, end, block.level))
        elif block.kind is BlockKind.PARAGRAPH and words.endswith(":"):
            last = split_sentences(self._page.text.key, start, end)[-1][0]
            if end - last <= HEAD_LENGTH:
                self._push(Heading(last, end, LIST_HEAD))
        elif block.kind is BlockKind.PARAGRAPH and self._listed:
            self.path = [above for above in self.path if above.level < LIST_HEAD]
        elif block.kind is BlockKind.ITEM:
            self.path = [above for above in self.path if above.level < LIST_HEAD + block.level]
            parent = (
                following is not None and following.kind is BlockKind.ITEM and following.level > block.level
            )
            opens = (
                following is not None and following.kind is BlockKind.PARAGRAPH and words[-1:] not in ".;,"
            )
            if len(words) <= HEAD_LENGTH and (parent or opens or words.endswith(":")):
                self._push(Heading(start, end, LIST_HEAD + block.level))
        self._listed = block.kind in (BlockKind.ITEM, BlockKind.TABLE)

    def _push(self, heading: Heading) -> None:
        self.path = [above for above in self.path if above.level < heading.level] + [heading]
