"""An article's element to blocks: one walk over the tree, without recursion.

Which element holds the article is told by profiles or `generic.py`; what a line is, by `lines.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from selectolax.lexbor import LexborNode

from scrapers.documents.dates import date_line, is_labelled
from scrapers.documents.lines import (
    Outline,
    ends_content,
    is_caption,
    is_chrome,
    is_contact,
    is_dated,
    is_unit_line,
    mark_rank,
)
from scrapers.documents.markup import tags, words
from scrapers.documents.related import Said, article_lines
from scrapers.documents.tables import data_table
from scrapers.documents.writer import Writer
from scrapers.model import BlockKind

HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BOLD = tags("b strong")
SKIPPED = tags(
    "script style noscript template iframe object embed svg math canvas video audio select button textarea "
    "input nav footer head link meta"
)
INLINE = tags(
    "a abbr acronym b bdi bdo big cite code dfn em font i img ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var wbr o:p st1:place -text -comment"
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BESIDES_A_LINK = 14  # letters: a mark, a date
_HEAD_LINES = 3  # where the date of an article stands
_SENTENCE_END = (".", ";", ":", "!", "?", "…")


@dataclass(slots=True)
class _Line:
    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    linked: int = 0
    all: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def is_bold(self) -> bool:
        return 0 < self.all == self.bold

    @property
    def is_linked(self) -> bool:
        return self.linked > max(0, self.all - _BESIDES_A_LINK)


class BlockReader:
    """Takes in the elements of one article in order (`read`), then writes their blocks (`write`)."""

    def __init__(self, title: str = "") -> None:
        self._title = title
        self.above: list[str] = []  # lines above `begin`, such as the letterhead of a decision
        self._said: list[Said] = []
        self._begins: list[int] = []  # of the open elements that part lines: their first line
        self._lines = [_Line()]
        self._bold = 0
        self._links = 0
        self._lists = 0
        self._items = 0
        self._heading: str | None = None

    def read(self, root: LexborNode, begin: LexborNode | None = None) -> None:
        """Take in one element; with `begin`, only what follows that element inside it."""
        depth = 0
        first = len(self._said)
        node: LexborNode | None = root
        while node is not None:
            child = node.first_child if self._enter(node) else None
            if child is not None:
                node, depth = child, depth + 1
                continue
            while node is not None:
                self._leave(node, outermost=depth == 0)
                if begin is not None and node.mem_id == begin.mem_id:
                    self._flush()
                    self.above += [line.text for line in self._said[first:]]
                    del self._said[first:]
                    self._begins = [first] * len(self._begins)
                if depth == 0:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node, depth = node.parent, depth - 1
        self._flush()

    def head_date(self) -> date | None:
        """The date that one of the first lines gives as that of publication."""
        head = (line.text for line in self._said[:_HEAD_LINES] if is_labelled(line.text))
        return next((day for text in head if (day := date_line(text))), None)

    def write(self, writer: Writer, published: date | None = None) -> None:
        """Write the blocks of the article, without what is not its own and the line that dates it."""
        outline = Outline()
        unit_may_follow = False
        for place, line in enumerate(article_lines(self._said)):
            if line.grid is not None:
                _call_captions(writer)
                if line.text:
                    writer.add(BlockKind.CAPTION, line.text)
                writer.add_table(line.grid)
                unit_may_follow = True
                continue
            if place < _HEAD_LINES and published and date_line(line.text) == published:
                continue
            if line.heading:
                writer.add(BlockKind.HEADING, line.text, line.heading)
                outline = Outline()
            elif line.item:
                writer.add(BlockKind.ITEM, line.text, line.item)
            elif unit_may_follow and is_unit_line(line.text):
                writer.add(BlockKind.CAPTION, line.text)
            else:
                kind, level = outline.place(line.text, bold=line.bold)
                writer.add(kind, line.text, level)
            unit_may_follow = False

    def _enter(self, node: LexborNode) -> bool:
        """Take in what a node says; False when its children are not to be read."""
        tag = node.tag or ""
        if tag == "-text":
            self._say(node.text_content or "")
            return False
        if tag == "-comment":
            return False
        self._lines[-1].pieces.append(" ")  # evidence is compared with a text in which each tag is a space
        if tag in INLINE:
            self._bold += is_bold(node, tag)
            self._links += _is_link(node, tag)
            return True
        if tag == "br":
            self._lines.append(_Line())
            return False
        self._flush()
        if tag in SKIPPED:
            return False
        self._begins.append(len(self._said))
        if tag == "table" and (grid := data_table(node)) is not None:
            self._said.append(Said(words(node.css_first("caption")), grid=grid))
            return False
        self._lists += tag in ("ul", "ol")
        self._items += tag == "li"
        if tag in HEADINGS:
            self._heading = tag
        return True

    def _leave(self, node: LexborNode, *, outermost: bool) -> None:
        tag = node.tag or ""
        if tag in ("-text", "-comment", "br") or tag in SKIPPED:
            return
        self._lines[-1].pieces.append(" ")
        if tag in INLINE:
            self._bold -= is_bold(node, tag)
            self._links -= _is_link(node, tag)
            return
        self._flush()
        begin, end = self._begins.pop(), len(self._said)
        if end - begin > 1 and not outermost and self._said[begin].box_end is None:
            self._said[begin].box_end = end
        self._lists -= tag in ("ul", "ol")
        self._items -= tag == "li"
        if tag == self._heading:
            self._heading = None

    def _say(self, text: str) -> None:
        line = self._lines[-1]
        line.pieces.append(text)
        size = len(text.strip(" \t\r\n\xa0.:;-–"))
        line.all += size
        line.bold += size if self._bold else 0
        line.linked += size if self._links else 0

    def _flush(self) -> None:
        if len(self._lines) == 1 and not self._lines[0].all:
            if self._lines[0].pieces:
                self._lines[0] = _Line()
            return
        heading = HEADINGS[self._heading] if self._heading else 0
        item = self._lists if self._items else 0
        for said in _paragraphs(self._lines):
            if not is_chrome(said.text) and not is_contact(said.text) and said.text != self._title:
                said.heading, said.item = heading, item
                self._said.append(said)
        self._lines = [_Line()]


def _call_captions(writer: Writer) -> None:
    """The number, title and unit lines directly above a table are its caption."""
    for place in range(len(writer.blocks) - 1, 0, -1):
        block = writer.blocks[place]
        if block.kind is BlockKind.TABLE or not is_caption(writer.text_of(block)):
            break
        writer.call(place, BlockKind.CAPTION)


def is_bold(node: LexborNode, tag: str) -> bool:
    """Does the inline element set its text in bold?"""
    if tag in BOLD:
        return True
    return tag == "span" and _BOLD_STYLE.search(node.attributes.get("style") or "") is not None


def _is_link(node: LexborNode, tag: str) -> bool:
    return tag == "a" and "href" in node.attributes  # one without leads nowhere: an anchor in the text


def _paragraphs(lines: list[_Line]) -> Iterator[Said]:
    """Lines parted by <br>, joined again where they are one paragraph broken for looks."""
    parts: list[str] = []
    bold = linked = False
    gap = False
    for line in lines:
        text = line.text
        if not text:
            gap = True
            continue
        changes = gap or bold != line.is_bold or linked or line.is_linked
        if parts and (changes or parts[-1].endswith(_SENTENCE_END) or _stands_alone(parts[-1], text)):
            yield Said("\n".join(parts), bold, linked)
            parts = []
        bold = line.is_bold if not parts else bold and line.is_bold
        linked = line.is_linked
        parts.append(text)
        gap = False
    if parts:
        yield Said("\n".join(parts), bold, linked)


def _stands_alone(before: str, text: str) -> bool:
    """Is either of two lines parted by <br> one that no sentence runs through?"""
    if mark_rank(text) is not None or is_chrome(text) or is_unit_line(text):
        return True
    return is_dated(before) or ends_content(before) or ends_content(text)
