"""When, as what and for whom: the cue that governs a number of running text, from the nearest outward.

Clause, sentence, sentences before in the block, headings, title. What a cue says is read by `periods`,
`status` and `places`; here it is decided which one counts. Whom a number speaks of is `scopes`' to say.
"""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.model import Status
from scrapers.reading.binding import Mention
from scrapers.reading.nearness import PARTS
from scrapers.reading.page import Heading, Page
from scrapers.reading.periods import TimeCue
from scrapers.reading.scopes import Scope
from scrapers.reading.status import cites_plan, find_status
from scrapers.reading.text import ending

# A target cited beside the result that met it.
_EXCEEDED = re.compile(r"vượt (?:mức )?(?:các )?(?:chỉ tiêu|mục tiêu)[^,;.]{0,40}$")
# A target that the words behind it say is met.
_MET = re.compile(r"đã (?:đạt|hoàn thành|vượt)|đạt (?:và vượt )?(?:kế hoạch|chỉ tiêu)")
_PLAN_HEAD = re.compile(
    r"chỉ tiêu (?:\w+ ){0,3}năm|mục tiêu|phấn đấu|phương hướng|kế hoạch|nhiệm vụ|định hướng|dự kiến"
    r"|việc (?:phải|cần) làm|thời gian tới|tháng cuối năm|đích đến|cuối năm nay|từ nay (?:tới|đến)"
)
_RESULT_HEAD = re.compile(r"kết quả|tình hình|thực hiện|đánh giá|đã đạt|hiện trạng|thực trạng")
_ATTACHED = re.compile(
    r"^[^,;:()]{0,60}?(?:, ?)?(?:kể |vào|trong|đến|của|tính đến|trước)? ?(?:cuối |hết |cùng kỳ )?$"
)
_AT_ONCE = re.compile(
    r"[ (:]*(?:là|đạt|chỉ có|chỉ|có|được|xếp hạng|xếp thứ|đứng thứ|hạng|ở vị trí(?: thứ)?|thứ"
    r"|mới)?[ :]*(?:khoảng |gần |hơn |trên |thứ )?"
)
_NEXT_PART = re.compile(
    r" ?(?:\)|,(?! (?:toàn|cả|trên địa bàn|tỉnh|tổng|số) )|;| và | (?:vọt |tăng |giảm |vươn |nhảy )?(?:lên|xuống)| thì"
    r"| xuống| còn| tới| đến)"
)
_PLAN_DONE = re.compile(r"^ ?(?:so với )?(?:kế hoạch|kh|chỉ tiêu|dự toán)(?: [^,;(]{0,25})?[,;(]")
_EXPECTED = re.compile(r"dự kiến(?: (?:năm|đạt|cả|đến|hết))")  # what the running year will come to
_GROWTH_BEHIND = re.compile(r",? (?:tăng|giảm|tốc độ|bình quân|đạt tốc độ)")
# `riêng quý II đạt 108,9 tỷ đồng; nộp ngân sách 9,7`: what is told apart ends with its part of the sentence.
_ASIDE = re.compile(r"riêng [^;]*;")
# `cùng kỳ năm 2006 chỉ phát triển mới 32.100`: here the year compared with has a statement of its own.
_OPENS = ending(r"(?:^|[.;,(:] ?|trong khi |còn |song |nhưng )(?:cùng kỳ )?(?:của )?$")
# `từ 14.300 năm 2010 tăng lên 39.250`: the time of the base alone.
_OF_BASE = ending(r"\btừ (?:mức |con số |vị trí |hạng )?\d[\d.,]* ?%?[^,;.\d]{0,25}$")
BASE_REACH = 12
LEAD = 30  # how far into a sentence a time still heads it

Previous = tuple[Status, str]


class Context:
    """One block while its sentences are read in order: what earlier sentences said carries on."""

    def __init__(self, page: Page, path: list[Heading], earlier: TimeCue | None) -> None:
        self.page = page
        self.path = path
        self.earlier = earlier  # the last time that governed a block before
        self.carried: TimeCue | None = None
        self.first: TimeCue | None = None  # the time that the block set out with
        self.edition: TimeCue | None = None  # of the index that the sentences before spoke of
        self.begun = False
        self.lead: Status | None = None  # of the words before the first number of the sentence
        self.mood: Status | None = None
        self.after_figure = False  # is the number before a figure, whose time may stand behind it?
        self.scope = Scope(page)
        self.previous: list[Mention] = []  # the named numbers of the sentence before
        self.said = 0  # concepts of the sentence before
        self.head = 0
        for heading in path[-3:]:
            self.head |= page.mask(heading.start, heading.end)

    def time(
        self, mention: Mention, start: int, floor: int, ceiling: int, end: int
    ) -> tuple[TimeCue | None, str]:
        """The governing time cue of a number and where it stood.

        Args:
            mention: The number.
            start: Begin of its sentence.
            floor: End of the number before it, or begin of the sentence.
            ceiling: Begin of the number behind it, or end of the sentence.
            end: End of the sentence.
        """
        page, key = self.page, self.page.text.key
        clause = page.times_in(floor, mention.start)
        right_behind = page.times_in(mention.unit.end, min(ceiling, mention.unit.end + 3))
        if right_behind and _bracketed(key, right_behind[0]):
            return right_behind[0], "clause"  # 3.950 người/điểm (2005)
        own = [
            cue
            for cue in clause
            if cue.span != "this_year"
            and not _OF_BASE.search(key[start : cue.start])
            and not (floor > start and _bracketed(key, cue))
            and not (floor > start and self.after_figure and self._attached(floor, cue, mention.start))
            and (
                not cue.compared
                or _AT_ONCE.fullmatch(key[cue.end : mention.start])
                or _OPENS.search(key[start : cue.start])
            )
        ]
        if mention.unit.kind in ("rank", "score"):
            own = [cue for cue in own if cue.year] or own  # DTI năm 2022, công bố tháng 7, xếp thứ 24
        if own and ((own[-1].year == -1 and own[-1].compared) or own[-1].span == "same"):
            return self._same_period(own[-1], start), "clause"
        if own and own[-1].span == "whole_year":
            return self._whole_year(own[-1], start), "clause"
        if own:
            return own[-1], "clause"
        compared = key[floor : mention.start].rstrip().endswith("so với")
        behind = [cue for cue in page.times_in(mention.unit.end, ceiling) if compared or not cue.compared]
        if (
            behind
            and _OF_BASE.search(key[start : behind[0].start])
            and behind[0].start - mention.unit.end < BASE_REACH
        ):
            return behind[0], "clause"  # từ 14.300 năm 2010 tăng lên 39.250
        if behind and _GROWTH_BEHIND.match(key, behind[0].end):
            behind = []  # 48,6 tỷ đồng, thời kỳ 2006 - 2010 tăng bình quân 17%
        attached = bool(behind) and _ATTACHED.match(key[mention.unit.end : behind[0].start])
        if attached and not (ceiling < end and _AT_ONCE.fullmatch(key[behind[0].end : ceiling])):
            return behind[0], "clause"
        earlier = [
            cue
            for cue in page.times_in(start, floor)
            if not (cue.compared or cue.span == "this_year")
            and (self.lead is Status.TARGET or not cue.planned)
            and not _closed(key, cue.end, mention.start)
            and not _OF_BASE.search(key[start : cue.start])
            and not _ASIDE.search(key, max(start, cue.start - 30), mention.start)
        ]
        if earlier and earlier[-1].span == "whole_year":
            return self._whole_year(earlier[-1], start), "sentence"
        if earlier:
            return earlier[-1], "sentence"
        if mention.unit.kind in ("rank", "score") and self.edition:
            return self.edition, "before"
        if self.carried:
            return self.carried, "before"
        for heading in reversed(self.path):
            cues = [c for c in page.times_in(heading.start, heading.end) if c.span != "this_year"]
            cues = [cue for cue in cues if not cue.compared]
            if cues:
                return cues[-1], "heading"
        if self.earlier and mention.unit.kind in ("rank", "score"):
            return self.earlier, "before"
        return next((cue for cue in clause if cue.span == "this_year"), None), "setting"

    def status(
        self, mention: Mention, start: int, floor: int, last: Previous | None, cue: TimeCue | None
    ) -> Previous:
        """The status of a number and the place of the cue that told it; `last`: of the number before it."""
        page, key = self.page, self.page.text.key
        published = page.document.published
        if _EXCEEDED.search(key[max(floor, mention.low) : mention.start]):
            return Status.TARGET, "exceeded"
        if cites_plan(key[max(floor, mention.start - 50) : mention.start]):
            return Status.TARGET, "clause"
        if _MET.search(key[mention.unit.end : mention.high]):
            return Status.ACTUAL, "clause"
        own = find_status(_PLAN_DONE.sub(" ", key[max(floor, mention.low) : mention.start]))
        expected = own is Status.TARGET and self._running(cue)
        if expected and page.setting.plan:
            expected = self._outer_status(False)[0] is Status.ESTIMATE
        if expected and _EXPECTED.search(key, max(floor, mention.low), mention.start):
            return Status.ESTIMATE, "clause"
        future = bool(published and cue and cue.year and cue.year > published.year) or self._just_begun(cue)
        if own is not None and not (own is Status.ACTUAL and future):
            return own, "clause"
        if future:
            return Status.TARGET, "future"
        # `ước 912 tỷ đồng (mảng bưu chính: 47,5 tỷ đồng)` is all estimated; what is counted in brackets stands as it is.
        opened = mention.unit.kind == "count" and "(" in key[floor : mention.start]
        closed = _closed(key, floor, mention.start)
        past = bool(published and cue and cue.year and cue.year < published.year)
        part = bool(PARTS.search(key, floor, mention.start)) or (last is not None and last[1] == "sibling")
        part = part and not page.times_in(floor, mention.start)
        known = (
            past and last is not None and last[0] is Status.ESTIMATE and not part
        )  # a year over is no estimate
        if last is not None and last[0] is not Status.ACTUAL and not (opened or closed or known):
            return last[0], "exceeded" if last[1] == "exceeded" else "sibling"
        lead = find_status(key[start:floor]) if floor > start and last is None else None
        if lead is Status.ACTUAL:
            return lead, "sentence"
        if self.lead is Status.TARGET and not closed:
            return self.lead, "sentence"
        if self.mood is Status.TARGET and mention.unit.kind not in ("rank", "score"):
            return self.mood, "before"
        over = past and cue is not None and cue.year != page.setting.plan_year
        if over and self._outer_status(False)[1] == "heading":
            return Status.ACTUAL, "over"
        outer = self._outer_status(over or mention.unit.kind in ("rank", "score"))
        if outer[1] == "title" and last is not None and last[1] in ("clause", "sentence", "sibling"):
            return last[0], "sibling"
        return outer

    def _running(self, cue: TimeCue | None) -> bool:
        """Is it the whole of the year in which the page was published?"""
        published = self.page.document.published
        if cue is None or published is None:
            return False
        return cue.span == "whole_year" or (
            cue.year == published.year and (cue.span == "year" or (cue.span == "date" and cue.month == 12))
        )

    def _just_begun(self, cue: TimeCue | None) -> bool:
        """Is the year one that had only begun when a report on the year before it was published?"""
        published, told = self.page.document.published, self.page.setting.year
        if published is None or cue is None or cue.year is None or told is None or cue.span != "year":
            return False
        return told < cue.year == published.year and published.month <= 2

    def _outer_status(self, given: bool) -> Previous:
        """What headings and title say. `given`: ranks and years over, which no title plans."""
        page, key = self.page, self.page.text.key
        published = page.document.published
        for heading in reversed(self.path):
            words = key[heading.start : heading.end]
            result = _RESULT_HEAD.search(words)
            estimate = find_status(words) is Status.ESTIMATE
            if estimate and not (result and _PLAN_HEAD.search(words, result.end())):
                return Status.ESTIMATE, "heading"
            if result:
                return Status.ACTUAL, "heading"
            years = [
                cue.year for cue in page.times_in(heading.start, heading.end) if cue.year and not cue.compared
            ]
            ahead = not years or published is None or max(years) >= published.year
            if _PLAN_HEAD.search(words) and ahead:
                return Status.TARGET, "heading"
        if page.setting.plan and not given:
            return Status.TARGET, "title"
        return Status.ACTUAL, "default"

    def province(self, mention: Mention) -> tuple[str | None, str]:
        """The document's province, or another one that the number's own words name."""
        page = self.page
        named = {
            one.code for one in page.provinces_in(mention.low, mention.start) if one.start >= page.title_end
        }
        if len(named) == 1 and page.province not in named:
            return named.pop(), "clause"
        return page.province, page.province_rule

    def begin(self, start: int, end: int, first: int | None) -> None:
        """Take in a sentence before it is read; `first`: where its first number stands."""
        self.lead = find_status(self.page.text.key[start : first if first is not None else end])
        self.scope.begin(start, end, first)

    def finish(self, start: int, end: int, first: int | None) -> None:
        """Take in a sentence after it was read; `first`: where its first number stands."""
        self.said = self.page.mask(start, end)
        if self.lead is not None and (first is not None or self.lead is Status.ACTUAL):
            self.mood = self.lead
        cues = [
            cue
            for cue in self.page.times_in(start, end)
            if not (cue.compared or cue.span == "this_year")
            and (self.lead is Status.TARGET or not cue.planned)
        ]
        if len({(cue.year, cue.span == "now") for cue in cues}) > 1:
            self.carried = None  # the sentence went through several times
        elif cues and cues[0].span == "whole_year" and self.carried and self.carried.year:
            pass  # of the year that carries on
        elif cues and self.previous and all(one.unit.kind in ("rank", "score") for one in self.previous):
            self.edition = cues[0]  # the year of an index is that of nothing else
        elif self.lead is Status.ESTIMATE:
            pass  # what the year will come to
        elif cues and (first is None or cues[0].start - start <= LEAD or cues[0].end <= first):
            self.carried = cues[0]
        if not self.begun:
            self.first, self.begun = self.carried, True

    def _same_period(self, cue: TimeCue, start: int) -> TimeCue:
        """`cùng kỳ năm trước`: the period that the sentence speaks of, in the other year."""
        before = [c for c in self.page.times_in(start, cue.start) if not c.compared and c.span != "this_year"]
        base = before[-1] if before else self.carried
        if base is not None and base.span == "year" and base.year and cue.year == -1:
            return replace(cue, year=base.year - 1, compared=False)
        if base is None or base.span in ("now", "year"):
            return cue
        year = (base.year or self.page.setting.year or 0) - 1 if cue.year == -1 else cue.year
        return replace(cue, year=year, span=base.span, month=base.month)

    def _whole_year(self, cue: TimeCue, start: int) -> TimeCue:
        """`cả năm`: of the year that the sentence, those before it or the heading last named."""
        named = [*self.page.times_in(start, cue.start), *([self.carried] if self.carried else [])]
        for heading in reversed(self.path):
            named += self.page.times_in(heading.start, heading.end)
        year = next((one.year for one in named if one.year and not one.compared), None)
        return replace(cue, year=year, span="year") if year else cue

    def _attached(self, unit_end: int, cue: TimeCue, start: int) -> bool:
        """Does the cue go with the number before it (lên 900 doanh nghiệp vào năm 2020, lên 1.200 ...)?"""
        key = self.page.text.key
        if cue.span == "now" or " thì " in key[unit_end : cue.start]:
            return False
        return bool(_ATTACHED.match(key[unit_end : cue.start]) and _NEXT_PART.match(key[cue.end : start]))


def _bracketed(key: str, cue: TimeCue) -> bool:
    """Does the time stand alone in a parenthesis?"""
    return key[cue.start - 1 : cue.start] == "(" and key[cue.end : cue.end + 1] == ")"


def _closed(key: str, start: int, end: int) -> bool:
    """Does key[start:end] leave a parenthesis that was open before it?"""
    between = key[start:end]
    close = between.find(")")
    return close >= 0 and "(" not in between[:close]
