"""Years and periods: the time cues of a text, and which year and period a figure takes from its cue.

`find_times` reads what is printed; `Setting` holds what the document as a whole is about; `period_of` turns a
cue into the period vocabulary (year, as_of, 3m, 6m, 9m, ..., ytd, month, quarter). Which cue governs which
number is decided by `prose` and `tables`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from scrapers.reading.text import ending

REACH = 400  # how far behind a time `khi ấy` may still speak of it
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = {"ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11}
_Y = r"(?:19|20)\d\d"
_TIME = re.compile(
    r"(?<!\w)(?:(?P<summed>(?<=[.;:(] )|(?:lũy kế|cộng dồn|tính chung|tính gộp|trong|qua|sau|kết quả|báo cáo|tình hình"
    r"|sơ kết|đánh giá) )?(?P<months>\d{1,2}|ba|bốn|sáu|bảy|tám|chín|mười một|mười) tháng(?: đầu)?(?:(?: của)? năm(?: nay)?"
    r"|(?= (?:ước|thực hiện|đạt|đã|là|có|/|-|năm|toàn|tỉnh|qua))|(?=[/,-])|(?(summed)|(?!)))(?! cuối| tới)"
    rf"(?:(?: |-|/)*(?P<months_year>{_Y}))?"
    r"|(?P<half>nửa (?:đầu )?năm|(?P<quarters>hai|ba|[23]) quý(?: đầu)?(?: năm)?)(?! cuối)"
    rf"(?: (?P<half_year>{_Y}))?"
    rf"|quý (?P<quarter>iv|i{{1,3}}|[1-4])(?!\w)(?:(?:/|,|-| |năm)*(?P<quarter_year>{_Y}))?"
    rf"|từ (?:đầu năm|(?:ngày )?0?1[/-]0?1) (?:cho )?(?:đến|tới) (?:hết |cuối )?tháng "
    rf"(?P<through>1[0-2]|0?[1-9])"
    rf"(?:(?:[/-]| năm )(?P<through_year>{_Y}))?(?![\d/])"
    r"|từ(?: ngày)? 0?1[/-]0?1 (?:đến|tới)(?: hết)?(?: ngày)? (?P<to_day>\d{1,2})[/.-](?P<to_month>\d{1,2})(?![\d/.-])"
    rf"|(?P<since>từ(?: ngày)? 0?1[/-]0?1(?:[/-]{_Y})? (?:đến|tới)(?: hết)?(?: ngày)? )?"
    rf"(?P<day>\d{{1,2}})(?:[/.-]| tháng )(?P<day_month>\d{{1,2}})(?:[/.-]| năm )(?P<day_year>{_Y})"
    rf"|(?:tháng )?(?<![\d.,/-])(?P<month>1[0-2]|0?[1-9])(?:[/-]|(?:(?<=tháng \d)|(?<=tháng \d\d)) năm )"
    rf"(?P<month_year>{_Y})(?![\d/])"
    rf"|tháng (?P<bare_month>1[0-2]|0?[1-9])(?![\d/.-]|\d| năm| tháng| đầu)"
    rf"|(?P<from>(?:giai đoạn |thời kỳ |từ (?:năm )?)?)"
    rf"(?P<first>{_Y}) ?(?:-|đến(?: năm)?|tới(?: năm)?) ?(?P<last>{_Y})(?![\d.,]\d)"
    rf"|(?P<edge>(?:cuối|đầu|giữa|hết|cả) )?năm (?P<year>{_Y})(?!\d)"
    rf"|(?<=\()(?P<bracketed>{_Y})(?=\))"
    rf"|(?:(?<=mục tiêu )|(?<=chỉ tiêu )|(?<=kế hoạch )|(?<=định hướng )|(?<=cùng kỳ ))(?P<planned_year>{_Y})(?![\d.,]\d)"
    r"|(?:(?<=đến )|(?<=tới )|(?<=sang )|(?<=cuối )|(?<=đầu )|(?<=giữa )|(?<=hết )|(?<=mốc )|(?<=hồi )"
    r"|(?<=vào ))"
    rf"(?P<plain>{_Y})(?=\W*\n|\W*$| ?[,;:)]|\.(?!\d)| (?:là|đạt|lên|xuống|còn|đã|mới|chỉ|sẽ|phải|toàn"
    r"|tỉnh|thì|ước|tăng|giảm|ta|muốn|cả)\b)"
    rf"|(?:index|dti|ebi|pci) (?P<index_year>{_Y})(?!\d)"
    r"|(?P<last_edge>(?:cuối|hết) )?(?P<last_year>năm (?:trước|ngoái))"
    r"|(?P<that>khi ấy|khi đó|(?:ngày|dạo|thuở|bấy) (?:ấy|đó|giờ)|quý (?:này|đó|ấy)|lúc ấy|lúc đó|hồi đó|hồi ấy|năm đó|năm ấy|cùng năm|cùng thời gian"
    r"|(?:cùng|trong cùng) (?:khoảng thời gian|thời điểm)|thời (?:điểm|gian) (?:đó|ấy)|thời gian này)"
    r"|(?P<mid_year>giữa|đầu) năm nay"
    r"|(?P<this_month>trong tháng(?! \d)|tháng (?:này|qua))"
    r"|(?P<now>hiện nay|đến nay|tới nay|cho đến nay|hiện có|hiện đã|hiện tại"
    r"|(?<!thực )(?<!thể )\bhiện\b(?! đại| thực| hữu| tượng| trạng| hành)"
    r"|(?<!ngày )(?<!hôm )\bnay\b|thời điểm này|(?<!sáng )(?<!chiều )hôm nay)"
    rf"|(?P<this_year>trong năm|cả năm|năm nay|năm qua)(?! \d| đó| ấy))"
)
_COMPARED = re.compile(
    r"(?:so với(?: \d[\d.,]*%?(?: [^\W\d_]+){1,5})?|so cùng|bằng|cùng kỳ|gấp [^,;.]{1,12} lần|hơn|tăng[^,;.]{0,25} từ)(?: (?:cùng kỳ|cuối"
    r"|đầu|kế hoạch|thực hiện|số liệu|của|với|mức))*"
    r" ?\(?$"
)
# The day of a document says nothing of the figures it tells: Báo cáo số 07/BC ngày 09/01/2004.
_OF_DOCUMENT = ending(
    r"(?:quyết định|công văn|báo cáo|kế hoạch|thông tư|nghị quyết|chỉ thị|tờ trình|văn bản|tổng hợp|nghị định"
    r"|luật|thông báo|chương trình|đề án)(?: [^,;.()]{0,25})? ?số:? ?(?:(?!\. )[^,;()]){0,45}? (?<!đến )(?<!trước )ngày $"
)
_PLANNED = re.compile(r"(?:quy hoạch|kế hoạch|chỉ tiêu|mục tiêu|nghị quyết)(?: đến| cho| của)? ?$")
_UNTIL = re.compile(r"(?:đến|tới|hết|tính đến|tính tới|vào|trước)(?: (?:hết|cuối|ngày|thời điểm|tháng))* ?$")


@dataclass(frozen=True, slots=True)
class TimeCue:
    """A printed time; key offsets."""

    start: int
    end: int
    year: int | None  # None: to be told by the setting (hiện nay, trong năm, 6 tháng đầu năm)
    span: str  # year, years (a range), date, Nm, month, quarter, since, now, this_year, this_month, whole_year, same
    month: int = 12
    compared: bool = False  # of a base of comparison (so với năm 2017)
    until: bool = False  # đến ..., a state at or plan for that time
    planned: bool = False  # of a plan cited beside a result (quy hoạch năm 2009)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document as a whole is about."""

    published: date | None
    year: int | None  # the year it reports on or plans for
    span: str  # year, Nm, quarter, now
    month: int
    plan: bool  # a plan, planning decision or programme
    plan_year: int | None = None  # the year its plans are for, where told apart


def find_times(key: str) -> list[TimeCue]:
    """All time cues of a key text, in order; `khi ấy` is the time named last before it."""
    cues: list[TimeCue] = []
    for match in _TIME.finditer(key):
        if match["that"]:
            last = next((cue for cue in reversed(cues[-4:]) if cue.year and not cue.compared), None)
            if last is not None and match.start() - last.end <= REACH:
                cues.append(replace(last, start=match.start(), end=match.end(), compared=False))
        elif (cue := _cue(key, match)) is not None:
            cues.append(cue)
    return cues


_EDGES = {"đầu": ("date", 1), "giữa": ("date", 6)}


def _cue(key: str, match: re.Match[str]) -> TimeCue | None:
    found = match.groupdict()
    before = key[max(0, match.start() - 40) : match.start()]
    compared = bool(_COMPARED.search(before))
    until = bool(_UNTIL.search(before))
    planned = bool(_PLANNED.search(before))

    def cue(year: str | None, span: str, month: int = 12, also_until: bool = False) -> TimeCue:
        number = int(year) if year else None
        return TimeCue(
            match.start(), match.end(), number, span, month, compared, until or also_until, planned
        )

    if said := found["months"] or found["through"]:
        months = _WORDS.get(said) or int(said)
        year = found["months_year"] or found["through_year"]
        return cue(year, f"{months}m", months) if 1 <= months <= 12 else None
    if found["half"]:
        months = 9 if found["quarters"] in ("ba", "3") else 6
        return cue(found["half_year"], f"{months}m", months)
    if found["quarter"]:
        quarter = _ROMAN[found["quarter"]]
        span = "3m" if quarter == 1 else "quarter"
        return cue(found["quarter_year"], span, 3 * quarter)
    if found["to_day"]:
        whole, month = int(found["to_day"]) >= 28, int(found["to_month"])
        return cue(None, f"{month}m" if whole else "since", month) if 1 <= month <= 12 else None
    if found["day"]:
        if _OF_DOCUMENT.search(key[max(0, match.start() - 90) : match.start()]):
            return None
        month = int(found["day_month"])
        if not (1 <= month <= 12 and 1 <= int(found["day"]) <= 31):
            return None
        whole = found["since"] and int(found["day"]) >= 28  # từ 01/01 đến 30/9: nine months
        return cue(found["day_year"], f"{month}m" if whole else "since" if found["since"] else "date", month)
    if found["month"]:
        within = before.endswith("trong ") and not until
        return cue(found["month_year"], "month" if within else "date", int(found["month"]))
    if found["bare_month"]:
        return cue(None, "date" if until else "month", int(found["bare_month"]))
    if found["first"]:
        return cue(found["last"], "years", also_until=True) if found["first"] <= found["last"] else None
    if found["year"]:
        span, month = _EDGES.get((found["edge"] or "").strip(), ("year", 12))
        return cue(found["year"], "same" if before.endswith("cùng kỳ ") else span, month)
    if found["plain"] or found["planned_year"]:
        span, month = _EDGES.get(before.split()[-1], ("year", 12))
        return cue(found["plain"] or found["planned_year"], span, month)
    if found["index_year"] or found["bracketed"]:
        return cue(found["index_year"] or found["bracketed"], "year")
    if found["last_year"]:
        return TimeCue(match.start(), match.end(), -1, "year", compared=compared or not found["last_edge"])
    if found["mid_year"]:
        return cue(None, *_EDGES[found["mid_year"]])
    if found["this_month"]:
        return cue(None, "this_month")
    return cue(None, "now" if found["now"] else "whole_year" if match[0] == "cả năm" else "this_year")


def resolve(cue: TimeCue | None, setting: Setting) -> tuple[int | None, str, int]:
    """Year, span and month of a cue, with the setting filling what the cue leaves open."""
    if cue is None:
        return setting.year, setting.span, setting.month
    if cue.year == -1 and not cue.compared and setting.published:
        return setting.published.year - 1, "year", 12  # cuối năm ngoái
    if cue.year == -1:
        return (
            (setting.year - 1 if setting.year else None),
            setting.span if setting.span != "now" else "year",
            setting.month,
        )
    if cue.span == "same":
        return cue.year, setting.span, setting.month
    if cue.year is not None:
        return cue.year, "year" if cue.span == "years" else cue.span, cue.month
    if cue.span == "whole_year":
        return setting.year, "year", 12
    if cue.span == "this_year":
        return setting.year, setting.span if setting.span != "now" else "year", setting.month
    if cue.span == "this_month":
        return setting.year, "month", setting.month
    if cue.span == "now":
        today = setting.published
        if today and today.year == setting.year and setting.span == "year" and today.month < 12:
            return today.year, "now", today.month
        return setting.year, setting.span, setting.month
    return setting.year or (setting.published.year if setting.published else None), cue.span, cue.month


def period_of(kind: str, flow_share: bool, status: str, span: str, month: int) -> str:
    """The period of a figure.

    Args:
        kind: Of the indicator: stock, flow, ratio, rank, score.
        flow_share: A ratio whose period is that of a flow.
        status: actual, estimate or target.
        span: Of the governing cue: year, date, Nm, quarter, since, now.
        month: The last month the cue takes in.
    """
    if status == "target" or span == "year":
        return "year"
    flow = kind == "flow" or flow_share
    if month == 12 and span != "quarter" and not (flow and span == "month"):
        return "year"
    if not flow:
        return "as_of"
    if span == "since":
        return "ytd"
    if span == "date":
        return f"{month}m" if kind == "flow" else "as_of"
    return "as_of" if span == "now" and kind != "flow" else "ytd" if span == "now" else span
