"""The times that a text names: years, months, quarters, spans, and words such as `hiện nay` and `cùng kỳ`.

Only what is printed is read here. Which year and period a figure takes from a cue is told by `periods`, which
cue governs which number by `timing` and `cells`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from scrapers.reading.text import ending

REACH = 400  # how far behind a time `khi ấy` may still speak of it
LAST_YEAR = -1  # the year before, whichever that is
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = {"ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11}
_EDGES = {"đầu": ("date", 1), "giữa": ("date", 6)}
_MONTH_ENDS = 28  # from this day on a month is counted whole
_Y = r"(?:19|20)\d\d"
_FORMS = (
    # 6 tháng đầu năm 2016; lũy kế 10 tháng; ba tháng
    r"(?P<summed>(?<=[.;:(] )|(?:lũy kế|cộng dồn|tính chung|tính gộp|trong|qua|sau|kết quả|báo cáo|tình hình"
    r"|sơ kết|đánh giá) )?(?P<months>\d{1,2}|ba|bốn|sáu|bảy|tám|chín|mười một|mười) tháng(?: đầu)?"
    r"(?:(?: của)? năm(?: nay)?|(?= (?:ước|thực hiện|đạt|đã|là|có|/|-|năm|toàn|tỉnh|qua))|(?=[/,-])"
    r"|(?<!ngày \d tháng)(?<!ngày \d\d tháng)(?= \d)"
    rf"|(?(summed)|(?!)))(?! cuối| tới)(?:(?: |-|/)*(?P<months_year>{_Y}))?",
    # nửa đầu năm; ba quý đầu năm 2022
    r"(?P<half>nửa (?:đầu )?năm|(?P<quarters>hai|ba|[23]) quý(?: đầu)?(?: năm)?)(?! cuối)"
    rf"(?: (?P<half_year>{_Y}))?",
    rf"quý (?P<quarter>iv|i{{1,3}}|[1-4])(?!\w)(?:(?:/|,|-| |năm)*(?P<quarter_year>{_Y}))?",
    r"từ (?:đầu năm|(?:ngày )?0?1[/-]0?1) (?:cho )?(?:đến|tới) (?:hết |cuối )?tháng "
    rf"(?P<through>1[0-2]|0?[1-9])(?:(?:[/-]| năm )(?P<through_year>{_Y}))?(?![\d/])",
    r"từ(?: ngày)? 0?1[/-]0?1 (?:đến|tới)(?: hết)?(?: ngày)? "
    r"(?P<to_day>\d{1,2})[/.-](?P<to_month>\d{1,2})(?![\d/.-])",
    rf"(?P<since>từ(?: ngày)? 0?1[/-]0?1(?:[/-]{_Y})? (?:đến|tới)(?: hết)?(?: ngày)? )?"
    rf"(?P<day>\d{{1,2}})(?:[/.-]| tháng )(?P<day_month>\d{{1,2}})(?:[/.-]| năm )(?P<day_year>{_Y})",
    rf"(?:tháng )?(?<![\d.,/-])(?P<month>1[0-2]|0?[1-9])(?:[/-]|(?:(?<=tháng \d)|(?<=tháng \d\d)) năm )"
    rf"(?P<month_year>{_Y})(?![\d/])",
    r"tháng (?P<bare_month>1[0-2]|0?[1-9])(?![\d/.-]|\d| năm| tháng| đầu)",
    rf"(?:giai đoạn |thời kỳ |từ (?:năm )?)?(?P<first>{_Y}) ?(?:-|đến(?: năm)?|tới(?: năm)?) ?"
    rf"(?P<last>{_Y})(?![\d.,]\d)",
    rf"(?P<edge>(?:cuối|đầu|giữa|hết|cả) )?năm (?P<year>{_Y})(?!\d)",
    rf"(?<=\()(?P<bracketed>{_Y})(?=\))",
    # Mục tiêu 2025; đến 2025 là; cuối 2005,
    rf"(?:(?<=mục tiêu )|(?<=chỉ tiêu )|(?<=kế hoạch )|(?<=định hướng )|(?<=cùng kỳ ))(?P<planned>{_Y})"
    r"(?![\d.,]\d)",
    r"(?:(?<=đến )|(?<=tới )|(?<=sang )|(?<=cuối )|(?<=đầu )|(?<=giữa )|(?<=hết )|(?<=mốc )|(?<=hồi )"
    rf"|(?<=vào ))(?P<plain>{_Y})(?=\W*$| ?[,;:)]|\.(?!\d)| (?:là|đạt|lên|xuống|còn|đã|mới|chỉ|sẽ|phải|toàn"
    r"|tỉnh|thì|ước|tăng|giảm|ta|muốn|cả)\b)",
    rf"(?:index|dti|ebi|pci) (?P<index_year>{_Y})(?!\d)",
    r"(?P<last_edge>(?:cuối|hết) )?(?P<last_year>năm (?:trước|ngoái))",
    r"(?P<that>khi ấy|khi đó|(?:ngày|dạo|thuở|bấy) (?:ấy|đó|giờ)|quý (?:này|đó|ấy)|lúc ấy|lúc đó|hồi đó"
    r"|hồi ấy|năm đó|năm ấy|cùng năm|cùng thời gian|(?:cùng|trong cùng) (?:khoảng thời gian|thời điểm)"
    r"|thời (?:điểm|gian) (?:đó|ấy)|thời gian này)",
    r"(?P<mid_year>giữa|đầu) năm nay",
    r"(?P<this_month>trong tháng(?! \d)|tháng (?:này|qua))",
    r"(?P<now>hiện nay|đến nay|tới nay|cho đến nay|hiện có|hiện đã|hiện tại"
    r"|(?<!thực )(?<!thể )\bhiện\b(?! đại| thực| hữu| tượng| trạng| hành)"
    r"|(?<!ngày )(?<!hôm )\bnay\b|thời điểm này|(?<!sáng )(?<!chiều )hôm nay)",
    r"(?P<whole_year>cả năm)(?! \d| đó| ấy)",
    r"(?P<this_year>trong năm|năm nay|năm qua)(?! \d| đó| ấy)",
)
# How any of them begins: told at once, so that most words of a text are passed over.
_BEGINS = (
    r"\d|lũy kế|cộng dồn|tính|trong|qua |sau |kết quả|báo cáo|tình hình|sơ kết|đánh giá|ba |bốn |sáu |bảy "
    r"|tám |chín |mười|nửa|hai |quý|từ|tháng|giai đoạn|thời|cuối|đầu|giữa|hết|cả năm|năm|index|dti|ebi|pci"
    r"|khi |ngày|dạo|thuở|bấy|lúc|hồi|cùng|hiện|đến nay|tới nay|cho đến|nay|hôm nay"
)
_TIME = re.compile(rf"(?<!\w)(?={_BEGINS})(?:{'|'.join(_FORMS)})")
_COMPARED = re.compile(
    r"(?:so với(?: \d[\d.,]*%?(?: [^\W\d_]+){1,5})?|so cùng|bằng|cùng kỳ|gấp [^,;.]{1,12} lần|hơn"
    r"|tăng[^,;.]{0,25} từ)(?: (?:cùng kỳ|cuối"
    r"|đầu|kế hoạch|thực hiện|số liệu|của|với|mức))*"
    r" ?\(?$"
)
# The day of a document says nothing of the figures it tells: Báo cáo số 07/BC ngày 09/01/2004.
_OF_DOCUMENT = ending(
    r"(?:quyết định|công văn|báo cáo|kế hoạch|thông tư|nghị quyết|chỉ thị|tờ trình|văn bản|tổng hợp|nghị định"
    r"|luật|thông báo|chương trình"
    r"|đề án)(?: [^,;.()]{0,25})? ?số:? ?(?:(?!\. )[^,;()]){0,45}? (?<!đến )(?<!trước )ngày $"
)
_PLANNED = re.compile(r"(?:quy hoạch|kế hoạch|chỉ tiêu|mục tiêu|nghị quyết)(?: đến| cho| của)? ?$")
_UNTIL = re.compile(r"(?:đến|tới|hết|tính đến|tính tới|vào|trước)(?: (?:hết|cuối|ngày|thời điểm|tháng))* ?$")


class TimeCue(NamedTuple):
    """A printed time; key offsets."""

    start: int
    end: int
    year: int | None  # None: to be told by the setting (hiện nay, trong năm, 6 tháng đầu năm)
    # year, years (a range), date, Nm, month, quarter, since, now, this_year, this_month, whole_year, same
    span: str
    month: int = 12
    compared: bool = False  # of a base of comparison (so với năm 2017)
    until: bool = False  # đến ..., a state at or plan for that time
    planned: bool = False  # of a plan cited beside a result (quy hoạch năm 2009)


def find_times(key: str) -> list[TimeCue]:
    """All time cues of a key text, in order; `khi ấy` is the time named last before it."""
    cues: list[TimeCue] = []
    for match in _TIME.finditer(key):
        if match["that"]:
            last = next((cue for cue in reversed(cues[-4:]) if cue.year and not cue.compared), None)
            if last is not None and match.start() - last.end <= REACH:
                cues.append(last._replace(start=match.start(), end=match.end(), compared=False))
        elif (cue := _read(_Found(key, match))) is not None:
            cues.append(cue)
    return cues


class _Found:
    """A time found in a text, and the words before it."""

    def __init__(self, key: str, match: re.Match[str]) -> None:
        self.key, self.match = key, match
        self.before = key[max(0, match.start() - 40) : match.start()]
        self.compared = bool(_COMPARED.search(self.before))
        self.until = bool(_UNTIL.search(self.before))

    def __getitem__(self, name: str) -> str:
        return self.match[name] or ""

    def cue(self, year: str, span: str, month: int = 12, until: bool = False) -> TimeCue | None:
        """The cue, or None where it names no month."""
        if not 1 <= month <= 12:
            return None
        return TimeCue(
            self.match.start(), self.match.end(), int(year) if year else None, span, month,
            self.compared, self.until or until, bool(_PLANNED.search(self.before)),
        )  # fmt: skip


def _read(found: _Found) -> TimeCue | None:
    return next((read(found) for name, read in _READERS.items() if found[name]), None)


def _months(found: _Found) -> TimeCue | None:
    months = _WORDS.get(found["months"]) or int(found["months"])
    return found.cue(found["months_year"], f"{months}m", months)


def _through(found: _Found) -> TimeCue | None:
    return found.cue(found["through_year"], f"{int(found['through'])}m", int(found["through"]))


def _half(found: _Found) -> TimeCue | None:
    months = 9 if found["quarters"] in ("ba", "3") else 6
    return found.cue(found["half_year"], f"{months}m", months)


def _quarter(found: _Found) -> TimeCue | None:
    quarter = _ROMAN[found["quarter"]]
    return found.cue(found["quarter_year"], "3m" if quarter == 1 else "quarter", 3 * quarter)


def _since(found: _Found) -> TimeCue | None:
    """`từ 01/01 đến 30/9` are nine months, `đến 15/9` is what there is since."""
    month = int(found["to_month"])
    return found.cue("", f"{month}m" if int(found["to_day"]) >= _MONTH_ENDS else "since", month)


def _day(found: _Found) -> TimeCue | None:
    day, month, start = int(found["day"]), int(found["day_month"]), found.match.start()
    if not 1 <= day <= 31 or _OF_DOCUMENT.search(found.key[max(0, start - 90) : start]):
        return None
    since = "date" if not found["since"] else f"{month}m" if day >= _MONTH_ENDS else "since"
    return found.cue(found["day_year"], since, month)


def _month(found: _Found) -> TimeCue | None:
    within = found.before.endswith("trong ") and not found.until
    return found.cue(found["month_year"], "month" if within else "date", int(found["month"]))


def _bare_month(found: _Found) -> TimeCue | None:
    return found.cue("", "date" if found.until else "month", int(found["bare_month"]))


def _years(found: _Found) -> TimeCue | None:
    return found.cue(found["last"], "years", until=True) if found["first"] <= found["last"] else None


def _year(found: _Found) -> TimeCue | None:
    span, month = _EDGES.get(found["edge"].strip(), ("year", 12))
    return found.cue(found["year"], "same" if found.before.endswith("cùng kỳ ") else span, month)


def _plain(found: _Found) -> TimeCue | None:
    span, month = _EDGES.get(found.before.split()[-1], ("year", 12))
    return found.cue(found["plain"] or found["planned"], span, month)


def _bare(found: _Found) -> TimeCue | None:
    return found.cue(found["index_year"] or found["bracketed"], "year")


def _last_year(found: _Found) -> TimeCue | None:
    """`năm trước` is what is compared with, `cuối năm ngoái` a time of its own."""
    start, end = found.match.span()
    return TimeCue(start, end, LAST_YEAR, "year", compared=found.compared or not found["last_edge"])


_READERS: dict[str, Callable[[_Found], TimeCue | None]] = {
    "months": _months,
    "half": _half,
    "quarter": _quarter,
    "through": _through,
    "to_day": _since,
    "day": _day,
    "month": _month,
    "bare_month": _bare_month,
    "first": _years,
    "year": _year,
    "plain": _plain,
    "planned": _plain,
    "index_year": _bare,
    "bracketed": _bare,
    "last_year": _last_year,
    "mid_year": lambda found: found.cue("", *_EDGES[found["mid_year"]]),
    "this_month": lambda found: found.cue("", "this_month"),
    "now": lambda found: found.cue("", "now"),
    "whole_year": lambda found: found.cue("", "whole_year"),
    "this_year": lambda found: found.cue("", "this_year"),
}
