"""Result, estimate or plan, and how exact: the cue words beside a number.

Cues are looked up nearest first; what headings, titles and the document type say is a fallback that
`prose` and `tables` pass in.
"""

from __future__ import annotations

import re

from scrapers.model import Qualifier, Status
from scrapers.reading.text import ending

# How any of them begins: told at once, so that most words are passed over.
_BEGINS = (
    r"phấn|mục|chỉ|kế|quy|sẽ|đặt|dự|định|tầm|nghị|bảo|đảm|chậm|cam|theo|được|giao|phải|cần|tiến|hướng|nhằm"
    r"|yêu"
    r"|kỳ|nhiệm|đề|tạm|ưth|khả|ước|sơ|đã|hiện|đến|tới|thực|kết|tính|chốt|đang|đạt|ghi|tổng|nay|mới|lũy|luỹ"
    r"|cộng|qua|khảo"
)
_STATUS = re.compile(
    rf"(?<![^\W\d_])(?={_BEGINS})(?:"
    r"(?P<target>phấn đấu|mục tiêu|chỉ tiêu|(?<!tại )(?<!trong )kế hoạch(?: năm| giao| đề ra| đến)?"
    r"|quy hoạch(?: năm"
    r"| đến)?|\bsẽ\b|đặt ra|dự kiến(?! (?:cả năm|năm nay|đến cuối năm|hết năm))|định hướng"
    r"|tầm nhìn|nghị quyết (?:giao|đề ra)|bảo đảm|đảm bảo|chậm nhất đến|cam kết|theo kế hoạch,? (?:đến"
    r"|năm)|được giao|giao cho|phải đạt|cần đạt|bảo đảm tỷ lệ|tiến tới|hướng tới|nhằm đạt|yêu cầu"
    r"|kỳ vọng|nhiệm vụ(?: trọng tâm| chủ yếu)? (?:\d tháng cuối )?năm \d{4} ?:|đề ra (?:một số "
    r"|các )?chỉ tiêu)"
    r"|(?P<estimate>dự kiến (?:cả năm|năm nay|đến cuối năm|hết năm)|tạm tính|dự tính|\bưth\b"
    r"|khả năng đạt|\bước(?: tính| đạt| thực hiện| khoảng| cả năm)?\b|dự ước|sơ bộ|\bước\b)"
    r"|(?P<actual>\bđã\b|hiện nay|hiện có|đến nay|tới nay|(?<!thực )(?<!thể )\bhiện\b(?! đại| thực"
    r"| hữu| tượng)|thực hiện (?:năm|được|đạt)|(?<!trả )(?<!nhận )kết quả|tính đến|tính tới|chốt đến"
    r"|chốt ngày|đang|đạt được"
    r"|ghi nhận"
    r"|tổng kết|(?<!năm )(?<!hôm )\bnay\b|mới (?:chỉ )?(?:đạt|có|chiếm)|chỉ (?:đạt|chiếm|có)\b|lũy kế"
    r"|luỹ kế|cộng dồn|theo thống kê|theo số liệu|theo báo cáo|thực tế|thực trạng|qua rà soát"
    r"|khảo sát)"
    r")"
)
_NOT_TARGET = re.compile(
    r"(?<!đề ra )(?<!đặt ra )(?<!giao )(?:các |nhiều |một số |hầu hết )(?:chỉ tiêu|mục tiêu)"
    r"|(?:hoàn thành|thực hiện|đạt và vượt|vượt|so với|theo|hơn|của) (?:các |mục tiêu, )?(?:chỉ tiêu"
    r"|kế hoạch|mục tiêu|quy hoạch)"
    r"|kế hoạch (?:số|và đầu tư|phát triển kinh tế)|chương trình mục tiêu|quy hoạch (?:số|và)"
    r"|mục tiêu quốc gia|tài chính - kế hoạch"
)
_QUALIFIER = ending(
    r"(?P<at_least>(?:khoảng trên|\btrên|(?<!nhỏ )(?<!thấp )\bhơn|ít nhất|tối thiểu|không dưới"
    r"|vượt mốc|vượt con số|không ít hơn|không thấp hơn|vượt ngưỡng|(?<!không )vượt"
    r"|(?<!không )(?<!không vượt )quá"
    r"|tối thiểu (?:phải )?(?:đạt|là)|lớn hơn(?: hoặc bằng)?|>=?|≥)"
    r"(?: mức)?[: ]*$)"
    r"|(?P<approx>(?:khoảng|gần|xấp xỉ|chừng|trên dưới|ngót|sấp xỉ|suýt soát|xấp xỉ đạt|gần đạt"
    r"|quanh mức|ước chừng|tương đương|cỡ|~|≈)[: ]*$)"
    r"|(?P<at_most>(?:dưới|không quá|tối đa|chưa tới|chưa đến|chưa đầy|không vượt quá|không lớn hơn"
    r"|nhỏ hơn|thấp hơn|tối đa là|cao nhất là|<=?|≤)(?: mức)?[: ]*$)"
)
_OR_MORE = re.compile(r"^ ?%?[^,;.]{0,25}?(?:trở lên|hoặc hơn)")


# A plan cited right behind the result it is compared with: (quy hoạch năm 2009 là 3,6 ...).
_CITED_PLAN = re.compile(
    r"(?:quy hoạch|kế hoạch|chỉ tiêu|mục tiêu|\bkh\b)(?: (?:năm|đến|là|được|giao|đề ra|của|\d{4}"
    r"|tỉnh))*[ :]*(?:\(|là |: ?)(?:khoảng |gần |trên |hơn )?$"
    r"|\((?:[^()]{0,12} )?(?:quy hoạch|kế hoạch|chỉ tiêu|mục tiêu|kh)\b[^()]{0,25}$"
)


# A goal that the result before it is measured by: `vượt xa mức 60% UBND tỉnh giao`.
GOAL_REACH = 50
_MEASURE = ending(
    r"(?:vượt|cao hơn|thấp hơn|bỏ xa|so với|kém)(?: xa| hẳn)?(?: (?P<goal>chỉ tiêu|kế hoạch"
    r"|mục tiêu)(?: giao| năm)?"
    r"| mức| mốc| con số| ngưỡng)+ (?:tối thiểu |là )?$"
)
_GIVEN = re.compile(r"[^,;.()\d]{0,30}?\b(?:giao|đặt ra|đề ra|kế hoạch|mục tiêu|chỉ tiêu)\b")


def is_goal(key: str, low: int, start: int, end: int) -> bool:
    """Is the number key[start:end], unit included, a goal that the result before it is measured by?

    Words before `low` are another number's.
    """
    measure = _MEASURE.search(key[max(low, start - GOAL_REACH) : start])
    return measure is not None and bool(measure["goal"] or _GIVEN.match(key, end))


def cites_plan(left: str) -> bool:
    """Is the number behind these words a plan cited beside a result?"""
    return bool(_CITED_PLAN.search(left))


def find_status(text: str) -> Status | None:
    """The status by the last cue of a stretch of key text, or None."""
    found = None
    for match in _STATUS.finditer(text):
        kind = str(match.lastgroup)
        plain = not match[0].startswith("theo kế hoạch")
        if (
            kind == "target"
            and plain
            and _NOT_TARGET.search(text, max(0, match.start() - 12), match.end() + 14)
        ):
            continue
        found = Status(kind)
    return found


def find_qualifier(left: str, right: str, bound: str) -> Qualifier:
    """How exact the words right beside the number make it. `bound`: low or high end of a range."""
    if bound:
        return Qualifier.AT_LEAST if bound == "low" else Qualifier.AT_MOST
    match = _QUALIFIER.search(left[-24:])
    if match and not (match.lastgroup == "at_least" and left.rstrip().endswith("từ")):
        return Qualifier(str(match.lastgroup))
    return Qualifier.AT_LEAST if _OR_MORE.search(right) else Qualifier.EXACT
