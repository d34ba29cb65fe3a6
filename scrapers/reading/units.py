"""The unit printed behind a number: the class indicators are compared by, and its scale.

Counted nouns (thuê bao, trạm, xã) are no units here: `naming` weighs them as words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from scrapers.reading.numbers import Number
from scrapers.reading.text import ending

# Canonical unit of an indicator -> the class of printed unit it takes. What is not listed counts things.
CLASS_OF_UNIT = {
    "percent": "percent",
    "per_100_people": "per_100",
    "billion_VND": "vnd",
    "million_USD": "usd",
    "hour": "hour",
    "km": "km",
    "person_per_point": "person_per_point",
    "copy_per_issue": "copy_per_issue",
    "mbps": "mbps",
    "issue": "issue",
    "rank": "rank",
    "score_0_1": "score",
    "flag": "flag",
}
SCALE = {"vnd": Decimal(10) ** -9, "usd": Decimal(10) ** -6}

_UNIT = re.compile(
    r"(?P<per_100> ?(?:[^\W\d_]+\.? ){0,5}?[^\W\d_]*\.? ?(?:/|trên"
    r"|cho) ?(?:mỗi )?100 ?(?:người )?(?:dân|người|hộ dân|d)(?![^\W\d_]))"
    r"|(?P<person_per_point> ?(?:người|dân|người dân) ?(?:/|trên|cho|(?:thì )?có(?= một| 1| 01)"
    r"|(?=một điểm|mỗi điểm)) ?(?:một"
    r"|mỗi|01|1)? ?(?:điểm"
    r"|đ)(?: phục vụ| giao dịch| bưu)?[^\W\d_]*)"
    r"|(?P<copy_per_issue> ?(?:bản|tờ|cuốn) ?(?:/|mỗi|một) ?(?:một|1)? ?(?:số|kỳ))"
    r"|(?P<issue> ?(?:số|kỳ)(?= ?[,.;)]| ?$| tạp chí| báo| bản tin| ?/ ?năm| mỗi năm| trong năm))"
    r"|(?P<percent> ?(?:%|phần trăm))"
    r"|(?P<usd> ?(?:usd|đô la(?: mỹ)?|đôla(?: mỹ)?))"
    r"|(?P<vnd> ?(?:đồng|vnđ|vnd|đ(?![^\W\d_])))"
    r"|(?P<hour> ?(?:giờ|h|tiếng)(?![^\W\d_/]))"
    r"|(?P<km> ?(?:km|ki lô mét|kilômét|cây số)(?:/(?:1 )?điểm(?: phục vụ)?)?(?![^\W\d_]))"
    r"|(?P<mbps> ?(?:mbps|mpbs|mb/s|mbit/s|megabit/giây))"
)
_PER_THING = re.compile(r" ?(?:người|hộ|trạm|máy|thành viên) ?/ ?(?!điểm|bưu)[^\W\d_]")
_PER_DAY = re.compile(r" ?(?:giờ|h|kỳ|số|tờ|lượt|bản) ?/ ?(?:ngày|tuần|tháng)")
LAST_RANK = 64
# 61/64 hệ thống is a share of things, no rank.
_COUNTED_OF = re.compile(
    r"/\d+ (?:hệ thống|xã|huyện|cơ quan|đơn vị|sở|phường|dịch vụ|trường|bệnh viện|thôn|điểm|trạm)"
)
RANK_REACH = 110
_IN_REGION = re.compile(r"(?:/\d+)?,? ?(?:trong|toàn|của|ở)? ?(?:vùng|khu vực|miền|cụm)\b")
RANKED = (63, 64, 34, 61)  # the provinces of Vietnam, over time
LONG_FRACTION = 4  # 0,727 and longer fractions of one are scores
_SCORE = re.compile(r"(?:/1)?(?: ?điểm)?(?! ?[%\w])")
_RANK_LEFT = ending(
    r"(?:(?:xếp|đứng|giữ|ở|đạt)[^,;.]{0,40}?(?:thứ|hạng|vị trí(?: thứ)?|vị thứ)|(?:xếp|vị trí"
    r"|thứ) hạng|(?:xếp|đứng|giữ)[^;.]{0,90}?(?<!lần )\bthứ|\bhạng|vị trí(?: thứ)?|vị thứ"
    r"|thứ bậc) ?:? ?(?:là )?$"
)
_DENSITY_LEFT = ending(r"mật độ(?: (?:là|đạt|khoảng|trên|gần|hơn|ước))* $")
_LISTED = re.compile(r" [^,;.\d]{2,40}(?:,| và|, và)(?: có)? ")
BILLION = 10**9
MOST_PER_100 = 250
_AMOUNT_ENDS = re.compile(r" ?(?:[,;.)]|$)")
_SUBSCRIPTIONS_LEFT = ending(
    r"thuê bao(?: internet| di động| cố định| điện thoại| băng rộng| trên địa bàn| của tỉnh| toàn tỉnh| đạt"
    r"| chiếm| bằng| là| khoảng| hơn| gần)* $"
)
_PEOPLE_LEFT = ending(r"người (?:sử )?dùng [^,;.]{0,24}$")
_LABELLED = ending(  # a unit that stands before the number: .../100 dân: 85, (%): 98
    r"(?P<per_100>(?:/|trên) ?100 (?:người )?dân\)? ?(?:là|đạt|ước|đạt khoảng)?[ :]*$"
    r"|(?:cứ (?:mỗi )?|bình quân |trên )(?:100|trăm"
    r"|một trăm) (?:người )?dân (?:[^\d,;.]{1,16} )?(?:thì )?(?:(?:có|đạt) )?(?:xấp xỉ |gần |khoảng |hơn "
    r"|trên )?"
    r"(?:[^\W\d_]+ )?$)"
    r"|(?P<percent>\(%\) ?(?:là|đạt|ước)?[ :]*$)"
)
_PER_HUNDRED_PEOPLE = re.compile(r" ?/ ?100 (?:người )?dân")
_EACH_POINT = ending(
    r"(?:mỗi|một) điểm(?: phục vụ| bưu chính| giao dịch)*(?: [^\W\d_]+){0,5} $"
    r"|(?:số dân|dân số)(?: [^\W\d_]+){0,4} (?:một|mỗi) điểm(?: phục vụ)?(?: [^\W\d_]+){0,4} $"
)
_TRANSLATION = re.compile(r" - | ?[/(] ?unit")  # Tỷ đồng - Unit: Bill. dongs
_PER_THOUSAND = re.compile(r" ?(?:[^\W\d_]+ ){0,4}?[^\W\d_]* ?/ ?1[.]?000 ?(?:người )?dân")


class Unit(NamedTuple):
    """A printed unit: its class ("count" where none is printed) and where it ends in the key."""

    kind: str
    end: int


def unit_of(key: str, number: Number, end: int | None = None) -> Unit:
    """The unit of a number in running text, or in a cell that ends at `end`."""
    end = len(key) if end is None else end
    left = key[max(0, number.start - RANK_REACH) : number.start]
    if rank := _rank(number, left, key[number.end : min(end, number.end + 40)]):
        return rank
    per_100 = _PER_HUNDRED_PEOPLE.match(key, number.end, end) if number.denominator == 100 else None
    if per_100:
        return Unit("percent" if _PEOPLE_LEFT.search(left) else "per_100", per_100.end())
    score = _SCORE.match(key, number.end, end) if number.value < 1 and number.scale == 1 else None
    if score and (score[0].strip() or len(number.digits) > LONG_FRACTION):
        return Unit("score", score.end())
    start = number.end + (len(_fraction(key, number)) if number.denominator is not None else 0)
    if (
        _PER_THING.match(key, start, end)
        or _PER_DAY.match(key, start, end)
        or _PER_THOUSAND.match(key, start, end)
    ):
        return Unit("other", start)
    match = _UNIT.match(key, start, end)
    if match is None and number.scale >= BILLION and _AMOUNT_ENDS.match(key, start, end):
        return Unit("vnd", start)  # doanh thu 74,8 tỷ, ...
    if match is None and number.value < MOST_PER_100 and _DENSITY_LEFT.search(left):
        return Unit("per_100", start)  # mật độ 12,3
    if match is None:
        return Unit(_unit_before(left, key[start : min(end, start + 8)]), start)
    kind = str(match.lastgroup)
    per_head = key.startswith(" dân số", match.end()) and _SUBSCRIPTIONS_LEFT.search(left)
    if kind == "percent" and (per_head or _DENSITY_LEFT.search(left)):
        kind = "per_100"  # mật độ 5,5%
    if kind == "per_100" and (match[0].lstrip().startswith("người") or _PEOPLE_LEFT.search(left)):
        kind = "percent"  # 5,25 người/100 dân is a share of the people
    return Unit(kind, match.end())


def shares_unit(key: str, unit: Unit, other: Unit, start: int, value: Decimal) -> bool:
    """`bình quân 100 dân có 96,4 thuê bao điện thoại và 3,9 thuê bao Internet`: one unit for a list."""
    if unit.kind != "per_100" or other.kind != "count" or value >= MOST_PER_100:
        return False
    listed = _LISTED.fullmatch(key[unit.end : start])
    return listed is not None and key.startswith((" thuê bao", " máy"), other.end)


def _rank(number: Number, left: str, right: str) -> Unit | None:
    """A rank among the provinces; among those of a region it is a quantity of another kind."""
    if number.scale != 1 or number.value != number.value.to_integral_value() or number.value > LAST_RANK:
        return None
    told = bool(_RANK_LEFT.search(left))
    if told and (number.denominator not in (None, *RANKED) or _IN_REGION.match(right)):
        return Unit("other", number.end)
    if number.denominator in RANKED and not _COUNTED_OF.match(right):
        return Unit("rank", number.end + len(f"/{number.denominator}"))
    return Unit("rank", number.end) if told and number.denominator is None else None


def _unit_before(left: str, right: str) -> str:
    """The class of a unit that stands left of a number, else "count"."""
    if right.startswith((" người", " dân")) and _EACH_POINT.search(left):
        return "person_per_point"
    labelled = _LABELLED.search(left) if "dân" in left or "%" in left else None
    return str(labelled.lastgroup) if labelled else "count"


def unit_of_label(label: str) -> str | None:
    """The unit class that a unit column, a header or a caption names, or None where it names a thing."""
    text = _TRANSLATION.split(label)[0].strip(" ()[].:;")
    match = _UNIT.match(text) or _UNIT.match(" " + text)
    if match and match.end() >= len(text) - 1:
        return str(match.lastgroup)
    if re.search(
        r"tỷ đồng|triệu đồng|nghìn đồng|tỉ đồng|đồng$|^tr(?:iệu)?\.? ?đ(?:ồng)?$|^t[ỷỉ] ?đ$|^1[.]?000 ?đ$",
        text,
    ):
        return "vnd"
    if re.search(r"usd|đô la", text):
        return "usd"
    return "percent" if text.endswith("%") or text.startswith("%") else None


def _fraction(key: str, number: Number) -> str:
    match = re.compile(r" ?/ ?\d[\d.,]*\d|/\d").match(key, number.end)
    return match[0] if match else ""
