"""`A, B và C lần lượt là x, y và z`: the first number belongs to the first name, and so on.

Only this one turn of phrase belongs here; elsewhere words go to the number they stand beside (`binding`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.reading.binding import Mention
from scrapers.reading.inheriting import renamed
from scrapers.reading.naming import Surroundings, name_number
from scrapers.reading.page import Page

_RESPECTIVELY = re.compile(
    r"\b(?:mục tiêu|chỉ tiêu|kế hoạch)(?: giao| đề ra)?:? (?=\d[\d,.]*%, )|"
    r"\b(?:lần lượt|tương ứng)(?: là| đạt| có| còn| chiếm| ước| ở mức| với| lên| xuống| tới)+ ?:? ?"
)
# `hai tỷ lệ ấy nay là 92,4% và 84%`: of the ratios that the sentence before named.
_THOSE = re.compile(
    r"\bcon số tương ứng\b|\b(?:hai|ba|các|những) (?:tỷ lệ|tỉ lệ|chỉ số|con số|chỉ tiêu"
    r"|thứ hạng)[^,;.]{0,12} (?:đó|ấy|này|trên)\b"
)
_ITEM_ENDS = re.compile(r",| và | hay |/")
_RANKED = re.compile(r"xếp hạng|thứ hạng|xếp thứ|đứng thứ")
RANK_REACH = 60
_NEXT = re.compile(r"[^,;.]{0,30}?(?:,(?: và)?| và) [^\d,;.]{0,12}$")


def name_respectively(page: Page, mentions: list[Mention], start: int) -> None:
    """Name the numbers behind `lần lượt` by the items before it, in place; none where their counts differ."""
    for index, mention in enumerate(mentions):
        floor = mentions[index - 1].unit.end if index else start
        match = _RESPECTIVELY.search(page.text.key, floor, mention.start)
        if match is None or mention.reason is not None:
            continue
        numbers = _row_of_numbers(page, mentions[index:])
        items = _items(page, max(floor, page.text.key.rfind(";", floor, match.start()) + 1), match.start())
        if len(numbers) < 2:
            continue
        if not items and (known := _named_before(mentions[:index], numbers)):
            for number, like in zip(numbers, known, strict=True):
                number.names, number.around = renamed(number, like), like.around
            continue
        shared = page.mask(*items[0]) if items else 0
        for place, number in enumerate(numbers):
            item = items[place - len(numbers)] if len(items) >= len(numbers) else None
            _name(page, number, item, shared)


def _named_before(mentions: list[Mention], numbers: list[Mention]) -> list[Mention]:
    """`... 98%, 95%, 84% (chỉ tiêu lần lượt là 90%, 80% và 60%)`: as many of one unit, named before."""
    kind = numbers[0].unit.kind
    known = [m for m in mentions if m.names and m.reason is None and m.unit.kind == kind][-len(numbers) :]
    return known if len(known) == len(numbers) else []


def name_those(page: Page, mentions: list[Mention], previous: list[Mention], start: int) -> None:
    """Name the numbers behind `hai tỷ lệ ấy` as those of the sentence before, in place."""
    if not mentions or not _THOSE.search(page.text.key, start, mentions[0].start):
        return
    row = _row_of_numbers(page, mentions)
    known = previous[-len(row) :]
    if len(row) > 1 and len(known) == len(row):
        for mention, like in zip(row, known, strict=True):
            if mention.unit.kind == like.unit.kind:
                mention.names, mention.around = renamed(mention, like), like.around


def _row_of_numbers(page: Page, mentions: list[Mention]) -> list[Mention]:
    row = mentions[:1]
    for before, mention in pairwise(mentions):
        if mention.reason or not _NEXT.fullmatch(page.text.key[before.unit.end : mention.start]):
            break
        row.append(mention)
    return row


def _items(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of an enumeration that name something."""
    telling = ~page.lexicon.silent | page.lexicon.tiers
    cuts = [match.span() for match in _ITEM_ENDS.finditer(page.text.key, start, end)]
    spans = zip([start, *(high for _, high in cuts)], [*(low for low, _ in cuts), end], strict=True)
    return [(low, high) for low, high in spans if page.mask(low, high) & telling]


def _name(page: Page, mention: Mention, item: tuple[int, int] | None, shared: int) -> None:
    own = page.mask(*item) if item else 0
    number, kind = mention.number, mention.unit.kind
    if kind == "count" and item and _RANKED.search(page.text.key, max(0, item[0] - RANK_REACH), item[1]):
        kind = "rank"
    around = Surroundings(beside=own, before=shared, left=own)
    mention.names = name_number(page.lexicon, kind, number.value, number.alternative, around) if item else []
    mention.around = around
    if item:
        mention.low = min(mention.low, item[0])
