"""One document prepared for reading: its key text, what was found in it, and the headings above each block.

Everything is found once for the whole document; `prose` and `tables` look into slices of it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from scrapers.model import Block, BlockKind, Document, Rejection
from scrapers.reading.lexicon import Hit, Lexicon
from scrapers.reading.periods import Setting, TimeCue, find_times
from scrapers.reading.places import Mention, document_province, find_provinces
from scrapers.reading.sentences import boundaries
from scrapers.reading.setting import latest_date, setting_of
from scrapers.reading.text import KeyText, key_text

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
    hits: list[Hit]
    hit_starts: list[int]
    times: list[TimeCue]
    provinces: list[Mention]
    province: str | None
    province_rule: str
    setting: Setting
    title_mask: int
    title_end: int

    def mask(self, start: int, end: int) -> int:
        """The concepts of key[start:end], as one mask."""
        mask = 0
        for hit in self.hits_in(start, end):
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

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """The concept hits that begin in key[start:end] and end there too."""
        first = bisect_left(self.hit_starts, start)
        last = bisect_left(self.hit_starts, end)
        found = self.hits[first:last]
        return found[:-1] if found and found[-1].end > end else found

    def boundaries(self, start: int, end: int) -> list[int]:
        """Where one statement of key[start:end] may end; never inside the wording of a concept."""
        found = boundaries(self.text.key, start, end)
        if not found:
            return found
        before = (bisect_left(self.hit_starts, at) - 1 for at in found)
        return [at for at, last in zip(found, before, strict=True) if last < 0 or self.hits[last].end <= at]

    def times_in(self, start: int, end: int) -> list[TimeCue]:
        """The time cues that begin in key[start:end]."""
        first = bisect_left(self.times, start, key=_start)
        return self.times[first : bisect_left(self.times, end, key=_start)]

    def provinces_in(self, start: int, end: int) -> list[Mention]:
        """The provinces named in key[start:end]."""
        first = bisect_left(self.provinces, start, key=_start)
        return self.provinces[first : bisect_left(self.provinces, end, key=_start)]

    def rejection(self, start: int, end: int, reason: str) -> Rejection:
        """A number of key[start:end] that is no figure."""
        first, last = self.text.origin(start), self.text.end_origin(end)
        return Rejection(self.document.doc_id, self.document.text[first:last], first, last, reason)


def _start(found: TimeCue | Mention) -> int:
    return found.start


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
        document, text, lexicon, hits, [hit.start for hit in hits], times, mentions, province,
        rule, setting, title_mask, title_end,
    )  # fmt: skip


class Headings:
    """The path of headings above the current block, kept while blocks are read in order."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.path: list[Heading] = []

    def see(self, block: Block, following: Block | None) -> None:
        """Take in a block: a heading, a list head or an item with items below it joins the path."""
        start, end = self._page.text.at(block.start), self._page.text.at(block.end)
        words = self._page.text.key[start:end].rstrip()
        if block.kind is BlockKind.HEADING and block.level > 1:
            self._push(Heading(start, end, block.level))
        elif block.kind is BlockKind.PARAGRAPH and words.endswith(":") and len(words) <= HEAD_LENGTH:
            self._push(Heading(start, end, 20))
        elif block.kind is BlockKind.ITEM:
            self.path = [above for above in self.path if above.level < 20 + block.level]
            parent = (
                following is not None and following.kind is BlockKind.ITEM and following.level > block.level
            )
            opens = (
                following is not None and following.kind is BlockKind.PARAGRAPH and words[-1:] not in ".;,"
            )
            if len(words) <= HEAD_LENGTH and (parent or opens or words.endswith(":")):
                self._push(Heading(start, end, 20 + block.level))

    def _push(self, heading: Heading) -> None:
        self.path = [above for above in self.path if above.level < heading.level] + [heading]
