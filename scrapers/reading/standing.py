"""As what: whether a number of running text is a result, an estimate or a plan, from the nearest cue outward.

Clause, the number before it, sentence, headings, title. What the words say is read by `status`; here it is
decided which of them count.
"""

from __future__ import annotations

import re

from scrapers.model import Status
from scrapers.reading.binding import Mention
from scrapers.reading.nearness import PARTS
from scrapers.reading.page import Heading, Page
from scrapers.reading.status import cites_plan, find_status, is_goal
from scrapers.reading.text import closes
from scrapers.reading.times import TimeCue
from scrapers.reading.timing import INDEX_UNITS

# A target cited beside the result that met it.
_EXCEEDED = re.compile(r"vượt (?:mức )?(?:các )?(?:chỉ tiêu|mục tiêu)[^,;.]{0,40}$")
# A target that the words behind it say is met.
_MET = re.compile(r"đã (?:đạt|hoàn thành|vượt)|đạt (?:và vượt )?(?:kế hoạch|chỉ tiêu)")
_PLAN_HEAD = re.compile(
    r"chỉ tiêu (?:\w+ ){0,3}năm|mục tiêu|phấn đấu|phương hướng|kế hoạch|nhiệm vụ|định hướng|dự kiến"
    r"|việc (?:phải|cần) làm|thời gian tới|tháng cuối năm|đích đến|cuối năm nay|từ nay (?:tới|đến)"
)
_RESULT_HEAD = re.compile(r"kết quả|tình hình|thực hiện|đánh giá|đã đạt|hiện trạng|thực trạng")
_PLAN_DONE = re.compile(r"^ ?(?:so với )?(?:kế hoạch|kh|chỉ tiêu|dự toán)(?: [^,;(]{0,25})?[,;(]")
_EXPECTED = re.compile(r"dự kiến(?: (?:năm|đạt|cả|đến|hết))")  # what the running year will come to

Previous = tuple[Status, str]


class Standing:
    """One block while its sentences are read in order: what they plan or expect carries on."""

    def __init__(self, page: Page, path: list[Heading]) -> None:
        self.page = page
        self.path = path
        self.lead: Status | None = None  # of the words before the first number of the sentence
        self.mood: Status | None = None

    def of(
        self, mention: Mention, start: int, floor: int, last: Previous | None, cue: TimeCue | None
    ) -> Previous:
        """The status of a number and the place of the cue that told it; `last`: of the number before it."""
        key = self.page.text.key
        exceeded = _EXCEEDED.search(key[max(floor, mention.low) : mention.start])
        if exceeded or is_goal(key, floor, mention.start, mention.unit.end):
            return Status.TARGET, "exceeded"
        if cites_plan(key[max(floor, mention.start - 50) : mention.start]):
            return Status.TARGET, "clause"
        if _MET.search(key[mention.unit.end : mention.high]):
            return Status.ACTUAL, "clause"
        own = self._own(mention, floor, cue)
        future = self._is_ahead(cue)
        if own is not None and not (own is Status.ACTUAL and future):
            return own, "clause"
        if future:
            return Status.TARGET, "future"
        return self._of_neighbours(mention, start, floor, last, cue)

    def _own(self, mention: Mention, floor: int, cue: TimeCue | None) -> Status | None:
        """What the words between the number before it and a number say of its status."""
        key = self.page.text.key
        own = find_status(_PLAN_DONE.sub(" ", key[max(floor, mention.low) : mention.start]))
        if own is not Status.TARGET or not self._running(cue):
            return own
        if self.page.setting.plan and self._outer(False)[0] is not Status.ESTIMATE:
            return own
        expected = _EXPECTED.search(key, max(floor, mention.low), mention.start)
        return Status.ESTIMATE if expected else own

    def _of_neighbours(
        self, mention: Mention, start: int, floor: int, last: Previous | None, cue: TimeCue | None
    ) -> Previous:
        """The status of a number that says none: of the one before it, its sentence, the headings."""
        key = self.page.text.key
        closed = closes(key, floor, mention.start)
        past = self._is_over(cue)
        if last is not None and last[0] is not Status.ACTUAL and not closed:
            # `ước 912 tỷ đồng (mảng bưu chính: 47,5)` is all estimated; a count in brackets stands as it is.
            opened = mention.unit.kind == "count" and "(" in key[floor : mention.start]
            part = last[1] == "sibling" or bool(PARTS.search(key, floor, mention.start))
            part = part and not self.page.times_in(floor, mention.start)
            known = past and last[0] is Status.ESTIMATE and not part  # a year over is no estimate
            if not (opened or known):
                return last[0], "exceeded" if last[1] == "exceeded" else "sibling"
        lead = find_status(key[start:floor]) if floor > start and last is None else None
        if lead is Status.ACTUAL:
            return lead, "sentence"
        if self.lead is Status.TARGET and not closed:
            return self.lead, "sentence"
        of_index = mention.unit.kind in INDEX_UNITS
        if self.mood is Status.TARGET and not of_index:
            return self.mood, "before"
        over = past and cue is not None and cue.year != self.page.setting.plan_year
        if over and self._outer(False)[1] == "heading":
            return Status.ACTUAL, "over"
        outer = self._outer(over or of_index)
        if outer[1] == "title" and last is not None and last[1] in ("clause", "sentence", "sibling"):
            return last[0], "sibling"
        return outer

    def begin(self, start: int, end: int) -> None:
        """Take in the words before the first number of a sentence."""
        self.lead = find_status(self.page.text.key[start:end])

    def finish(self, has_numbers: bool) -> None:
        """Take in a sentence after it was read."""
        if self.lead is not None and (has_numbers or self.lead is Status.ACTUAL):
            self.mood = self.lead

    def _is_over(self, cue: TimeCue | None) -> bool:
        published = self.page.document.published
        return bool(published and cue and cue.year and cue.year < published.year)

    def _is_ahead(self, cue: TimeCue | None) -> bool:
        published = self.page.document.published
        return bool(published and cue and cue.year and cue.year > published.year) or self._just_begun(cue)

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

    def _outer(self, given: bool) -> Previous:
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
