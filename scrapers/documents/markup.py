"""Parsing of markup, and the small questions asked of the tree. lexbor (selectolax) is the only parser used.

What the elements mean belongs to the modules that ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents.errors import UnreadableError

# Parsing costs the square of the open elements, and each unclosed <font> is opened anew in every paragraph:
# both are checked before. Browsers stop at a depth of 512.
_TAGS_WORTH_A_CHECK = 2_000
_DEEPEST = 512
_MOST_REOPENED = 1_000_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def tags(names: str) -> frozenset[str]:
    """A set of element names, written as one string."""
    return frozenset(names.split())


# Elements that end by themselves, or hold nothing: open tags of these do not nest.
_SELF_CLOSING = tags(
    "p li dt dd tr td th tbody thead tfoot option optgroup colgroup area base br col embed hr img input link "
    "meta param source track wbr html head body"
)
_FORMATTING = tags("a b big code em font i nobr s small strike strong tt u")


def parse(text: str) -> LexborHTMLParser:
    """The tree of a page.

    Raises:
        UnreadableError: elements nested or left open as on no real page; parsing would take minutes.
    """
    if text.count("<") > _TAGS_WORTH_A_CHECK:
        _check_nesting(text)
    return LexborHTMLParser(text)


def words(node: LexborNode | None) -> str:
    """The text of an element: every tag a space, white space collapsed."""
    return " ".join(node.text(deep=True, separator=" ").split()) if node is not None else ""


def first_with_text(root: LexborNode | LexborHTMLParser, selectors: tuple[str, ...]) -> LexborNode | None:
    """The first element, by order of selectors, that holds any text."""
    for selector in selectors:
        for node in root.css(selector):
            if words(node):
                return node
    return None


def is_inside(node: LexborNode, room: LexborNode) -> bool:
    """Does the node stand in the room, or is it the room itself?"""
    above: LexborNode | None = node
    while above is not None and above.mem_id != room.mem_id:
        above = above.parent
    return above is not None


def drop(nodes: Sequence[LexborNode]) -> None:
    """Take elements, given in document order, out of the tree; the inner first, as the outer free them."""
    for node in reversed(nodes):
        node.decompose()


def _check_nesting(text: str) -> None:
    depth = formatting = reopened = 0
    for slash, name in _TAG.findall(text):
        tag = name.lower()
        step = -1 if slash else 1
        if tag in _FORMATTING:
            formatting = max(0, formatting + step)
        elif not slash:
            reopened += formatting
        if tag not in _SELF_CLOSING:
            depth = max(0, depth + step)
        if depth > _DEEPEST:
            raise UnreadableError(f"elements nested more than {_DEEPEST} deep")
        if reopened > _MOST_REOPENED:
            raise UnreadableError("unclosed elements that would multiply without end")
