"""Which words of a sentence belong to which number.

Between two numbers the words are shared out at one boundary: what stands before it names the left number,
what stands behind it the right one. Of all ways to share out a sentence the one is taken that names most,
found by dynamic programming over its numbers. Masks come from `page`, names from `naming`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from scrapers.reading.naming import UNIT_EVIDENCE, Name, Surroundings, name_number
from scrapers.reading.nearness import counted_things, first_part, last_part, nearest, phrase, wholes
from scrapers.reading.numbers import Number
from scrapers.reading.page import Page
from scrapers.reading.units import Unit

MAX_SPLITS = 6
UNKNOWN_NOUN = 0.5
TORN = 0.4
LATER = 0.02
# Words that may stand right behind a counted number without being what is counted.
FUNCTION = re.compile(
    r"[ :]*(?:$|[^\w ]|(?:tăng|giảm|so|và|trong|trên|tại|với|của|đạt|ở|cho|được|đã|đang|gồm|bao|chiếm"
    r"|tương|vào|năm|đến|có|phục|thuộc"
    r"|toàn|do|từ|hoạt|là|còn|nay|hiện|thì|tính|bằng|cái|chiếc|hoặc|nhưng|để|mỗi|trung|bình|số|lượt"
    r"|mới|một|này|đó|riêng|theo|nên|qua)(?!\w))"
)

_LABEL_UNIT = re.compile(r"(?:/|trên) ?100 (?:người )?dân\)? ?[^\d]{0,12}$")


@dataclass(slots=True)
class Mention:
    """A number of a sentence; `reason` is set when it is no figure but still parts the words around it."""

    number: Number
    unit: Unit
    reason: str | None = None
    names: list[Name] = field(default_factory=list)
    around: Surroundings = field(default_factory=Surroundings)
    low: int = 0  # the words that belong to it: key[low:high]
    high: int = 0

    @property
    def start(self) -> int:
        """Where the digits begin."""
        return self.number.start


def bind(page: Page, mentions: list[Mention], start: int, end: int, head: int, said: int) -> None:
    """Share out the words of the sentence key[start:end] and name its numbers, in place.

    Args:
        page: The prepared document.
        mentions: The numbers of the sentence, in order.
        start: Begin of the sentence.
        end: Its end.
        head: Concepts of the headings above.
        said: Concepts of the sentence before.
    """
    options = [[start]]
    for left, right in pairwise(mentions):
        options.append(_splits(page, left.unit.end, right.start))
    hard = page.text.key.find(";", mentions[-1].unit.end, end)
    options.append([hard if hard >= 0 else end])
    heads = wholes(page, [(m.start, m.unit.end) for m in mentions], start, end)
    memo: dict[tuple[int, int, int], tuple[float, list[Name], Surroundings]] = {}

    def score(index: int, low: int, high: int) -> tuple[float, list[Name], Surroundings]:
        key = (index, low, high)
        if key not in memo:
            floor = start if index == 0 else mentions[index - 1].unit.end
            past = start if index < 2 else mentions[index - 2].unit.end
            if index and counted_things(page, mentions[index - 1].unit, low)[0]:
                past = floor  # the number before is named by the words behind it
            elif ")" in page.text.key[floor:low]:
                past = max(start, page.text.key.rfind(";", start, floor) + 1)
            ceiling = mentions[index + 1].start if index + 1 < len(mentions) else end
            bounds = (past, floor, ceiling)
            memo[key] = _name(
                page, mentions[index], low, high, bounds, head | heads[index], 0 if index else said
            )
        return memo[key]

    best: list[dict[int, tuple[float, int]]] = [{start: (0.0, start)}]
    for index in range(len(mentions)):
        reached: dict[int, tuple[float, int]] = {}
        for high in options[index + 1]:
            fit = _fit(page, mentions, index, high)
            reached[high] = max(
                (total + score(index, low, high)[0] + fit, -low) for low, (total, _) in best[index].items()
            )
        best.append({high: (total, -low) for high, (total, low) in reached.items()})
    high = options[-1][0]
    for index in range(len(mentions) - 1, -1, -1):
        low = best[index + 1][high][1]
        mention = mentions[index]
        mention.low, mention.high, mention.names, mention.around = low, high, *score(index, low, high)[1:]
        high = low


def _fit(page: Page, mentions: list[Mention], index: int, high: int) -> float:
    """How natural it is to part the words behind a number at `high`.

    Against it: the counted thing right behind the number is torn off, or the words right before the next
    number. Where the number has its thing behind it, a later boundary fits better, else an earlier one.
    """
    if index + 1 == len(mentions):
        return 0.0
    start, following = mentions[index].unit.end, mentions[index + 1].start
    counted = bool(counted_things(page, mentions[index].unit, following)[0])
    place = (high - start) / max(1, following - start) * LATER
    if high == start and counted:
        return -TORN
    if high == following and page.mask(nearest(page, start, following), following) & ~page.lexicon.silent:
        return -TORN
    return place if counted else -place


def _splits(page: Page, start: int, end: int) -> list[int]:
    """Where the words between two numbers may part: at a boundary that no concept's wording spans."""
    key = page.text.key
    found = page.boundaries(start, end)
    hard = [at for at in found if key[at] == ";"]
    if hard:
        return [hard[0]] if len(hard) == 1 else [hard[0], hard[-1]]
    if len(found) > MAX_SPLITS:
        found = found[: MAX_SPLITS // 2] + found[-MAX_SPLITS // 2 :]
    return [start, *found, end]


def _name(
    page: Page, mention: Mention, low: int, high: int, bounds: tuple[int, int, int], head: int, said: int
) -> tuple[float, list[Name], Surroundings]:
    if mention.reason:
        return 0.0, [], Surroundings()
    key, number, unit = page.text.key, mention.number, mention.unit
    past, floor, ceiling = bounds
    adjacent, joined = counted_things(page, unit, ceiling)
    label = (
        _LABEL_UNIT.search(key, max(low, mention.start - 24), mention.start)
        if unit.kind == "per_100"
        else None
    )
    left, right = (
        nearest(page, low, label.start() if label else mention.start, bool(adjacent)),
        first_part(page, unit.end, high),
    )
    before, behind = page.mask_outside(left, mention.start), page.mask(number.start, right)
    after = page.mask(unit.end, right)  # a unit's own words (người/điểm phục vụ) speak against nothing
    around = Surroundings(
        beside=before | behind,
        near=page.mask_outside(low, left),
        behind=page.mask(right, high),
        before=page.mask_outside(past, max(low, floor)) if low > past else 0,
        head=head,
        # A title, else the sentence before, names only what the unit nearly tells.
        title=page.title_mask if unit.kind in UNIT_EVIDENCE else 0,
        adjacent=adjacent,
        joined=joined,
        phrase=adjacent | joined if adjacent else phrase(page, unit, ceiling),
        left=page.mask_outside(last_part(page, floor, mention.start), mention.start) | before,
        right=after,
    )
    names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
    if not names and said and unit.kind in UNIT_EVIDENCE:
        around = replace(around, title=around.title | said)
        names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
    if not names:
        return 0.0, [], around
    total = names[0].score
    named_next = any(hit.start <= unit.end + 1 for hit in page.hits_in(unit.end, min(right, unit.end + 30)))
    if unit.kind == "count" and not (adjacent or named_next or FUNCTION.match(key[unit.end : unit.end + 30])):
        total -= UNKNOWN_NOUN
        if total < 0.8 and not page.mask(unit.end, right) & page.lexicon.things:
            return 0.0, [], around
    return total, names, around
