"""The words by which links are judged: their file, their spellings in addresses, and how they are found.

What the meanings add up to is decided in `relevance`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Self

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import AfterValidator, model_validator

from scrapers.datafiles import Record
from scrapers.registry.fields import Regex

NEUTRAL, WANTED, UNWANTED = 0, 1, 2  # meanings, added up over title and address

_WORD = re.compile(r"[^\W_]+")
_GLUED = 7  # letters; shorter words run together are words of their own
_WESTERN = 8  # letters left of a phrase, of those that old systems kept
_LATIN_1 = 0xFF


def _phrase(phrase: str) -> str:
    if " ".join(_WORD.findall(phrase.lower())) != phrase:
        raise ValueError("write it in lower case, its words parted by one blank, without punctuation")
    return unicodedata.normalize("NFC", phrase)


Phrase = Annotated[str, AfterValidator(_phrase)]


class Lexicon(Record):
    """What `relevance.yaml` holds."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]
    sections: tuple[Phrase, ...]
    menus: tuple[Phrase, ...]
    neutral: tuple[Phrase, ...]
    empty: tuple[Phrase, ...]
    machinery: tuple[Regex, ...]
    copies: tuple[Regex, ...]

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        phrases = [*self.wanted, *self.unwanted, *self.neutral]
        if repeated := sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}):
            raise ValueError(f"stand twice under wanted, unwanted, neutral: {', '.join(repeated)}; keep one")
        return self


class Matcher:
    """Finds phrases as whole words, the longest first and from the left."""

    def __init__(self, phrases: dict[str, int]) -> None:
        self._kinds = list(phrases.values())
        # Blanks are doubled between words, so that two neighbours do not compete for the one between them.
        self._search = AhoCorasick([_spaced(phrase.split()) for phrase in phrases], MatchKind.LeftmostLongest)

    def told(self, words: Sequence[str]) -> int:
        """The meanings of the phrases in a row of words, added up."""
        told = NEUTRAL
        for index, _, _ in self._search.find_matches_as_indexes(_spaced(words)):
            told |= self._kinds[index]
        return told


def words(text: str) -> list[str]:
    """The words of a text in one spelling: composed, lower case, without punctuation."""
    return _WORD.findall(text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower())


def _spaced(row: Sequence[str]) -> str:
    return f" {'  '.join(row)} "


def without_accents(text: str) -> str:
    """A lower-case text as addresses write it."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def in_addresses(phrase: str, kind: int) -> list[str]:
    """The spellings of a phrase in addresses.

    Old systems kept only the letters of western Europe (bu-chinh-vin-thong). What they made of short
    phrases may be anything, so that spelling serves to want a page, never to leave it out.
    """
    spellings = [without_accents(phrase)]
    glued = spellings[0].replace(" ", "")
    if len(glued) >= _GLUED and glued != spellings[0]:
        spellings.append(glued)
    western = without_accents("".join(letter for letter in phrase if ord(letter) <= _LATIN_1))
    if kind is not UNWANTED and " " in phrase and len(western) >= _WESTERN:
        spellings.append(" ".join(western.split()))
    return spellings
