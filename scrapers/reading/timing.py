"""When: the time cue that governs a number of running text, from the nearest outward.

Clause, sentence, sentences before in the block, headings. What is printed is read by `times`, year and period
are resolved by `periods`; here it is decided which cue counts.
"""

from __future__ import annotations

import re

from scrapers.model import Status
from scrapers.reading.binding import Mention
from scrapers.reading.page import Heading, Page
from scrapers.reading.text import closes, ending
from scrapers.reading.times import LAST_YEAR, TimeCue

_ATTACHED = re.compile(
    r"^[^,;:()]{0,60}?(?:, ?)?(?:kể |vào|trong|đến|của|tính đến|trước)? ?(?:cuối |hết |cùng kỳ )?$"
)
_AT_ONCE = re.compile(
    r"[ (:]*(?:là|đạt|chỉ có|chỉ|có|được|xếp hạng|xếp thứ|đứng thứ|hạng|ở vị trí(?: thứ)?|thứ"
    r"|mới)?[ :]*(?:khoảng |gần |hơn |trên |thứ )?"
)
_NEXT_PART = re.compile(
    r" ?(?:\)|,(?! (?:toàn|cả|trên địa bàn|tỉnh|tổng|số) )|;| và | (?:vọt |tăng |giảm |vươn |nhảy )?(?:lên"
    r"|xuống)| thì"
    r"| xuống| còn| tới| đến)"
)
_GROWTH_BEHIND = re.compile(r",? (?:tăng|giảm|tốc độ|bình quân|đạt tốc độ)")
# `riêng quý II đạt 108,9 tỷ đồng; nộp ngân sách 9,7`: what is told apart ends with its part of the sentence.
_ASIDE = re.compile(r"riêng [^;]*;")
# `cùng kỳ năm 2006 chỉ phát triển mới 32.100`: here the year compared with has a statement of its own.
_OPENS = ending(r"(?:^|[.;,(:] ?|trong khi |còn |song |nhưng )(?:cùng kỳ )?(?:của )?$")
# `từ 14.300 năm 2010 tăng lên 39.250`: the time of the base alone.
_OF_BASE = ending(r"\btừ (?:mức |con số |vị trí |hạng )?\d[\d.,]* ?%?[^,;.\d]{0,25}$")
BASE_REACH = 30
LEAD = 30  # how far into a sentence a time still heads it
INDEX_UNITS = ("rank", "score")


class Timing:
    """One block while its sentences are read in order: the time that earlier sentences named carries on."""

    def __init__(self, page: Page, path: list[Heading], earlier: TimeCue | None) -> None:
        self.page = page
        self.path = path
        self.earlier = earlier  # the last time that governed a block before
        self.carried: TimeCue | None = None
        self.edition: TimeCue | None = None  # of the index that the sentences before spoke of
        self.first: TimeCue | None = None  # the time that the block set out with
        self.begun = False
        self.after_figure = False  # is the number before a figure, whose time may stand behind it?

    def of(
        self, mention: Mention, start: int, floor: int, ceiling: int, end: int, lead: Status | None
    ) -> tuple[TimeCue | None, str]:
        """The governing time cue of a number and where it stood.

        Args:
            mention: The number.
            start: Begin of its sentence.
            floor: End of the number before it, or begin of the sentence.
            ceiling: Begin of the number behind it, or end of the sentence.
            end: End of the sentence.
            lead: Status that the words before its first number tell.
        """
        if cue := self._own(mention, start, floor, ceiling) or self._behind(
            mention, start, floor, ceiling, end
        ):
            return cue, "clause"
        if cue := self._earlier(mention, start, floor, lead):
            return cue, "sentence"
        of_index = mention.unit.kind in INDEX_UNITS
        if cue := (self.edition if of_index else None) or self.carried:
            return cue, "before"
        if cue := self._of_headings():
            return cue, "heading"
        planned = self.page.setting.plan and self.earlier is not None and self.earlier.until
        if self.earlier and (of_index or planned):
            return self.earlier, "before"
        clause = self.page.times_in(floor, mention.start)
        return next((cue for cue in clause if cue.span == "this_year"), None), "setting"

    def _own(self, mention: Mention, start: int, floor: int, ceiling: int) -> TimeCue | None:
        """The time among the words before a number, or alone in brackets right behind it."""
        page, key = self.page, self.page.text.key
        right_behind = page.times_in(mention.unit.end, min(ceiling, mention.unit.end + 3))
        if right_behind and _bracketed(key, right_behind[0]):
            return right_behind[0]  # 3.950 người/điểm (2005)
        own = [
            cue
            for cue in page.times_in(floor, mention.start)
            if cue.span != "this_year"
            and not _OF_BASE.search(key[start : cue.start])
            and not (floor > start and self._belongs_before(floor, cue, mention.start))
            and not (cue.compared and not self._states(cue, start, mention.start))
        ]
        if mention.unit.kind in INDEX_UNITS:
            own = [cue for cue in own if cue.year] or own  # DTI năm 2022, công bố tháng 7, xếp thứ 24
        if not own:
            return None
        cue = own[-1]
        if (cue.year == LAST_YEAR and cue.compared) or cue.span == "same":
            return self._same_period(cue, start)
        return self._whole_year(cue, start) if cue.span == "whole_year" else cue

    def _belongs_before(self, floor: int, cue: TimeCue, start: int) -> bool:
        """Does a time between two numbers go with the first?"""
        if _bracketed(self.page.text.key, cue):
            return True
        return self.after_figure and self._attached(floor, cue, start)

    def _states(self, cue: TimeCue, start: int, end: int) -> bool:
        """Has the time that is compared with a statement of its own?"""
        key = self.page.text.key
        return bool(_AT_ONCE.fullmatch(key[cue.end : end]) or _OPENS.search(key[start : cue.start]))

    def _behind(self, mention: Mention, start: int, floor: int, ceiling: int, end: int) -> TimeCue | None:
        """The time right behind a number, where it does not go with the next one."""
        key = self.page.text.key
        compared = key[floor : mention.start].rstrip().endswith("so với")
        behind = self.page.times_in(mention.unit.end, ceiling)
        cue = next((cue for cue in behind if compared or not cue.compared), None)
        if cue is None:
            return None
        if _OF_BASE.search(key[start : cue.start]) and cue.start - mention.unit.end < BASE_REACH:
            return cue  # từ 14.300 năm 2010 tăng lên 39.250
        if _GROWTH_BEHIND.match(key, cue.end):
            return None  # 48,6 tỷ đồng, thời kỳ 2006 - 2010 tăng bình quân 17%
        attached = _ATTACHED.match(key[mention.unit.end : cue.start])
        to_next = ceiling < end and _AT_ONCE.fullmatch(key[cue.end : ceiling])
        return cue if attached and not to_next else None

    def _earlier(self, mention: Mention, start: int, floor: int, lead: Status | None) -> TimeCue | None:
        """The last time that the sentence named before, and that still holds."""
        key = self.page.text.key
        earlier = [
            cue
            for cue in self.page.times_in(start, floor)
            if not (cue.compared or cue.span == "this_year")
            and (lead is Status.TARGET or not cue.planned)
            and not closes(key, cue.end, mention.start)
            and not _OF_BASE.search(key[start : cue.start])
            and not _ASIDE.search(key, max(start, cue.start - 30), mention.start)
        ]
        if not earlier:
            return None
        return self._whole_year(earlier[-1], start) if earlier[-1].span == "whole_year" else earlier[-1]

    def _of_headings(self) -> TimeCue | None:
        for heading in reversed(self.path):
            cues = self.page.times_in(heading.start, heading.end)
            told = [cue for cue in cues if cue.span != "this_year" and not cue.compared]
            if told:
                return told[-1]
        return None

    def finish(self, start: int, end: int, first: int | None, lead: Status | None, ranked: bool) -> None:
        """Take in a sentence after it was read.

        Args:
            start: Its begin.
            end: Its end.
            first: Where its first number stands.
            lead: Status that the words before that number tell.
            ranked: Does it name nothing but ranks and scores?
        """
        cues = [
            cue
            for cue in self.page.times_in(start, end)
            if not (cue.compared or cue.span == "this_year") and (lead is Status.TARGET or not cue.planned)
        ]
        if len({(cue.year, cue.span == "now") for cue in cues}) > 1:
            self.carried = None  # the sentence went through several times
        elif cues and cues[0].span == "whole_year" and self.carried and self.carried.year:
            pass  # of the year that carries on
        elif cues and ranked:
            self.edition = cues[0]  # the year of an index is that of nothing else
        elif lead is Status.ESTIMATE:
            pass  # what the year will come to
        elif cues and (first is None or cues[0].start - start <= LEAD or cues[0].end <= first):
            self.carried = cues[0]
        if not self.begun:
            self.first, self.begun = self.carried, True

    def _same_period(self, cue: TimeCue, start: int) -> TimeCue:
        """`cùng kỳ năm trước`: the period that the sentence speaks of, in the other year."""
        before = [c for c in self.page.times_in(start, cue.start) if not c.compared and c.span != "this_year"]
        base = before[-1] if before else self.carried
        if base is not None and base.span == "year" and base.year and cue.year == LAST_YEAR:
            return cue._replace(year=base.year - 1, compared=False)
        if base is None or base.span in ("now", "year"):
            return cue
        year = (base.year or self.page.setting.year or 0) - 1 if cue.year == LAST_YEAR else cue.year
        return cue._replace(year=year, span=base.span, month=base.month)

    def _whole_year(self, cue: TimeCue, start: int) -> TimeCue:
        """`cả năm`: of the year that the sentence, those before it or the heading last named."""
        named = [*self.page.times_in(start, cue.start), *([self.carried] if self.carried else [])]
        for heading in reversed(self.path):
            named += self.page.times_in(heading.start, heading.end)
        year = next((one.year for one in named if one.year and not one.compared), None)
        return cue._replace(year=year, span="year") if year else cue

    def _attached(self, unit_end: int, cue: TimeCue, start: int) -> bool:
        """Does the cue go with the number before it (lên 900 doanh nghiệp vào năm 2020, lên 1.200 ...)?"""
        key = self.page.text.key
        if cue.span == "now" or " thì " in key[unit_end : cue.start]:
            return False
        return bool(_ATTACHED.match(key[unit_end : cue.start]) and _NEXT_PART.match(key[cue.end : start]))


def _bracketed(key: str, cue: TimeCue) -> bool:
    """Does the time stand alone in a parenthesis?"""
    return key[cue.start - 1 : cue.start] == "(" and key[cue.end : cue.end + 1] == ")"
