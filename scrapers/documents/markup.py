"""Parsing of markup, and the small questions asked of the tree. lexbor (selectolax) is the only parser used.

What the elements mean belongs to the modules that ask.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents.errors import UnreadableError

# Parsing costs the square of the open elements, so depth is checked before; browsers stop at 512.
_DEEPEST = 1_000
_TAGS_WORTH_A_CHECK = 10_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that end by themselves, or hold nothing: open tags of these do not nest.
_SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "html",
        "head",
        "body",
    ]
)


def parse(text: str) -> LexborHTMLParser:
    """The tree of a page.

    Raises:
        UnreadableError: elements nested deeper than any real page, which would take minutes to parse.
    """
    if text.count("<") > _TAGS_WORTH_A_CHECK:
        depth = _depth(text)
        if depth > _DEEPEST:
            raise UnreadableError(f"elements nested more than {_DEEPEST} deep")
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


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _SELF_CLOSING:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest
