"""Figures of running text: headings, paragraphs and list items.

For each number: is it a figure at all (`rejections`), what does it state (`binding`), when, for whom and as
what
(`context`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.catalogue import indicators
from scrapers.model import Figure, Rejection, Status
from scrapers.reading.binding import Mention, bind
from scrapers.reading.context import Context
from scrapers.reading.figures import Statement, figures_of
from scrapers.reading.inheriting import carry_over, inherit, is_base
from scrapers.reading.lexicon import OTHER
from scrapers.reading.numbers import Number, find_numbers
from scrapers.reading.page import Heading, Page
from scrapers.reading.periods import resolve
from scrapers.reading.rejections import is_growth, is_plan_excess, is_yearly, reject
from scrapers.reading.respective import name_respectively, name_those
from scrapers.reading.sentences import split_sentences
from scrapers.reading.standing import Previous
from scrapers.reading.status import find_qualifier, find_status, is_goal
from scrapers.reading.times import TimeCue
from scrapers.reading.units import Unit, shares_unit, unit_of

# Rejected numbers that own words; the others (levels, dates, labels) are words of their neighbours.
_REACHES = re.compile(r"(?: trở lên| so với [^,;.\d]{0,30})?, (?:ước )?(?:đạt|lên|còn) ")
_INSPECTED = re.compile(
    r"[^,;.]{0,30}\bqua (?:công tác )?(?:thanh tra|kiểm tra|thanh, kiểm tra|rà soát, kiểm tra)"
)
_OUT_OF = (" trên ", " trên tổng số ", " trong tổng số ", " trong số ", " trên tổng ")
# Sums of a flow over years: `5 năm cộng lại đạt 1.530 tỷ đồng`, `cộng 5 năm là 196.000 máy`.
_SUMMED = re.compile(
    r"\b(?:\d+|hai|ba|bốn|năm|mười) năm (?:cộng|gộp|qua\b|liên tiếp|là )"
    r"|\b(?:cộng(?: dồn)?|lũy kế|tổng cộng|nộp ngân sách)(?: cả| trong)? (?:\d+|hai|ba|bốn|mười) năm\b"
)
_ENDS_STATEMENT = re.compile(r";(?! ?(?:trong đó|gồm|bao gồm)\b)")
_PART_OF = re.compile(r"(?:trong đó|cụ thể|bao gồm|gồm|chia ra)\b")
# What the sentence speaks of was named in the one before: `1.229 tổ như thế`, `lĩnh vực này`.
_NAMED_BEFORE = re.compile(r"\b(?:như thế|như vậy|lĩnh vực (?:này|đó|ấy)|ngành này)\b")
LONGEST_RUN_IN = 60
RUN_IN = 90  # the level of a heading inside its own paragraph
SCOPES = {"district", "company", "nation"}
WALLS = {"growth", "yearly", "plan_share", "price", "size", "duration"}


def read_prose(
    page: Page, start: int, end: int, path: list[Heading], earlier: TimeCue | None = None
) -> tuple[list[Figure], list[Rejection], TimeCue | None]:
    """The figures and the rejected numbers of one block, and the time that governed it last.

    Args:
        page: The prepared document.
        start: Begin of the block in the key.
        end: Its end.
        path: The headings above it.
        earlier: The time that governed the blocks before.
    """
    figures: list[Figure] = []
    numbers, tokens = find_numbers(page.text.key, start, end)
    rejections = [page.rejection(token.start, token.end, token.reason) for token in tokens]
    mentions = _mentions(page, numbers, start, end)
    rejections += [
        page.rejection(m.number.start, m.number.end, m.reason) for m in mentions if m.reason is not None
    ]
    sentences = split_sentences(page.text.key, start, end)
    if len(sentences) > 1 and _is_head(page, mentions, *sentences[0]):
        path = [*path, Heading(*sentences[0], RUN_IN)]
    context = Context(page, path, earlier)
    if all(m.reason for m in mentions):  # no figures: what counts is the time that it names for those below
        if sentences:
            context.timing.finish(
                *sentences[0], None, find_status(page.text.key[slice(*sentences[0])]), False
            )
        return figures, rejections, context.timing.first or earlier
    owning = [m for m in mentions if m.reason is None or (m.reason in WALLS and not _is_aside(page, m))]
    for low, high in sentences:
        inside = [m for m in owning if low <= m.start < high]
        context.begin(low, high, inside[0].start if inside else None)
        found, missed = _sentence(context, inside, low, high)
        context.finish(low, high, inside[0].start if inside else None)
        figures += found
        rejections += missed
    return figures, rejections, context.timing.first or earlier


def _is_aside(page: Page, mention: Mention) -> bool:
    """`doanh thu tăng 18%, đạt 335 tỷ đồng`: growth that stands between a name and its number."""
    return mention.reason == "growth" and _REACHES.match(page.text.key, mention.unit.end) is not None


def _is_head(page: Page, mentions: list[Mention], start: int, end: int) -> bool:
    """Does a sentence only head those behind it (`1. Đánh giá. Kết thúc năm 2013, ...`)?"""
    inside = [m for m in mentions if start <= m.start < end and m.reason != "list_number"]
    return not inside and end - start <= LONGEST_RUN_IN and page.text.key[end - 1] == "."


def _mentions(page: Page, numbers: list[Number], start: int, end: int) -> list[Mention]:
    key = page.text.key
    times = page.times_in(start, end)
    mentions = []
    for number in numbers:
        if any(cue.start <= number.start < cue.end for cue in times):
            mentions.append(Mention(number, Unit("count", number.end), "date"))
            continue
        unit = unit_of(key, number, end)
        reason = reject(key, number, start)
        if reason is None and is_growth(key, number, start):
            reason = None if is_goal(key, start, number.start, unit.end) else "growth"
        if reason is None and is_yearly(key, number, start):
            reason = "yearly"
        mentions.append(Mention(number, unit, reason))
    for part, whole in pairwise(mentions):
        if shares_unit(key, part.unit, whole.unit, whole.start, whole.number.value):
            whole.unit = Unit(part.unit.kind, whole.unit.end)
        if (
            part.unit.kind == "count"
            and key[part.unit.end : whole.start] in _OUT_OF
            and part.number.value <= whole.number.value
        ):
            part.unit, whole.reason = whole.unit, "denominator"
    return mentions


def _sentence(
    context: Context, mentions: list[Mention], start: int, end: int
) -> tuple[list[Figure], list[Rejection]]:
    """The figures of one sentence."""
    page = context.page
    figures: list[Figure] = []
    rejections: list[Rejection] = []
    if any(m.reason is None for m in mentions):
        goes_on = _PART_OF.match(page.text.key, start) or _NAMED_BEFORE.search(page.text.key, start, end)
        head = context.head | (context.said if goes_on else 0)
        bind(page, [m for m in mentions if m.number.bound != "low"], start, end, head, context.said)
        name_respectively(page, mentions, start)
        name_those(page, mentions, context.previous, start)
        inherit(page, mentions)
        first = next((m for m in mentions if m.reason is None), None)
        alike = [m for m in context.previous if first is not None and m.unit.kind == first.unit.kind]
        if first is not None and alike:
            carry_over(page, alike[-1], first, start)
    if _INSPECTED.match(page.text.key, start, end):
        for mention in mentions:
            mention.reason = mention.reason or ("inspection" if mention.unit.kind == "count" else None)
    last: Previous | None = None
    missed = ""
    floor = start
    for index, mention in enumerate(mentions):
        ceiling = mentions[index + 1].start if index + 1 < len(mentions) else end
        if mention.reason is None:
            reason, statement = _statement(context, mention, (start, floor, ceiling, end), last)
            if mention.number.bound == "high" and missed in SCOPES:
                reason, statement = missed, None
            missed = reason
            if statement is None:
                rejections.append(page.rejection(mention.number.start, mention.number.end, reason))
            else:
                figures += figures_of(page, statement)
                last = statement.status, statement.rules.rpartition("status:")[2]
        if _ENDS_STATEMENT.search(page.text.key, mention.unit.end, ceiling):
            last = None
        floor = mention.unit.end
        context.timing.after_figure = mention.reason is None
    context.previous = [m for m in mentions if m.names] or context.previous
    return figures, rejections


def _statement(
    context: Context, mention: Mention, bounds: tuple[int, int, int, int], last: Previous | None
) -> tuple[str, Statement | None]:
    """What a number states, or the reason why nothing."""
    page, key = context.page, context.page.text.key
    start, floor, ceiling, end = bounds
    if not mention.names:
        return "unnamed", None
    if mention.names[0].code == OTHER:
        return "other_quantity", None
    scope = context.scope.of(mention, floor, ceiling)
    if scope:
        return scope, None
    cue, cue_rule = context.timing.of(mention, start, floor, ceiling, end, context.standing.lead)
    if reason := _no_years_value(page, mention, bounds, cue, cue_rule):
        return reason, None
    status, status_rule = context.standing.of(mention, start, floor, last, cue)
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
    statement = Statement(
        number=mention.number, unit_end=mention.unit.end, low=max(mention.low, floor), high=mention.high,
        names=mention.names, status=status, year=year, span=span, month=month, score=mention.names[0].score,
        qualifier=find_qualifier(left, key[mention.unit.end : mention.high], mention.number.bound),
        province=context.province(mention), rules=f"prose year:{cue_rule} status:{status_rule}",
    )  # fmt: skip
    return "", statement


def _no_years_value(
    page: Page, mention: Mention, bounds: tuple[int, int, int, int], cue: TimeCue | None, cue_rule: str
) -> str:
    """Why a number is no value of one year: a sum over several, or a base of comparison without a year."""
    key = page.text.key
    start, floor, ceiling, _ = bounds
    if indicators()[mention.names[0].code].kind == "flow":
        over_years = cue and cue.span == "years" and not (cue.planned or page.setting.plan)
        if over_years or _SUMMED.search(key, floor, mention.start):
            return "several_years"
    if cue_rule == "clause" and _joins_years(page, floor, mention.start):
        return "several_years"
    if cue_rule != "clause" and key.endswith("so với ", start, mention.start):
        return "base_without_year"
    dated = cue and cue_rule == "clause" and cue.year and cue.start > key.rfind("từ", start, mention.start)
    return "base_without_year" if is_base(key, mention, ceiling + 1) and not dated else ""


def _joins_years(page: Page, floor: int, start: int) -> bool:
    """`năm 2008 cộng với quý I/2009`."""
    cues = [cue for cue in page.times_in(floor, start) if cue.year and not cue.compared]
    joins = {page.text.key[one.end : two.start].strip() for one, two in pairwise(cues)}
    return bool(joins & {"cộng với", "và", "cùng với", "cộng"}) and len({cue.year for cue in cues}) > 1
