"""Where addresses stand in an HTML page besides plain links, and the words that stand with them.

Which of them are pages, and what those are worth, is decided in `discovery` and `relevance`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Elements that lead elsewhere. Scripts are not read: what a program makes of a string is anyone's guess.
_LEADING = (
    "a[href], area[href], link[href], frame[src], iframe[src], option[value], meta[http-equiv], "
    "[onclick], [data-href], [data-url]"
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_LONGEST_HANDLER = 4_000
_LONGEST_ADDRESS = 2_000
_MOST_NODES = 60  # below one element; more is no title, and elements within elements stay linear

# Strings of a handler that are an address by themselves, and those that go where addresses go.
_QUOTED = re.compile(r"""(?<!\+)(?<!\+ )["']([^"'\s]{1,2000})["'](?!\s*\+)""")
_GOES = re.compile(
    r"""(?:\blocation(?:\.href)?\s{0,9}=|\blocation\.(?:assign|replace)\s{0,9}\(|\bopen\s{0,9}\()"""
    r"""\s{0,9}["']([^"'\s]{1,2000})["'](?!\s*\+)"""
)
_POSTBACK = re.compile(r"""PostBackOptions\((?:[^,()]*,){4}\s*["']([^"'\s]{1,2000})["']""")
_ADDRESS = re.compile(r"https?://[^/]|\.{0,2}/[^*]|\?\w|/$|[\w./-]+\.(?:aspx?|html?|php|jsp)(?:\?|$)", re.I)
_REFRESH = re.compile(r"""^[\s\d.]*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)""", re.I)
_ESCAPES = (("\\u0026", "&"), ("\\x26", "&"), ("\\u003d", "="), ("\\/", "/"))


@dataclass(frozen=True, slots=True)
class Anchor:
    """An address as written, the texts that stand for it (any may be empty) and whether it is a feed."""

    address: str
    texts: tuple[str, ...] = ()
    feed: bool = False


def anchors(tree: LexborHTMLParser) -> Iterator[Anchor]:
    """All addresses that a page leads to, in its order."""
    for node in tree.css(_LEADING):
        attributes, tag = node.attributes, node.tag
        if tag == "link":
            feed = attributes.get("type") in _FEED_TYPES
            if feed or "next" in (attributes.get("rel") or "").lower().split():
                yield Anchor(attributes.get("href") or "", feed=feed)
            continue
        addresses = _addresses(tag or "", attributes)
        if addresses:
            texts = (attributes.get("title") or attributes.get("alt") or "", _text(node))
            for address in addresses:
                yield Anchor(address, texts)


def _addresses(tag: str, attributes: dict[str, str | None]) -> list[str]:
    href = attributes.get("href") if tag in ("a", "area") else None
    if href and len(attributes) == 1 and href[:1] not in "jJ \n\t":  # a plain link, as most are
        return [href]
    found: list[str] = []
    if href and href.lstrip()[:11].lower() == "javascript:":
        found += _in_handler(href)
    elif href:
        found.append(href)
    if tag in ("frame", "iframe"):
        found.append(attributes.get("src") or "")
    elif tag == "meta" and (attributes.get("http-equiv") or "").strip().lower() == "refresh":
        target = _REFRESH.match((attributes.get("content") or "")[:_LONGEST_ADDRESS])
        found += [target[1]] if target else []
    for key in ("data-href", "data-url", "value") if tag == "option" else ("data-href", "data-url"):
        value = (attributes.get(key) or "").strip()
        if value and _ADDRESS.match(value):
            found.append(value)
    if handler := attributes.get("onclick"):
        found += _in_handler(handler)
    return found


def _in_handler(script: str) -> list[str]:
    script = script[:_LONGEST_HANDLER]
    for written, plain in _ESCAPES:
        script = script.replace(written, plain)
    found = [*_GOES.findall(script), *_POSTBACK.findall(script)]
    return list(dict.fromkeys([*found, *(one for one in _QUOTED.findall(script) if _ADDRESS.match(one))]))


def _text(node: LexborNode) -> str:
    """The words inside an element; of a picture, those that stand for it."""
    only = node.first_child
    if only is None or (only.tag == "-text" and only.next is None):  # nearly always, and much faster
        return only.text_content or "" if only is not None else ""
    pieces = []
    for inner in islice(node.traverse(include_text=True), _MOST_NODES):
        if inner.tag == "-text":
            pieces.append(inner.text_content or "")
        elif inner.tag == "img":
            pieces.append(f" {inner.attributes.get('alt') or ''} ")
    return "".join(pieces)
