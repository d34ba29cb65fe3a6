"""An article's element to blocks: one walk over the tree, without recursion.

Which element holds the article is told by profiles or `generic.py`; what a line is, by `lines.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from scrapers.documents.lines import Outline, is_caption, is_chrome, is_unit_line, mark_rank
from scrapers.documents.markup import tags, words
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
_SENTENCE_END = (".", ";", ":", "!", "?", "…")


@dataclass(slots=True)
class _Line:
    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    all: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def is_bold(self) -> bool:
        return 0 < self.all == self.bold


class BlockReader:
    """Writes the blocks of one article; call `read` for each of its elements in order."""

    def __init__(self, writer: Writer, title: str = "") -> None:
        self._writer = writer
        self._title = title
        self._outline = Outline()
        self._lines = [_Line()]
        self._bold = 0
        self._lists = 0
        self._items = 0
        self._heading: str | None = None
        self._unit_may_follow = False

    def read(self, root: LexborNode) -> None:
        """Write the blocks of one element."""
        depth = 0
        node: LexborNode | None = root
        while node is not None:
            child = node.first_child if self._enter(node) else None
            if child is not None:
                node, depth = child, depth + 1
                continue
            while node is not None:
                self._leave(node)
                if depth == 0:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node, depth = node.parent, depth - 1
        self._flush()

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
            self._bold += _is_bold(node, tag)
            return True
        if tag == "br":
            self._lines.append(_Line())
            return False
        self._flush()
        if tag in SKIPPED:
            return False
        if tag == "table":
            return not self._table(node)
        self._lists += tag in ("ul", "ol")
        self._items += tag == "li"
        if tag in HEADINGS:
            self._heading = tag
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in ("-text", "-comment", "br") or tag in SKIPPED:
            return
        self._lines[-1].pieces.append(" ")
        if tag in INLINE:
            self._bold -= _is_bold(node, tag)
            return
        self._flush()
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

    def _flush(self) -> None:
        if len(self._lines) == 1 and not self._lines[0].all:
            if self._lines[0].pieces:
                self._lines[0] = _Line()
            return
        for text, bold in _paragraphs(self._lines):
            self._write(text, bold)
        self._lines = [_Line()]

    def _write(self, text: str, bold: bool) -> None:
        if is_chrome(text) or (text == self._title and self._writer.blocks):
            return
        unit_may_follow, self._unit_may_follow = self._unit_may_follow, False
        if self._heading:
            self._writer.add(BlockKind.HEADING, text, HEADINGS[self._heading])
            self._outline = Outline()
        elif self._items and self._lists:
            self._writer.add(BlockKind.ITEM, text, self._lists)
        elif unit_may_follow and is_unit_line(text):
            self._writer.add(BlockKind.CAPTION, text)
        else:
            kind, level = self._outline.place(text, bold=bold)
            self._writer.add(kind, text, level)

    def _table(self, table: LexborNode) -> bool:
        grid = data_table(table)
        if grid is None:
            return False
        self._call_captions()
        if caption := words(table.css_first("caption")):
            self._writer.add(BlockKind.CAPTION, caption)
        self._writer.add_table(grid)
        self._unit_may_follow = True
        return True

    def _call_captions(self) -> None:
        """The number, title and unit lines directly above a table are its caption."""
        for place in range(len(self._writer.blocks) - 1, 0, -1):
            block = self._writer.blocks[place]
            if block.kind is BlockKind.TABLE or not is_caption(self._writer.text_of(block)):
                break
            self._writer.call(place, BlockKind.CAPTION)


def _is_bold(node: LexborNode, tag: str) -> bool:
    if tag in BOLD:
        return True
    return tag == "span" and _BOLD_STYLE.search(node.attributes.get("style") or "") is not None


def _paragraphs(lines: list[_Line]) -> Iterator[tuple[str, bool]]:
    """Lines parted by <br>, joined again where they are one paragraph broken for looks."""
    parts: list[str] = []
    bold = False
    gap = False
    for line in lines:
        text = line.text
        if not text:
            gap = True
            continue
        apart = gap or bold != line.is_bold or mark_rank(text) is not None
        if parts and (apart or parts[-1].endswith(_SENTENCE_END) or is_chrome(text) or is_unit_line(text)):
            yield "\n".join(parts), bold
            parts = []
        bold = line.is_bold if not parts else bold and line.is_bold
        parts.append(text)
        gap = False
    if parts:
        yield "\n".join(parts), bold
