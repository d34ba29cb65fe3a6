"""Which words of a sentence belong to which number.

Between two numbers the words are shared out at one boundary: what stands before it names the left number,
what stands behind it the right one. Of all ways to share out a sentence the one is taken that names most,
found by dynamic programming over its numbers. Masks come from `page`, names from `naming`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from scrapers.reading.naming import UNIT_EVIDENCE, Name, Surroundings, name_number
from scrapers.reading.nearness import counted_things, first_part, last_part, nearest, phrase, wholes
from scrapers.reading.numbers import Number
from scrapers.reading.page import Page
from scrapers.reading.units import Unit

MAX_SPLITS = 6
UNKNOWN_NOUN = 0.5
TORN = 0.4
LATER = 0.02
LEAST = 0.8  # of a count whose noun is unknown
UNIT_WINDOW = 30
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
    sentence = _Sentence(page, mentions, start, end, head, said)
    best: list[dict[int, tuple[float, int]]] = [{start: (0.0, start)}]
    for index in range(len(mentions)):
        reached: dict[int, tuple[float, int]] = {}
        for high in options[index + 1]:
            fit = _fit(page, mentions, index, high)
            reached[high] = max(
                (total + sentence.name(index, low, high)[0] + fit, -low)
                for low, (total, _) in best[index].items()
            )
        best.append({high: (total, -low) for high, (total, low) in reached.items()})
    high = options[-1][0]
    for index in range(len(mentions) - 1, -1, -1):
        low = best[index + 1][high][1]
        mention = mentions[index]
        _, mention.names, mention.around = sentence.name(index, low, high)
        mention.low, mention.high = low, high
        high = low


class _Before(NamedTuple):
    """The concepts left of a number, for one begin of its words."""

    beside: int
    near: int
    earlier: int  # beside an earlier number
    last: int  # the words right before it, whichever number they were shared out to


class _Behind(NamedTuple):
    """The concepts right of a number, for one end of its words."""

    beside: int  # its unit included
    after: int  # its unit left out: a unit's own words (người/điểm phục vụ) speak against nothing
    further: int
    end: int  # of the words right behind it


class _Sentence:
    """The numbers of one sentence, each looked at once for every begin and every end its words may have."""

    def __init__(
        self, page: Page, mentions: list[Mention], start: int, end: int, head: int, said: int
    ) -> None:
        self.page, self.mentions, self.start, self.end, self.said = page, mentions, start, end, said
        spans = [(mention.start, mention.unit.end) for mention in mentions]
        self.heads = [head | whole for whole in wholes(page, spans, start, end)]
        self.floors = [start, *(high for _, high in spans[:-1])]
        self.ceilings = [*(low for low, _ in spans[1:]), end]
        self.counted = [
            counted_things(page, m.unit, high) for m, high in zip(mentions, self.ceilings, strict=True)
        ]
        self._before: dict[tuple[int, int], _Before] = {}
        self._behind: dict[tuple[int, int], _Behind] = {}
        self._names: dict[tuple[int, int, int], tuple[float, list[Name], Surroundings]] = {}

    def name(self, index: int, low: int, high: int) -> tuple[float, list[Name], Surroundings]:
        """How well key[low:high] names a number, the names, and the concepts around it."""
        key = (index, low, high)
        if key not in self._names:
            self._names[key] = self._name(index, low, high)
        return self._names[key]

    def before(self, index: int, low: int) -> _Before:
        """What stands left of a number whose words begin at `low`."""
        known = self._before.get((index, low))
        if known is None:
            known = self._before[index, low] = self._look_before(index, low)
        return known

    def behind(self, index: int, high: int) -> _Behind:
        """What stands right of a number whose words end at `high`."""
        known = self._behind.get((index, high))
        if known is None:
            page, unit = self.page, self.mentions[index].unit
            right = first_part(page, unit.end, high)
            known = self._behind[index, high] = _Behind(
                page.mask(self.mentions[index].start, right), page.mask(unit.end, right),
                page.mask(right, high), right,
            )  # fmt: skip
        return known

    def _look_before(self, index: int, low: int) -> _Before:
        page, key, mention = self.page, self.page.text.key, self.mentions[index]
        floor, start = self.floors[index], mention.start
        past = self.start if index < 2 else self.floors[index - 1]
        if index and counted_things(page, self.mentions[index - 1].unit, low)[0]:
            past = floor  # the number before is named by the words behind it
        elif ")" in key[floor:low]:
            past = max(self.start, key.rfind(";", self.start, floor) + 1)
        label = (
            _LABEL_UNIT.search(key, max(low, start - 24), start) if mention.unit.kind == "per_100" else None
        )
        left = nearest(page, low, label.start() if label else start, bool(self.counted[index][0]))
        return _Before(
            page.mask_outside(left, start), page.mask_outside(low, left),
            page.mask_outside(past, max(low, floor)) if low > past else 0,
            page.mask_outside(last_part(page, floor, start), start),
        )  # fmt: skip

    def _name(self, index: int, low: int, high: int) -> tuple[float, list[Name], Surroundings]:
        mention, page = self.mentions[index], self.page
        if mention.reason:
            return 0.0, [], Surroundings()
        number, unit = mention.number, mention.unit
        adjacent, joined = self.counted[index]
        before, behind = self.before(index, low), self.behind(index, high)
        around = Surroundings(
            beside=before.beside | behind.beside,
            near=before.near,
            behind=behind.further,
            before=before.earlier,
            head=self.heads[index],
            # A title, else the sentence before, names only what the unit nearly tells.
            title=page.title_mask if unit.kind in UNIT_EVIDENCE else 0,
            adjacent=adjacent,
            joined=joined,
            phrase=adjacent | joined if adjacent else phrase(page, unit, self.ceilings[index]),
            left=before.last | before.beside,
            right=behind.after,
        )
        names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
        if not names and self.said and not index and unit.kind in UNIT_EVIDENCE:
            around = around._replace(title=around.title | self.said)
            names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
        if not names:
            return 0.0, [], around
        total = names[0].score
        if unit.kind == "count" and not adjacent and not self._may_count(unit, behind.end):
            total -= UNKNOWN_NOUN
            if total < LEAST and not behind.after & page.lexicon.things:
                return 0.0, [], around
        return total, names, around

    def _may_count(self, unit: Unit, right: int) -> bool:
        """Do words behind a number say what is counted, or nothing of it?"""
        window = unit.end + UNIT_WINDOW
        named = any(hit.start <= unit.end + 1 for hit in self.page.hits_in(unit.end, min(right, window)))
        return named or FUNCTION.match(self.page.text.key[unit.end : window]) is not None


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
