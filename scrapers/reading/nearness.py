"""What stands at a number: the words nearest to it, the thing it counts, the whole it is a part of.

Only where concepts stand is told here; what they name is decided in `naming`, whose they are in `binding`.
"""

from __future__ import annotations

import re

from scrapers.reading.page import Page
from scrapers.reading.units import Unit

PARTS = re.compile(
    r":(?= (?!gần|hơn|khoảng|trên|dưới|đạt|là)[^\W\d_])|trong đó|chia ra|(?:bao )?gồm|, riêng (?!năm|quý"
    r"|tháng)|\("
)
_CLOSE = re.compile(
    r" ?(?:(?:số|các|những|số lượng|tổng số|trên tổng số|trong số|của các|cái|chiếc|đối với|với) ?)*"
)


def nearest(page: Page, low: int, start: int, last: bool = False) -> int:
    """Begin of the nearest stretch left of the number that holds a telling word, or of the very last one."""
    silent, key = page.lexicon.silent, page.text.key
    for at in reversed(page.boundaries(low, start)):
        telling = page.mask_outside(at, start) & ~silent
        if not telling and ")" in key[at:start]:
            continue  # a parenthesis, or its end, and nothing behind it
        if telling or (last and key[at] != ":"):
            return at
    return low


def last_part(page: Page, floor: int, start: int) -> int:
    """Begin of the words right before the number, whichever number they were shared out to."""
    found = [at for at in page.boundaries(floor, start) if page.text.key[at] != ":"]
    return found[-1] if found else floor


def first_part(page: Page, start: int, high: int) -> int:
    """End of the words right behind the number; `642 thủ tục là dịch vụ công toàn trình` goes on."""
    for at in page.boundaries(start, high):
        if not page.text.key.startswith(" là ", at) or len(page.hits_in(start, at)) > 1:
            return at
    return high


def counted_things(page: Page, unit: Unit, high: int) -> tuple[int, int]:
    """The counted things right behind a number or a percentage, and the words joined to the first (masks)."""
    if unit.kind not in ("count", "percent"):
        return 0, 0
    key, lexicon = page.text.key, page.lexicon
    match = _CLOSE.match(key, unit.end)
    start = match.end() if match else unit.end
    things = joined = 0
    for hit in page.hits_in(unit.end, high + 1):
        telling = hit.mask & ~lexicon.silent
        if not telling:
            continue
        if not things:
            if hit.start > start + 1 or not hit.mask & lexicon.things:
                return 0, 0
            things = hit.mask & lexicon.things
        elif unit.kind == "percent" and not joined and key[start : hit.start] in (", ", " và "):
            things |= hit.mask & lexicon.things
            if not hit.mask & lexicon.things:
                break
        elif hit.start > start + 1:
            break
        else:
            joined |= telling
        start = hit.end
    return things, joined


def phrase(page: Page, unit: Unit, high: int) -> int:
    """The concepts of the words that follow a number's unit without a break (8.760 giờ truyền hình)."""
    mask, start = 0, unit.end
    if unit.kind in ("count", "percent", "rank", "score"):
        return 0
    for hit in page.hits_in(unit.end, high):
        if hit.start > start + 1:
            break
        mask, start = mask | hit.mask, hit.end
    return mask


def wholes(page: Page, numbers: list[tuple[int, int]], start: int, end: int) -> list[int]:
    """For each number (begin, end of its unit) the concepts of its whole: before `:`, `trong đó`."""
    key, heads = page.text.key, []
    marks = list(PARTS.finditer(key, start, end))
    for at, _ in numbers:
        mask = 0
        for mark in marks:
            if mark.end() > at:
                break
            if mark[0] == "(" and ")" in key[mark.end() : at]:
                continue
            ends = [high for _, high in numbers if high <= mark.start()]
            begin = max(start, key.rfind(";", start, mark.start()) + 1, ends[-2] if len(ends) > 1 else start)
            mask |= page.mask(begin, mark.start() + 1)
        heads.append(mask)
    return heads
