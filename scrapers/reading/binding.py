"""Which words of a sentence belong to which number.

Between two numbers the words are shared out at one boundary: what stands before it names the left number, what
stands behind it the right one. Of all ways to share out a sentence the one is taken that names most, found
by dynamic programming over its numbers. Masks come from `page`, names from `naming`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from scrapers.reading.naming import UNIT_EVIDENCE, Name, Surroundings, name_number, plain
from scrapers.reading.numbers import Number
from scrapers.reading.page import Page
from scrapers.reading.units import SCALE, Unit

MAX_SPLITS = 6
UNKNOWN_NOUN = 0.5
TORN = 0.4
LATER = 0.02
# Words that may stand right behind a counted number without being what is counted.
_FUNCTION = re.compile(
    r"[ :]*(?:$|[^\w ]|(?:tăng|giảm|so|và|trong|trên|tại|với|của|đạt|ở|cho|được|đã|đang|gồm|bao|chiếm|tương|vào|năm|đến|có|phục|thuộc"
    r"|toàn|do|từ|hoạt|là|còn|nay|hiện|thì|tính|bằng|cái|chiếc|hoặc|nhưng|để|mỗi|trung|bình|số|lượt|mới|một|này|đó|riêng|theo|nên|qua)(?!\w))"
)
_PARTS = re.compile(r":(?= (?!gần|hơn|khoảng|trên|dưới|đạt|là)[^\W\d_])|trong đó|chia ra|(?:bao )?gồm|\(")
# A plan, target or earlier result cited right behind the result: (quy hoạch năm 2009 là 3,6 ...), vượt chỉ tiêu 40%.
_CITED = re.compile(
    r"(?:quy hoạch|kế hoạch|chỉ tiêu|mục tiêu|\bkh\b|nghị quyết|cùng kỳ)(?: (?:năm|đến|là|giao|đề ra|đặt ra|của|trước|cả|\d{4}|\(|tỉnh|giai đoạn|trên|tối thiểu))*"
    r"[ (:]*$"
)
_BASE = re.compile(r"\btừ(?: mức| con số| chỗ)?(?: có)?(?: khoảng| gần| hơn| trên)? ?$")
_TO = re.compile(r"^(?! ?%? ?trở)[^.;]{0,60}?\b(?:lên|xuống|còn|đạt|thành|tới|đến)\b")
_FILLERS = re.compile(
    r"\b(?:là|đạt|được|có|chỉ|mới|chiếm|tỷ lệ|tỉ lệ|tương đương|tương ứng|với|và|trong đó|còn|riêng|năm|cùng kỳ|quý|tháng|khối|cấp|hạng|xếp"
    r"|thứ|đứng|ở|vị trí|lên|xuống|từ|đến|tới|khoảng|gần|hơn|trên|dưới|ước|kế hoạch|chỉ tiêu|mục tiêu|giao|này|tính|so|lần lượt|số|các"
    r"|tăng|giảm|thì|con|tại|của|cho|vào|nâng|bằng|đầu|cuối|hết|trước|nay|hiện|toàn|tỉnh|đó)\b|[\W\d]"
)
_CLOSE = re.compile(
    r" ?(?:(?:số|các|những|số lượng|tổng số|trên tổng số|trong số|của các|cái|chiếc|đối với|với) ?)*"
)


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
    for left, right in zip(mentions, mentions[1:], strict=False):
        options.append(_splits(page, left.unit.end, right.start))
    hard = page.text.key.find(";", mentions[-1].unit.end, end)
    options.append([hard if hard >= 0 else end])
    heads = _heads(page, mentions, start, end)
    memo: dict[tuple[int, int, int], tuple[float, list[Name], Surroundings]] = {}

    def score(index: int, low: int, high: int) -> tuple[float, list[Name], Surroundings]:
        key = (index, low, high)
        if key not in memo:
            floor = start if index == 0 else mentions[index - 1].unit.end
            past = start if index < 2 else mentions[index - 2].unit.end
            if index and _adjacent(page, mentions[index - 1].unit, low)[0]:
                past = floor  # the number before is named by the words behind it
            elif ")" in page.text.key[floor:low]:
                past = max(start, page.text.key.rfind(";", start, floor) + 1)
            ceiling = mentions[index + 1].start if index + 1 < len(mentions) else end
            bounds = (past, floor, ceiling)
            memo[key] = _name(page, mentions[index], low, high, bounds, head | heads[index], said)
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


def inherit(page: Page, mentions: list[Mention]) -> None:
    """Names for numbers that take theirs from a neighbour: the low end of a range, a cited target or base."""
    before: Mention | None = None
    for index, mention in enumerate(mentions):
        before = next((one for one in reversed(mentions[:index]) if one.reason is None), None)
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if mention.number.bound == "low" and following is not None and following.names:
            mention.names = _renamed(mention, following)
            mention.unit = Unit(following.unit.kind, mention.number.end)
            mention.low, mention.high = following.low, following.high
        elif (
            before is not None
            and before.names
            and mention.reason is None
            and mention.unit.kind == before.unit.kind
            and _CITED.search(page.text.key[before.unit.end : mention.start])
        ):
            mention.names = _renamed(mention, before)
        elif before is not None and before.names and is_base(page.text.key, before, mention.start):
            if mention.reason is None and not mention.names and mention.unit.kind == before.unit.kind:
                mention.names, mention.around = _renamed(mention, before), before.around
        elif before is not None and before.names and not mention.names and mention.reason is None:
            _continue(page, before, mention)
    for index in range(1, len(mentions)):
        _density(page, mentions, index)
    for mention, following in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        _take_predicate(page, mention, following)


def _continue(page: Page, before: Mention, mention: Mention) -> None:
    """`..., năm 2021 đạt 43%`, `cấp huyện đạt 91%`, `, chiếm 76%`: what the number before it was about goes on."""
    context, own = before.around, mention.around
    unit, number = mention.unit, mention.number
    around = replace(own, before=context.beside | context.near | context.before)
    mention.names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
    telling = (own.beside | own.near) & ~page.lexicon.silent
    if not mention.names and not _says_nothing_new(page, before, mention):
        return
    if not mention.names and unit.kind == before.unit.kind and not own.adjacent & ~context.adjacent:
        explained = [w.explains for w in page.lexicon.wordings[unit.kind] if w.code == before.names[0].code]
        if any(not telling & ~mask for mask in explained):
            mention.names = _renamed(mention, before)
    elif not mention.names and not telling:
        whole = Surroundings(context.beside | context.near, before=context.before, head=context.head)
        mention.names = name_number(page.lexicon, unit.kind, number.value, number.alternative, whole)
    mention.around = around if mention.names else own


def _says_nothing_new(page: Page, before: Mention, mention: Mention) -> bool:
    """Do the words between two numbers, wordings of concepts and times left out, name nothing else?"""
    start, end = before.unit.end, mention.start
    known = [(hit.start, hit.end) for hit in page.hits_in(start, end)]
    known += [(cue.start, cue.end) for cue in page.times_in(start, end)]
    rest = list(page.text.key[start:end])
    for low, high in known:
        rest[low - start : high - start] = " " * (high - low)
    return not _FILLERS.sub(" ", "".join(rest)).strip()


def _density(page: Page, mentions: list[Mention], index: int) -> None:
    """`905.400 thuê bao, đạt 27,2 thuê bao/100 dân`: a density without a name of its own is that of the count."""
    mention, lexicon = mentions[index], page.lexicon
    own = mention.around.beside & ~lexicon.silent
    if mention.reason or mention.unit.kind != "per_100" or own & ~lexicon.bits["thuê_bao"] & ~lexicon.bits["dân_số"]:
        return
    key = page.text.key
    for before in reversed(mentions[:index]):
        gap = key[before.unit.end : mention.start]
        if ")" in gap and "(" not in gap[: gap.find(")")]:
            continue  # inside a parenthesis that closed in between
        if ";" in gap and _PARTS.search(key, mentions[0].unit.end, before.start):
            continue  # a part of the total that the density is of
        code = lexicon.densities.get(before.names[0].code) if before.names else None
        if code is not None:
            mention.names = [Name(code, plain(mention.number.value), 1.0, True)]
            return
        if before.reason is None:
            return


def _take_predicate(page: Page, mention: Mention, following: Mention) -> None:
    """`50% trường học, 100% bệnh viện có mạng LAN`: the words behind the last of a list hold for all."""
    if mention.names or mention.reason or not following.names or mention.unit.kind != following.unit.kind:
        return
    if mention.around.adjacent:
        unit, number = mention.unit, mention.number
        around = replace(mention.around, before=page.mask(following.unit.end, following.high))
        mention.names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)


def is_base(key: str, mention: Mention, end: int) -> bool:
    """Is the number the base of a change: từ 700 (lên 900)?"""
    left = key[max(0, mention.start - 24) : mention.start]
    return mention.number.bound == "" and bool(_BASE.search(left) and _TO.match(key[mention.unit.end : end]))


def _renamed(mention: Mention, other: Mention) -> list[Name]:
    """The other's names with this number's value, in the other's unit."""
    number, scale = mention.number, SCALE.get(other.unit.kind, Decimal(1))
    return [replace(name, value=plain(number.value * scale)) for name in other.names]


def _fit(page: Page, mentions: list[Mention], index: int, high: int) -> float:
    """How natural it is to part the words behind a number at `high`.

    Against it: the counted thing right behind the number is torn off, or the words right before the next
    number. Where the number has its thing behind it, a later boundary fits better, else an earlier one.
    """
    if index + 1 == len(mentions):
        return 0.0
    start, following = mentions[index].unit.end, mentions[index + 1].start
    counted = bool(_adjacent(page, mentions[index].unit, following)[0])
    place = (high - start) / max(1, following - start) * LATER
    if high == start and counted:
        return -TORN
    if high == following and page.mask(_nearest(page, start, following), following) & ~page.lexicon.silent:
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
    adjacent, joined = _adjacent(page, unit, ceiling)
    counted = bool(adjacent) and unit.kind == "count"
    left, right = _nearest(page, low, mention.start, counted), _first(page, unit.end, high)
    before, behind = page.mask_outside(left, mention.start), page.mask(number.start, right)
    after = page.mask(unit.end, right)  # a unit's own words (người/điểm phục vụ) speak against nothing
    around = Surroundings(
        beside=before | behind,
        near=page.mask_outside(low, left) | page.mask(right, high),
        before=page.mask_outside(past, max(low, floor)) if low > past else 0,
        head=head,
        # A title or an earlier sentence names only what the unit nearly tells.
        title=page.title_mask | said if unit.kind in UNIT_EVIDENCE else 0,
        adjacent=adjacent,
        joined=joined,
        phrase=adjacent | joined if adjacent else _phrase(page, unit, ceiling),
        left=page.mask_outside(_last_part(page, floor, mention.start), mention.start) | before,
        right=after,
    )
    names = name_number(page.lexicon, unit.kind, number.value, number.alternative, around)
    if not names:
        return 0.0, [], around
    total = names[0].score
    if unit.kind == "count" and not adjacent and not _FUNCTION.match(key[unit.end : unit.end + 30]):
        total -= UNKNOWN_NOUN
        if total < 0.8 and not page.mask(unit.end, right) & page.lexicon.things:
            return 0.0, [], around
    return total, names, around


def _nearest(page: Page, low: int, start: int, last: bool = False) -> int:
    """Begin of the nearest stretch left of the number that holds a telling word, or of the very last one."""
    silent = page.lexicon.silent
    for at in reversed(page.boundaries(low, start)):
        if (last and page.text.key[at] != ":") or page.mask_outside(at, start) & ~silent:
            return at
    return low


def _last_part(page: Page, floor: int, start: int) -> int:
    """Begin of the words right before the number, whichever number they were shared out to."""
    found = [at for at in page.boundaries(floor, start) if page.text.key[at] != ":"]
    return found[-1] if found else floor


def _first(page: Page, start: int, high: int) -> int:
    found = page.boundaries(start, high)
    return found[0] if found else high


def _adjacent(page: Page, unit: Unit, high: int) -> tuple[int, int]:
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


def _phrase(page: Page, unit: Unit, high: int) -> int:
    """The concepts of the words that follow a number's unit without a break (8.760 giờ truyền hình)."""
    mask, start = 0, unit.end
    if unit.kind in ("count", "percent", "rank", "score"):
        return 0
    for hit in page.hits_in(unit.end, high):
        if hit.start > start + 1:
            break
        mask, start = mask | hit.mask, hit.end
    return mask


def _heads(page: Page, mentions: list[Mention], start: int, end: int) -> list[int]:
    """For each number the concepts of what it is a part of: before `:`, `trong đó`, `gồm`, a parenthesis."""
    key, heads = page.text.key, []
    marks = list(_PARTS.finditer(key, start, end))
    for mention in mentions:
        mask = 0
        for mark in marks:
            if mark.end() > mention.start:
                break
            if mark[0] == "(" and ")" in key[mark.end() : mention.start]:
                continue
            ends = [m.unit.end for m in mentions if m.unit.end <= mark.start()]
            begin = max(start, key.rfind(";", start, mark.start()) + 1, ends[-2] if len(ends) > 1 else start)
            mask |= page.mask(begin, mark.start() + 1)
        heads.append(mask)
    return heads
