"""Makes what pages said fit to be shown: short, without control characters, links that lead to pages only.

It stays text all the way: the page in the browser never takes it for markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 600  # characters of a sentence; longer ones are cut around the number
LONGEST_TITLE = 240
LONGEST_URL = 2_000
_NUMBER = re.compile(r"(?<![\d.,])\d(?:[\d.,]*\d)?(?!\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # tab and new line are not meant
_NOT_IN_URLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\<>\"\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence, or the part of it around its number."""

    text: str
    start: int  # of the number, in UTF-16 units as browsers count
    end: int
    is_cut: bool


def place(words: str, span: tuple[int, int], number: tuple[int, int], value: float) -> tuple[int, int]:
    """Where the number stands in its sentence: first and past the last letter; alike when that is not sure.

    White space was collapsed after the places were taken, so the number stands as much earlier as white space
    before it was lost: nobody knows how much of all that was. It is the number of its length between the two
    that reads as the value; of two nobody knows which.

    Args:
        words: The sentence, white space collapsed.
        span: Of the sentence in the text it was taken from.
        number: Of the number in that text.
        value: What the number was read as, in the unit of its indicator.
    """
    first, past = number[0] - span[0], number[1] - span[0]
    lost = span[1] - span[0] - len(words)
    nowhere = (max(0, first - max(0, lost)),) * 2
    if not 0 <= first < past <= span[1] - span[0] or lost < 0:
        return nowhere
    if not lost:
        return first, past
    found = [
        one.span()
        for one in _NUMBER.finditer(words)
        if first - lost <= one.start() <= first
        and one.end() - one.start() == past - first
        and _digits(one[0]) == _digits(f"{value:.15g}")
    ]
    return found[0] if len(found) == 1 else nowhere


def _digits(number: str) -> str:
    """What stays of a number in any unit that is a power of ten of another: 1,2 and 1200000 are both 12."""
    return re.sub(r"\D", "", number.partition("e")[0]).strip("0")


def around(words: str, first: int, past: int) -> Cut:
    """The words around the number that stands at `first` up to `past`, whole when they are short."""
    words = plain(words)
    first, past = max(0, min(first, len(words))), max(0, min(past, len(words)))
    begin, end = 0, len(words)
    if end > LONGEST:
        begin = max(0, min(first - LONGEST // 2, end - LONGEST))
        end = begin + LONGEST
        past = min(past, end)
    shown = words[begin:end]
    text = f"{'… ' if begin else ''}{shown}{' …' if end < len(words) else ''}"
    moved = (2 if begin else 0) - begin
    return Cut(text, _utf16(text[: first + moved]), _utf16(text[: past + moved]), len(shown) < len(words))


def plain(words: str) -> str:
    """The words with a visible sign for each control character; one for one, so that places hold."""
    return _CONTROL.sub("\ufffd", words)


def heading(title: str | None) -> str | None:
    """A title of a document, not too long."""
    if not title:
        return None
    return plain(title) if len(title) <= LONGEST_TITLE else plain(title[:LONGEST_TITLE]) + " …"


def link(url: str) -> str | None:
    """The address when it is one of a web page; None for anything else, which must not become a link."""
    try:
        parts = urlsplit(url)
        named = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not named or len(url) > LONGEST_URL:
        return None
    return None if _NOT_IN_URLS.search(url) else url


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
