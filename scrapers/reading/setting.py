"""What a document as a whole is about in time: a plan for a year, a report on a year, or the state of today.

From title, lead and publication date; the last resort for figures whose own sentence names no time.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from datetime import date

from scrapers.reading.periods import Setting
from scrapers.reading.times import TimeCue

_PLAN = re.compile(
    r"kế hoạch|quy hoạch|mục tiêu|(?:giao|các) chỉ tiêu|đề án|chương trình hành động|phê duyệt"
    r"|phấn đấu|đến năm (?:19|20)\d\d|nghị quyết|(?<!đúng )định hướng(?= (?:phát triển|đến|năm|tới"
    r"|xây dựng|ứng dụng|giai đoạn))"
    r"|phương hướng|nhiệm vụ|\bsẽ\b|dự kiến"
)
_AHEAD = re.compile(rf"{_PLAN.pattern}|ước thực hiện|ước (?:cả )?năm")  # what a report only looks out for
_REPORT = re.compile(
    r"kết quả|tổng kết|sơ kết|đánh giá|thành tựu|nhìn lại|vượt xa|vượt kế hoạch|hoàn thành|năm qua"
    r"|nổi bật|tình hình|báo cáo|thực hiện kế hoạch"
)
_BARE_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?=[:,.;!?]?(?: -|$)|: )")
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_WRITTEN_DATE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm ((?:19|20)\d\d)")
_VISION = re.compile(r"(?:tầm nhìn|định hướng)[^,;]*$")
INDICES = ("index ", "dti ", "ebi ", "pci ")  # their edition is no year of the page
LINE_HEAD = 25  # how far into a block a time still heads it
DATED_LEAD = 350
LEAD = 700  # characters of body in which a report names its year


def setting_of(
    key: str, title_end: int, published: date | None, lines: list[int], times: list[TimeCue]
) -> Setting:
    """The setting of a document whose title is key[:title_end] and whose blocks begin at `lines`."""
    title = key[:title_end]
    cues = [cue for cue in times if cue.end <= title_end and not cue.compared]
    body = [cue for cue in times if cue.start >= title_end]
    plan = bool(_PLAN.search(title)) and not _REPORT.search(title)
    named = [cue for cue in cues if cue.year]
    timed = any(cue.start < title_end for cue in times)
    if not timed and (bare := _BARE_YEAR.search(title)):  # Vĩnh Phúc 2022: những bước chân trên hành trình số
        cues = named = [TimeCue(bare.start(), bare.end(), int(bare[0]), "year")]
    if len(named) > 1 and published and _PLAN.search(title, named[0].end) and not named[0].until:
        first, last = named[0].year or 0, named[-1].year or 0
        if first <= published.year and first < last:  # a report on one year and the plan for the next
            return Setting(published, first, *_lead_reach(title_end, named[0], lines, body), False, last)
    if plan:
        year, span, month = _today(key, title_end, published, lines, body)
        goals = [cue for cue in named if not _VISION.search(title, 0, cue.start)] or named
        return Setting(published, year, span, month, True, max((c.year or 0 for c in goals), default=None))
    told = _told(title, cues)
    unnamed = next((c for c in told if c.year is None and (c.span.endswith("m") or c.span == "month")), None)
    if unnamed and published and not (named and named[0] in told):
        year = next((cue.year for cue in named if cue.start > unnamed.end), published.year)
        return Setting(published, year, unnamed.span, unnamed.month, False)
    for cue in named:
        if _reports_on(cue, published):
            return Setting(published, cue.year, *_lead_reach(title_end, cue, lines, body), False)
    return Setting(published, *_today(key, title_end, published, lines, body), False)


def _told(title: str, cues: list[TimeCue]) -> list[TimeCue]:
    """The times of a title that it reports on: `kết quả tháng 4, nhiệm vụ tháng 5 năm 2017`."""
    report = _REPORT.search(title)
    for plan in _AHEAD.finditer(title, report.end() if report else len(title)):
        if any(cue.end <= plan.start() for cue in cues):
            return [cue for cue in cues if cue.end <= plan.start()]
    return cues


def latest_date(key: str) -> date | None:
    """The latest full date a text names: it was written no earlier. For pages without a publication date."""
    found = []
    for match in (*_FULL_DATE.finditer(key), *_WRITTEN_DATE.finditer(key)):
        with suppress(ValueError):
            found.append(date(int(match[3]), int(match[2]), int(match[1])))
    return max(found, default=None)


def _reports_on(cue: TimeCue, published: date | None) -> bool:
    """Is this title year one that a page of that day can report on as a whole?"""
    if published is None or cue.year is None or cue.year < published.year:
        return not (published and cue.year and cue.year < published.year - 3 and not cue.until)
    if cue.year > published.year:
        return False
    return cue.span != "year" or published.month >= 10


def _reach(cue: TimeCue) -> tuple[str, int]:
    return (cue.span, cue.month) if cue.span != "date" or cue.month != 12 else ("year", 12)


def _lead_reach(title_end: int, cue: TimeCue, lines: list[int], times: list[TimeCue]) -> tuple[str, int]:
    """The reach of the title's year, narrowed by a lead that counts up to a day or month of it."""
    for lead in times:
        if lead.start >= title_end + LEAD:
            break
        if lead.compared or lead.year not in (None, cue.year) or lead.span in ("year", "now"):
            continue
        if not any(start <= lead.start <= start + LINE_HEAD for start in lines):
            continue
        dated = lead.until and lead.month != 12 and lead.start < title_end + DATED_LEAD
        if lead.span == "since" or lead.span.endswith("m") or dated:
            return lead.span, lead.month
        break
    return _reach(cue)


def _today(
    key: str, title_end: int, published: date | None, lines: list[int], times: list[TimeCue]
) -> tuple[int | None, str, int]:
    """Year, span and month of a page that names no year in its title."""
    body = [c for c in times if not c.compared and c.year and not key.startswith(INDICES, c.start)]
    if published is None:
        lead = next((cue for cue in body if cue.start < title_end + LEAD and not cue.until), None)
        return (lead.year, *_reach(lead)) if lead else (None, "now", 12)
    counts = Counter(cue.year for cue in body if cue.span == "year" and not cue.until)
    last, this = published.year - 1, published.year
    if published.month <= 3 and counts[last] and counts[last] >= counts[this]:
        return last, "year", 12
    if published.month >= 11 and counts[this] and published.month == 12:
        return this, "year", 12
    if published.month >= 11 and any(
        c.year == this and c.span == "year" and not c.until for c in body if c.start < title_end + LEAD
    ):
        return this, "year", 12
    half = next(
        (c for c in times if c.start < title_end + LEAD and c.span.endswith("m") and not c.compared
         and any(start <= c.start <= start + LINE_HEAD for start in lines)),
        None,
    )  # fmt: skip
    if half and half.year in (None, this):
        return this, half.span, half.month
    return this, "year" if published.month == 12 else "now", published.month
