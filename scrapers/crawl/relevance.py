"""What a page is worth to us, told before any request by the title of its link and by its address.

The words are in `relevance.yaml`. What a source says for itself (`wanted_pattern`), and what a crawl makes of
it, belongs to `discovery`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

from scrapers.crawl.wording import (
    NEUTRAL,
    UNWANTED,
    WANTED,
    Lexicon,
    Matcher,
    in_addresses,
    without_accents,
    words,
)
from scrapers.datafiles import load_yaml

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # SharePoint: /LichCongTac/
_IN_QUERY = re.compile(r"[/:]")  # op=section/name, id=55:name
_SECTION = re.compile(r"cat|chuyenmuc|section|menu|zone|parent", re.I)  # keys of sections
_ENDING = re.compile(r"\.(aspx?|html?|php|jsp|epi)$", re.I)
_LONGEST_TITLE = 200  # letters; a teaser mentions this and that, which tells nothing against its page
_NUMBERS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")


class Interest(IntEnum):
    """What a page is worth; a higher one is asked for earlier."""

    UNWANTED = 0  # told to be about something else
    UNSURE = 1
    WANTED = 2


class Relevance:
    """Judges links by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        accented = dict.fromkeys(lexicon.wanted, WANTED)
        accented |= dict.fromkeys(lexicon.unwanted, UNWANTED)
        accented |= dict.fromkeys(lexicon.neutral, NEUTRAL)
        self._accented = Matcher(accented)
        # Without accents two phrases may fall together: then the one that loses nothing wins.
        plain: dict[str, int] = {}
        for phrase, kind in accented.items():
            for spelling in in_addresses(phrase, kind):
                if plain.setdefault(spelling, kind) == UNWANTED:
                    plain[spelling] = kind
        self._plain = Matcher(plain)
        self._sections = frozenset(
            spelling for phrase in lexicon.sections for spelling in in_addresses(phrase, UNWANTED)
        )
        self._alone = self._sections | {*lexicon.sections, *lexicon.menus}
        self._empty = frozenset(lexicon.empty)
        self._longest_empty = 2 * max(map(len, lexicon.empty))  # dots and arrows included
        self._machinery = _any(lexicon.machinery)
        self._machinery_and_copies = _any((*lexicon.machinery, *lexicon.copies))

    def is_page(self, url: str, *, copies: bool = False) -> bool:
        """Whether a canonical URL leads to a page, no login or search; `copies`: print versions count too."""
        parts = urlsplit(url)
        none = self._machinery if copies else self._machinery_and_copies
        return none.search(f"{parts.path}?{parts.query}" if parts.query else parts.path) is None

    def tells(self, text: str) -> bool:
        """Whether the text of a link says anything of the page behind it; "Xem tiếp" and "2" do not."""
        if len(text) > self._longest_empty:
            return _LETTER.search(text) is not None
        row = words(_NUMBERS.sub(" ", text))
        return bool(row) and " ".join(row) not in self._empty

    def interest(self, title: str, url: str) -> Interest:
        """What a page is worth by its words alone.

        Accents in the title count; in the address, where they are lost, the same letters may mean another
        word, so a title that has the letters with other accents overrules it.

        Args:
            title: Of the link, may be empty.
            url: Canonical.
        """
        row = words(title)
        accented = not title.isascii()
        told = (self._accented if accented else self._plain).told(row)
        if " ".join(row) in self._alone:
            told |= UNWANTED
        if len(title) > _LONGEST_TITLE:
            told &= ~UNWANTED
        for part, own in _parts(url):
            slug = words(_CAMEL.sub(" ", part))
            found = (self._plain if part.isascii() else self._accented).told(slug)
            told |= found & WANTED
            # Sections mix their subjects (thong-bao-tuyen-dung), so of them only a plain name counts.
            other = own and found & UNWANTED and not (accented and self._denies(row))
            if other or " ".join(slug) in self._sections:
                told |= UNWANTED
        if told == UNWANTED:
            return Interest.UNWANTED
        return Interest.WANTED if told == WANTED else Interest.UNSURE

    def _denies(self, row: Sequence[str]) -> bool:
        """Whether an accented title has unwanted words only as long as its accents are overlooked."""
        plain = self._plain.told([without_accents(word) for word in row])
        return bool(plain & UNWANTED and not self._accented.told(row) & UNWANTED)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)


def _parts(url: str) -> Iterator[tuple[str, bool]]:
    """The parts of path and query that may hold words, each with whether it names the page and no section."""
    split = urlsplit(url)
    path = _readable(_ENDING.sub("", split.path)).strip("/").split("/")
    yield from ((part, place == len(path)) for place, part in enumerate(path, 1))
    for pair in split.query.split("&") if split.query else ():
        key, _, value = pair.partition("=")
        parts = _IN_QUERY.split(_readable(value or key))
        yield from (
            (part, place == len(parts) and not _SECTION.match(key)) for place, part in enumerate(parts, 1)
        )


def _readable(part: str) -> str:
    return unquote_plus(part) if "%" in part or "+" in part else part


RELEVANCE = Relevance(load_yaml(Path(__file__).with_name("relevance.yaml"), Lexicon))
