"""Names for numbers that say none: the low end of a range, a cited target, `đạt 43%` of what was counted."""

from __future__ import annotations

import re
from decimal import Decimal

from scrapers.catalogue import indicators
from scrapers.reading.binding import FUNCTION, Mention
from scrapers.reading.lexicon import OTHER
from scrapers.reading.naming import Name, Surroundings, name_number, plain
from scrapers.reading.nearness import PARTS
from scrapers.reading.page import Page
from scrapers.reading.status import find_status, is_goal
from scrapers.reading.text import ending
from scrapers.reading.units import SCALE, Unit

# A plan, target or earlier result cited right behind the result: (quy hoạch năm 2009 là 3,6 ...).
_CITED = ending(
    r"(?:quy hoạch|kế hoạch|chỉ tiêu|mục tiêu|\bkh\b|nghị quyết|cùng kỳ)(?: (?:năm|đến|hết|cuối|là|được"
    r"|giao|đề ra"
    r"|đặt ra|của|trước|cả|\d{4}|\(|tỉnh|giai đoạn|trên|tối thiểu))*"
    r"[ (:]*$"
    r"|vượt (?:mức |xa )?(?:chỉ tiêu|mục tiêu|kế hoạch)[^,;.\d]{0,50}(?:\d{4} )?(?:là )?$"
    r"|(?:gấp|so với|bằng|hơn)[^;.()]{0,30} năm \d{4} ?\($"
)
_BASE = ending(
    r"\btừ(?: mức| con số| chỗ| vị trí(?: thứ)?| hạng| thứ hạng| thứ)?(?: có)?(?: khoảng| gần| hơn| trên)? ?$"
)
_TO = re.compile(r"^(?! ?%? ?trở)[^.;]{0,60}?\b(?:(?<!trở )lên|xuống|còn|đạt|thành|tới|đến)\b")
_FILLERS = re.compile(
    r"\b(?:là|đạt|đã|được|có|chỉ|mới|chiếm|tỷ lệ|tỉ lệ|tương đương|tương ứng|với|và|trong đó|còn|riêng"
    r"|năm|cùng kỳ|quý|tháng|khối|cấp|hạng|xếp"
    r"|thứ|đứng|ở|vị trí|lên|xuống|từ|đến|tới|khoảng|gần|hơn|trên|dưới|ước|dự ước|dự kiến|trong khi"
    r"|mức|dừng|con số (?:ấy|này|đó|tương ứng)|chỉ số này|tỷ lệ này|tách theo|(?:một|hai|ba|năm|mười"
    r"|vài) năm sau"
    r"|phấn đấu|hết|cả|ngành|kế hoạch|chỉ tiêu|mục tiêu"
    r"|giao|này|tính|so|lần lượt|số|các"
    r"|tăng|giảm|thì|con|tại|của|cho|vào|nâng|bằng|đầu|cuối|hết|trước|nay|hiện|toàn|tỉnh|đó)\b|[\W\d]"
)


def inherit(page: Page, mentions: list[Mention]) -> None:
    """Names for numbers that take theirs from a neighbour: the low end of a range, a cited target or base."""
    before: Mention | None = None
    named: Mention | None = None  # the last one that has a name
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if mention.number.bound == "low" and following is not None and following.names:
            mention.names = renamed(mention, following)
            mention.unit = Unit(following.unit.kind, mention.number.end)
            mention.low, mention.high = following.low, following.high
        elif named is not None and mention.reason is None and _is_cited(page.text.key, named, mention):
            mention.names = renamed(mention, named)
        elif before is not None and before.names:
            _name_by(page, before, mention, mentions[:index])
        if following is not None and _is_base_of(page.text.key, mention, following):
            mention.names = renamed(mention, following)
        before = mention if mention.reason is None else before
        named = mention if mention.names and mention.reason is None else named
    for index in range(1, len(mentions)):
        _density(page, mentions, index)
    predicate = 0
    for mention, following in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        predicate = _take_predicate(page, mention, following, predicate)
    for index in range(1, len(mentions)):
        _drop_part(page, mentions, index)


def _name_by(page: Page, before: Mention, mention: Mention, earlier: list[Mention]) -> None:
    """Name a number by the named one right before it, or by an earlier one of its unit."""
    if _is_aside(page, before, mention):
        mention.unit = Unit(before.unit.kind, mention.unit.end)
        mention.names = renamed(mention, before)
    elif is_base(page.text.key, before, mention.start):
        if mention.reason is None and not mention.names and mention.unit.kind == before.unit.kind:
            mention.names, mention.around = renamed(mention, before), before.around
    elif not mention.names and mention.reason is None:
        _continue(page, before, mention)
    else:
        alike = (m for m in reversed(earlier) if m.names and m.unit.kind == mention.unit.kind)
        like = next(alike, None)
        if like is not None and _repeats(page, like, before, mention):
            mention.names = renamed(mention, like)


def _is_cited(key: str, before: Mention, mention: Mention) -> bool:
    """Is it a goal, a plan or an earlier result, cited beside the number before?"""
    if mention.unit.kind != before.unit.kind:
        return False
    if _CITED.search(key[before.unit.end : mention.start]):
        return True
    return is_goal(key, before.unit.end, mention.start, mention.unit.end)


def _is_aside(page: Page, before: Mention, mention: Mention) -> bool:
    """`85 thuê bao/100 dân (năm 2024: 79)`: the same at another time, in brackets and without a unit."""
    if mention.reason or mention.unit.kind not in ("count", before.unit.kind) or mention.around.adjacent:
        return False
    gap = page.text.key[before.unit.end : mention.start]
    return (
        gap.rpartition(")")[2].lstrip().startswith("(")
        and page.text.key.startswith(")", mention.unit.end)
        and bool(page.times_in(before.unit.end, mention.start))
        and _says_nothing_new(page, before.unit.end, mention.start)
    )


def _continue(page: Page, before: Mention, mention: Mention) -> None:
    """`..., năm 2021 đạt 43%`, `cấp huyện đạt 91%`: what the number before it was about goes on."""
    context, own = before.around, mention.around
    unit, number = mention.unit, mention.number
    around = own._replace(before=context.beside | context.near | context.behind | context.before)
    mention.names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
    telling = (own.beside | own.near | own.behind) & ~page.lexicon.silent
    if before.names[0].code in page.lexicon.tiered:
        telling &= ~page.lexicon.tier_things
    if not mention.names and not _goes_on(page, before, mention):
        return
    if not mention.names and unit.kind == before.unit.kind and not own.adjacent & ~context.adjacent:
        explained = [w.explains for w in page.lexicon.wordings[unit.kind] if w.code == before.names[0].code]
        if any(not telling & ~mask for mask in explained):
            mention.names = renamed(mention, before)
    elif not mention.names and not telling and not own.adjacent:
        whole = Surroundings(
            context.beside | context.near | context.behind, before=context.before, head=context.head
        )
        mention.names = name_number(page.lexicon, unit.kind, number.value, number.alternative, whole)
    mention.around = around if mention.names else own
    if mention.names:
        mention.low = min([mention.low, *page.boundaries(before.unit.end, mention.start)[-1:]])


def _goes_on(page: Page, before: Mention, mention: Mention) -> bool:
    """Does nothing between two numbers name another thing? What described the first may stand there."""
    if _says_nothing_new(page, before.unit.end, mention.start):
        return True
    parts = page.boundaries(before.unit.end, mention.start)
    if not parts or not FUNCTION.match(page.text.key[mention.unit.end : mention.unit.end + 30]):
        return False
    return parts[-1] < mention.start - 1 and _says_nothing_new(page, parts[-1], mention.start)


def carry_over(page: Page, previous: Mention, mention: Mention, start: int) -> None:
    """`Dự kiến cả năm đạt 92.000 hồ sơ.`: a sentence that only goes on takes the name of the one before."""
    same = mention.unit.kind == previous.unit.kind and not mention.around.adjacent & ~_all_around(previous)
    if mention.names or mention.reason or not same or not _says_nothing_new(page, start, mention.start):
        return
    telling = (
        (mention.around.beside | mention.around.near | mention.around.behind)
        & ~page.lexicon.silent
        & ~_all_around(previous)
    )
    if not telling and (mention.unit.kind != "count" or mention.around.adjacent):
        mention.names = renamed(mention, previous)


def _all_around(mention: Mention) -> int:
    return mention.around.beside | mention.around.near | mention.around.behind | mention.around.adjacent


def _repeats(page: Page, like: Mention, before: Mention, mention: Mention) -> bool:
    """`phát triển mới 21.350 máy, ước cả năm đạt 24.000 máy`: the same thing at another time or status."""
    if mention.reason or not mention.names or not mention.around.adjacent:
        return False
    telling = (mention.around.beside | mention.around.near | mention.around.behind) & ~page.lexicon.silent
    gap = page.text.key[before.unit.end : mention.start]
    again = bool(page.times_in(before.unit.end, mention.start)) or find_status(gap) is not None
    return (
        again and not telling & ~_all_around(like) and _says_nothing_new(page, before.unit.end, mention.start)
    )


def _is_base_of(key: str, mention: Mention, following: Mention) -> bool:
    """Is it the unnamed base of a change to the number behind it, whose name it then shares?"""
    open_ = not mention.names and mention.reason is None and bool(following.names)
    return open_ and mention.unit.kind == following.unit.kind and is_base(key, mention, following.start)


def _drop_part(page: Page, mentions: list[Mention], index: int) -> None:
    """A part of a flow is no stock, and a part of a total is not the total again."""
    mention, key = mentions[index], page.text.key
    marks = list(PARTS.finditer(key, mentions[0].unit.end, mention.start))
    if not mention.names or not marks or marks[-1][0] == ":":
        return
    gap = key[marks[-1].start() : mention.start]
    if ";" in gap or ")" in gap:
        return
    whole = next((one for one in reversed(mentions[:index]) if one.unit.end <= marks[-1].start()), None)
    if whole is None or not whole.names or whole.unit.kind != mention.unit.kind:
        return
    if mention.around.adjacent and not mention.around.adjacent & _all_around(whole):
        return  # something else is counted
    part, total = mention.names[0].code, whole.names[0].code
    kinds = [indicators()[code].kind for code in (part, total) if code != OTHER]
    if kinds == ["stock", "flow"] and mention.unit.kind == "count":
        mention.names = []
    elif part == total and part not in page.lexicon.tiered:
        own = page.times_in(marks[-1].start(), mention.start) or find_status(gap)
        if not own and mention.number.value < whole.number.value:
            mention.names = []


def _says_nothing_new(page: Page, start: int, end: int) -> bool:
    """Do the words between two numbers, wordings of concepts and times left out, name nothing else?"""
    known = [(hit.start, hit.end) for hit in page.hits_in(start, end)]
    known += [(cue.start, cue.end) for cue in page.times_in(start, end)]
    rest = list(page.text.key[start:end])
    for low, high in known:
        rest[low - start : high - start] = " " * (high - low)
    return not _FILLERS.sub(" ", "".join(rest)).strip()


def _density(page: Page, mentions: list[Mention], index: int) -> None:
    """`905.400 thuê bao, đạt 27,2 thuê bao/100 dân`: a density with no name of its own is the count's."""
    mention, lexicon = mentions[index], page.lexicon
    own = mention.around.beside & ~lexicon.silent
    if (
        mention.reason
        or mention.unit.kind != "per_100"
        or own & ~lexicon.bits["thuê_bao"] & ~lexicon.bits["dân_số"]
    ):
        return
    key = page.text.key
    for before in reversed(mentions[:index]):
        gap = key[before.unit.end : mention.start]
        if ")" in gap and "(" not in gap[: gap.find(")")]:
            continue  # inside a parenthesis that closed in between
        if ";" in gap and PARTS.search(key, mentions[0].unit.end, before.start):
            continue  # a part of the total that the density is of
        code = lexicon.densities.get(before.names[0].code) if before.names else None
        if code is not None:
            mention.names = [Name(code, plain(mention.number.value), 1.0, True)]
            return
        if before.reason is None:
            return


def _take_predicate(page: Page, mention: Mention, following: Mention, predicate: int) -> int:
    """`50% trường học, 100% bệnh viện có mạng LAN`: the words behind the last of a list hold for all.

    Returns the concepts of these words, for the number before.
    """
    if mention.names or mention.reason or not following.names or mention.unit.kind != following.unit.kind:
        return 0
    if not mention.around.adjacent:
        return 0
    unit, number = mention.unit, mention.number
    predicate = predicate or page.mask(following.unit.end, following.high)
    around = mention.around._replace(before=predicate)
    mention.names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
    return predicate if mention.names else 0


def is_base(key: str, mention: Mention, end: int) -> bool:
    """Is the number the base of a change: từ 700 (lên 900)?"""
    left = key[max(0, mention.start - 24) : mention.start]
    return mention.number.bound == "" and bool(_BASE.search(left) and _TO.match(key[mention.unit.end : end]))


def renamed(mention: Mention, other: Mention) -> list[Name]:
    """The other's names with this number's value, in the other's unit."""
    number, scale = mention.number, SCALE.get(other.unit.kind, Decimal(1))
    return [name._replace(value=plain(number.value * scale)) for name in other.names]
