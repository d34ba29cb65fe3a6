"""Text as the reader matches it: one spelling, with a map back to the original offsets.

The key form is NFC, lower case, one blank for any white space but the tabs that part table cells, one
place for tone marks (hóa = hoá, thọai = thoại), one hyphen, no soft hyphens or zero-width characters.
Numbers, phrases and cues are all found on the key; every span that leaves the reader is an offset into the
original text. Repairing bytes (charset, mojibake) is `scrapers.documents`' work, not done here.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass

import regex

# Tone marks stand on either vowel of oa, oe, uy: old and new spelling, and slips. Old style moves to new.
_TONES = {"oa": "òóỏõọ", "oe": "òóỏõọ", "uy": "ùúủũụ"}
_SECOND = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_PLACEMENT = {
    first + pair[1]: pair[0] + second
    for pair, firsts in _TONES.items()
    for first, second in zip(firsts, _SECOND[pair[1]], strict=True)
}
_MISPLACED = re.compile("|".join(f"[{firsts}]{pair[1]}" for pair, firsts in _TONES.items()))
_SINGLE = tuple(zip("\u00a0\u202f\n\r–—‐‑−“”∕ð", '    -----""/đ', strict=True))
_DROPPED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_UNEVEN = re.compile("  +|[\u00ad\u200b-\u200d\u2060\ufeff]")
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class KeyText:
    """`key` is matched, `original` is quoted; `origin(i)` leads from one to the other."""

    original: str
    key: str
    offsets: array[int] | None  # offsets[i] = original offset of key[i]; None where they are the same

    def origin(self, index: int) -> int:
        """The original offset of a key offset (the end of the key leads to the end of the original)."""
        if self.offsets is None:
            return index
        return self.offsets[index] if index < len(self.offsets) else len(self.original)

    def end_origin(self, index: int) -> int:
        """The original offset just behind key[index - 1], combining marks included."""
        if self.offsets is None or index >= len(self.offsets):
            return self.origin(index)
        last = self.offsets[index - 1] + 1 if index else 0
        while last < self.offsets[index] and unicodedata.combining(self.original[last]):
            last += 1
        return last

    def at(self, origin: int) -> int:
        """The key offset of an original offset."""
        return origin if self.offsets is None else bisect_left(self.offsets, origin)


def key_text(original: str) -> KeyText:
    """The key form of a text, linear in its length."""
    text, offsets = original, None
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = _compose(text)
    lowered = text.lower()
    if len(lowered) != len(text):  # İ and a few others grow: keep one character each
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for char, plain in _SINGLE:
        lowered = lowered.replace(char, plain)
    key = _MISPLACED.sub(lambda match: _PLACEMENT[match[0]], lowered)
    if _UNEVEN.search(key):
        key, offsets = _even(key, offsets)
    return KeyText(original, key, offsets)


def one_spelling(phrase: str) -> str:
    """A phrase of a data file in the form in which texts are matched."""
    return key_text(phrase).key.strip()


def ending(words: str) -> regex.Pattern[str]:
    """A pattern for the last words of a text (it ends with `$`), sought backwards: the rest costs nothing."""
    return regex.compile(f"(?r){words}")


def closes(key: str, start: int, end: int) -> bool:
    """Does key[start:end] leave a parenthesis that was open before it?"""
    between = key[start:end]
    close = between.find(")")
    return close >= 0 and "(" not in between[:close]


def _compose(text: str) -> tuple[str, array[int]]:
    """NFC cluster by cluster, so that each composed character knows where its base letter stood."""
    pieces: list[str] = []
    offsets: array[int] = array("L")
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        pieces.append(composed)
        offsets.extend([match.start()] * len(composed))
    return "".join(pieces), offsets


def _even(key: str, offsets: array[int] | None) -> tuple[str, array[int]]:
    """Runs of blanks become one, invisible characters go."""
    pieces: list[str] = []
    kept: array[int] = array("L")
    position = 0
    for match in _UNEVEN.finditer(key):
        stop = match.start() if _DROPPED.match(match[0]) else match.start() + 1
        pieces.append(key[position:stop])
        kept.extend(range(position, stop))
        position = match.end()
    pieces.append(key[position:])
    kept.extend(range(position, len(key)))
    if offsets is not None:
        kept = array("L", (offsets[index] for index in kept))
    return "".join(pieces), kept
