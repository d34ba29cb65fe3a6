"""Figures of running text: headings, paragraphs and list items.

For each number: is it a figure at all (`rejections`), what does it state (`binding`), and then when, for whom
and as what: the nearest cue of its clause, then its sentence, the sentences before, the headings, the title.
"""

from __future__ import annotations

import re

from scrapers.model import Figure, Rejection, Status
from scrapers.reading.binding import Mention, bind, inherit, is_base
from scrapers.reading.figures import Statement, figures_of
from scrapers.reading.lexicon import OTHER
from scrapers.reading.numbers import Number, find_numbers
from scrapers.reading.page import Heading, Page
from scrapers.reading.periods import TimeCue, resolve
from scrapers.reading.places import scope_of
from scrapers.reading.rejections import is_growth, is_plan_excess, reject
from scrapers.reading.sentences import split_sentences
from scrapers.reading.status import cites_plan, find_qualifier, find_status
from scrapers.reading.units import unit_of

# Rejected numbers that own words of their own; the others (levels, dates, labels) are words of their neighbours.
WALLS = {"growth", "plan_share", "price", "size", "duration", "age"}
# A target cited beside the result that met it.
EXCEEDED = re.compile(r"vượt (?:mức )?(?:các )?(?:chỉ tiêu|mục tiêu)[^,;.]{0,40}$")
# A target that the words behind it say is met.
_MET = re.compile(r"đã (?:đạt|hoàn thành|vượt)|đạt (?:và vượt )?(?:kế hoạch|chỉ tiêu)")
_AT_ONCE = re.compile(r"[ (:]*(?:là|đạt|chỉ có|chỉ|có|được)?[ :]*(?:khoảng |gần |hơn |trên )?")
_ATTACHED = re.compile(r"^[^,;:()]{0,50}?(?:, ?)?(?:vào|trong|đến|của|tính đến|trước)? ?(?:cuối |hết )?$")


def read_prose(page: Page, start: int, end: int, path: list[Heading]) -> tuple[list[Figure], list[Rejection]]:
    """The figures and the rejected numbers of one block, key[start:end], below the headings of `path`."""
    figures: list[Figure] = []
    numbers, tokens = find_numbers(page.text.key, start, end)
    rejections = [page.rejection(token.start, token.end, token.reason) for token in tokens]
    mentions = _mentions(page, numbers, start, end)
    rejections += [
        page.rejection(m.number.start, m.number.end, m.reason) for m in mentions if m.reason is not None
    ]
    reader = _Block(page, start, path)
    for low, high in split_sentences(page.text.key, start, end):
        inside = [m for m in mentions if low <= m.start < high and (m.reason is None or m.reason in WALLS)]
        found, missed = reader.sentence(inside, low, high)
        figures += found
        rejections += missed
    return figures, rejections


def _mentions(page: Page, numbers: list[Number], start: int, end: int) -> list[Mention]:
    key = page.text.key
    times = page.times_in(start, end)
    mentions = []
    for number in numbers:
        unit = unit_of(key, number)
        in_time = any(cue.start <= number.start < cue.end for cue in times)
        reason = "date" if in_time else reject(key, number, start)
        if reason is None and is_growth(key, number, start):
            reason = "growth"
        mentions.append(Mention(number, unit, reason))
    return mentions


class _Block:
    """One block while its sentences are read in order: what earlier sentences said about time carries on."""

    def __init__(self, page: Page, start: int, path: list[Heading]) -> None:
        self.page = page
        self.start = start
        self.path = path
        self.carried: TimeCue | None = None
        self.head = 0
        for heading in path[-3:]:
            self.head |= page.mask(heading.start, heading.end)

    def sentence(self, mentions: list[Mention], start: int, end: int) -> tuple[list[Figure], list[Rejection]]:
        """The figures of one sentence."""
        figures: list[Figure] = []
        rejections: list[Rejection] = []
        if any(m.reason is None for m in mentions):
            bind(self.page, [m for m in mentions if m.number.bound != "low"], start, end, self.head)
            inherit(self.page, mentions)
        last: tuple[Status, str] | None = None
        floor = start
        for index, mention in enumerate(mentions):
            ceiling = mentions[index + 1].start if index + 1 < len(mentions) else end
            if mention.reason is None:
                reason, statement = self._statement(mention, (start, floor, ceiling), last)
                if statement is None:
                    rejections.append(self.page.rejection(mention.number.start, mention.number.end, reason))
                else:
                    figures += figures_of(self.page, statement)
                    last = statement.status, statement.rules.rpartition("status:")[2]
            if ";" in self.page.text.key[mention.unit.end : ceiling]:
                last = None
            floor = mention.unit.end
        self._carry(start, end, mentions[0].start if mentions else None)
        return figures, rejections

    def _statement(
        self, mention: Mention, bounds: tuple[int, int, int], last: tuple[Status, str] | None
    ) -> tuple[str, Statement | None]:
        """What the number states, or the reason why nothing."""
        page, key = self.page, self.page.text.key
        start, floor, ceiling = bounds
        if not mention.names:
            return "unnamed", None
        name = mention.names[0]
        if name.code == OTHER:
            return "other_quantity", None
        scope = scope_of(page.text, max(mention.low, floor), mention.start, min(mention.high, ceiling))
        own = scope == "company" and name.code in page.lexicon.by_company
        if scope and not own and not (scope == "nation" and mention.unit.kind == "rank"):
            return scope, None
        cue, cue_rule = self._time(mention, start, floor, ceiling)
        if cue_rule == "clause" and cue and self._several_years(mention, floor):
            return "several_years", None
        if is_base(key, mention, ceiling + 1):
            if not (cue and cue_rule == "clause" and cue.year):
                return "base_without_year", None
        status, status_rule = self._status(mention, start, floor, last, cue)
        if is_plan_excess(key, mention.number, start) and status is not Status.TARGET:
            return "growth", None
        year, span, month = resolve(cue, page.setting)
        published = page.document.published
        unnamed = cue is None or cue.year is None
        if unnamed and status is Status.TARGET and page.setting.plan_year and status_rule != "exceeded":
            year, span, month = page.setting.plan_year, "year", 12
        if status is not Status.TARGET and published and year and year > published.year:
            if status_rule in ("clause", "sentence") and cue_rule in ("setting", "heading"):
                year, span, month = published.year, "now", published.month
            else:
                status, status_rule = Status.TARGET, "future"
        left = key[max(start, mention.start - 30) : mention.start]
        qualifier = find_qualifier(left, key[mention.unit.end : mention.high], mention.number.bound)
        statement = Statement(
            number=mention.number, unit_end=mention.unit.end, low=max(mention.low, floor), high=mention.high,
            names=mention.names, qualifier=qualifier, status=status, year=year, span=span, month=month,
            province=self._province(mention), rules=f"prose year:{cue_rule} status:{status_rule}", score=name.score,
        )  # fmt: skip
        return "", statement

    def _time(self, mention: Mention, start: int, floor: int, ceiling: int) -> tuple[TimeCue | None, str]:
        """The governing time cue and where it stood."""
        page, key = self.page, self.page.text.key
        clause = page.times_in(floor, mention.start)
        own = [
            cue
            for cue in clause
            if cue.span != "this_year"
            and not (floor > start and self._attached(floor, cue, mention.start))
            and (not cue.compared or _AT_ONCE.fullmatch(key[cue.end : mention.start]))
        ]
        if own:
            return own[-1], "clause"
        behind = [cue for cue in page.times_in(mention.unit.end, ceiling) if not cue.compared]
        if behind and _ATTACHED.match(key[mention.unit.end : behind[0].start]):
            return behind[0], "clause"
        earlier = [
            c for c in page.times_in(start, floor) if not (c.compared or c.planned) and c.span != "this_year"
        ]
        earlier = [cue for cue in earlier if not self._closed(cue, mention.start)]
        if earlier:
            return earlier[-1], "sentence"
        if self.carried:
            return self.carried, "before"
        for heading in reversed(self.path):
            cues = [
                c
                for c in page.times_in(heading.start, heading.end)
                if not c.compared and c.span != "this_year"
            ]
            if cues:
                return cues[-1], "heading"
        return next((cue for cue in clause if cue.span == "this_year"), None), "setting"

    def _attached(self, unit_end: int, cue: TimeCue, start: int) -> bool:
        """Does the cue go with the number before it (lên 900 doanh nghiệp vào năm 2020, lên 1.200 ...)?"""
        key = self.page.text.key
        return bool(_ATTACHED.match(key[unit_end : cue.start])) and bool(
            re.match(r" ?(?:\)|,|;| và | lên| thì| xuống| còn| tới| đến)", key[cue.end : start])
        )

    def _closed(self, cue: TimeCue, start: int) -> bool:
        """Is the cue inside a parenthesis that closed before the number?"""
        between = self.page.text.key[cue.end : start]
        close = between.find(")")
        return close >= 0 and "(" not in between[:close]

    def _carry(self, start: int, end: int, first: int | None) -> None:
        """A time at the head of a sentence, or before its first number, governs the sentences behind it."""
        for cue in self.page.times_in(start, end):
            if cue.compared or cue.planned or cue.span == "this_year":
                continue
            if cue.start - start <= 30 or (first is not None and cue.end <= first):
                self.carried = cue
                return

    def _status(
        self, mention: Mention, start: int, floor: int, last: tuple[Status, str] | None, cue: TimeCue | None
    ) -> tuple[Status, str]:
        page, key = self.page, self.page.text.key
        published = page.document.published
        window = key[max(floor, mention.low) : mention.start]
        if EXCEEDED.search(window):
            return Status.TARGET, "exceeded"
        if cites_plan(key[max(floor, mention.start - 50) : mention.start]):
            return Status.TARGET, "clause"
        if _MET.search(key[mention.unit.end : mention.high]):
            return Status.ACTUAL, "clause"
        own = find_status(key[floor : mention.start])
        future = bool(published and cue and cue.year and cue.year > published.year)
        if own is not None and not (own is Status.ACTUAL and future):
            return own, "clause"
        if future:
            return Status.TARGET, "future"
        opened = "(" in key[floor : mention.start] and last is not None and last[0] is Status.ESTIMATE
        if (
            last is not None
            and last[0] is not Status.ACTUAL
            and not opened
            and not self._in_parenthesis_before(floor, mention.start)
        ):
            return last[0], "exceeded" if last[1] == "exceeded" else "sibling"
        lead = find_status(key[start:floor]) if floor > start and last is None else None
        if lead is Status.ACTUAL:
            return lead, "sentence"
        for heading in reversed(self.path):
            found = find_status(key[heading.start : heading.end])
            if found is Status.TARGET and page.setting.plan or found is Status.ESTIMATE:
                return found, "heading"
            if found is Status.TARGET and re.search(
                r"mục tiêu|phấn đấu|phương hướng|kế hoạch|nhiệm vụ", key[heading.start : heading.end]
            ):
                return found, "heading"
        if page.setting.plan:
            return Status.TARGET, "title"
        return Status.ACTUAL, "default"

    def _in_parenthesis_before(self, floor: int, start: int) -> bool:
        """Did a parenthesis around the number before close in between?"""
        between = self.page.text.key[floor:start]
        close = between.find(")")
        return close >= 0 and "(" not in between[:close]

    def _several_years(self, mention: Mention, floor: int) -> bool:
        """Is the number a sum over more than one year (năm 2008 cộng với quý I/2009)?"""
        cues = [cue for cue in self.page.times_in(floor, mention.start) if cue.year and not cue.compared]
        between = [
            self.page.text.key[one.end : two.start].strip() for one, two in zip(cues, cues[1:], strict=False)
        ]
        return (
            any(words in ("cộng với", "và", "cùng với", "cộng") for words in between)
            and len({c.year for c in cues}) > 1
        )

    def _province(self, mention: Mention) -> tuple[str | None, str]:
        """The document's province, or another one that the number's own words name."""
        page = self.page
        named = {
            m.code
            for m in page.provinces
            if mention.low <= m.start < mention.start and m.start >= page.title_end
        }
        if len(named) == 1 and page.province not in named:
            return named.pop(), "clause"
        return page.province, page.province_rule
