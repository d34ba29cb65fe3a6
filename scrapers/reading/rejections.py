"""Numbers that are no figures by the words right beside them, each with a named reason.

Only what a few words to the left or right decide belongs here. Shapes (dates, phones) are found in
`numbers`, scope (a district, one company) in `places`, the lack of a name in `naming`.
"""

from __future__ import annotations

import re

from scrapers.reading.numbers import Number
from scrapers.reading.text import ending

LEFT_WINDOW = 60
RIGHT_WINDOW = 40
LAST_HOUR = 24

_SMALL = re.compile(r"\d{1,3}")
_LEVEL = re.compile(r"[1-5]|1,[2-5]|2,[345]|3,[45]|4,5")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_VERB = re.compile(
    r" (?:đang|được|là|đạt|của|và|so|tăng|giảm|có|với|trên|tại|cho|theo|đến|toàn|ước|đã|sẽ|do|về|còn|chưa)\b"
)
_LETTER = re.compile(r" ?[^\W\d_]")

# Left of the number, up to its first digit.
_LEFT = ending(
    r"(?P<year>(?:năm|niên độ|nhiệm kỳ|giai đoạn(?: từ)?|thời kỳ)(?: (?:19|20)\d\d ?(?:-|,|và|đến))* ?$)"
    r"|(?P<date>\b(?:ngày|mùng|mồng|tháng|quý|sáng|chiều|tối|trưa|hôm) ?(?:\d{1,2}(?:[,-]| và| đến))* ?$)"
    r"|(?P<document_number>\b(?:nghị quyết|quyết định|quết định|quyết đinh|nghị định|thông tư|chỉ thị"
    r"|công văn|thông báo"
    r"|kết luận|pháp lệnh|luật|hiệp định|tờ trình|đề án|văn bản|giấy phép|kế hoạch|hướng dẫn|báo cáo"
    r"|mã số|mã vùng"
    r"|chương trình(?: mục tiêu)?)(?: (?:liên tịch|của \w+))?(?: số)? ?:? ?$)"
    r"|(?P<label>(?:(?<!thư )(?<!ký )(?<!tế )(?<!hội )(?<!nghệ )(?<!quyền )(?<!trí )\bsố|\bkt|ipv|ip v"
    r"|\bv\.?|phiên bản|\blần|\blần thứ|\bkhóa|\bkhoá|\btuần|\bđợt"
    r"|\bkênh|đầu số|\bmạng|băng tần|tiêu chí"
    r"|nội dung|trang|\bđường|quốc lộ|\bkm|\btổ|\bphòng|(?<!hạ )\btầng|\bngõ|\bnhóm|(?:trạm|bts"
    r"|cột)[^.;]{0,12} thứ|điểm tin|bảng|biểu|(?<!truyền )(?<!phát )hình|phụ lục"
    r"|chương|công nghiệp|web|windows|office) ?:?\(? ?$)"
    r"|(?P<law_article>\b(?:điều|khoản|mục|tiết) $)"
    r"|(?P<denominator>(?:/ ?$|\bmỗi $|\btrên 1 ?$|\bcứ $))"
    r"|(?P<each>\bmỗi (?!năm|tháng|quý|kỳ|ngày|tuần|buổi|điểm|số|100|trăm|dân"
    r"|người)[^\W\d_]+(?:,? [^\W\d_]+){0,5}?"
    r"(?: có| từ| ít nhất| tối thiểu| khoảng| phải có| bố trí| tối đa)+ $)"
    r"|(?P<counter>(?:truy cập|lượt xem|đang xem|trực tuyến:|đang online|hôm nay|hôm qua|tổng số lượt"
    r"|người xem|bình chọn) ?:? ?$)"
    r"|(?P<inspection>(?:kiểm tra|thanh tra|phát hiện|xử lý|xử phạt|đình chỉ|nhắc nhở|tịch thu|thu giữ"
    r"|tạm giữ|cảnh cáo|khảo sát)"
    r"(?: được| đối với| tại| hơn| gần| khoảng| trên| ngẫu nhiên| đột xuất)* $)"
    r"|(?P<event>\b(?:làm|khiến|gia hạn|gãy|đổ|đứt|hỏng|sập|khôi phục|sửa chữa|tháo dỡ|di dời|trao|tặng"
    r"|trao tặng"
    r"|hư hỏng|ảnh hưởng)"
    r"(?: (?:được|lại|tới|đến|hơn|gần|khoảng|trên))* $)"
    r"|(?P<price>(?:\bgiá|trị giá|xử phạt|phạt(?: tiền)?|mức phạt|lệ phí|cước|tiền thưởng|kinh phí hỗ trợ)"
    r"(?: (?:thuê|mặt|bán|tới|từ|đến|là|hơn|gần|khoảng|tối đa|bao|[a-zà-ỹ]+))? ?:? ?$)"
)
# Words of growth left of the number; a level follows `tăng lên`, `giảm còn`, `nâng ... lên`.
_GROWTH = ending(
    r"(?:\b(?:tăng|giảm|sụt|nhích|gấp|vượt|chênh|hụt|hụt đi|nhỉnh|nhỉnh hơn|tăng trưởng|bổ sung"
    r"|mở rộng thêm|phát triển thêm"
    r"|phủ thêm|phủ được|xóa|xóa được|xoá|xoá được|khắc phục|khắc phục được|đầu tư thêm|xây thêm|thêm"
    r"|xây mới|xây dựng mới|lắp mới|lắp đặt mới|lắp đặt thêm|đầu tư mới|triển khai mới|làm mới"
    r"|thành lập mới|cấp mới|mở mới|phát sóng mới|hòa mạng mới|kích hoạt mới|lắp đặt được|thu hồi"
    r"|thanh lý|cắt giảm|phát triển được)"
    r"|(?:nhiều|ít|cao|thấp|lớn|nhỏ) hơn|\bhơn (?:so với )?(?:năm|cùng kỳ|quy hoạch|kế hoạch"
    r"|mục tiêu)(?:[^,;.]|\.\d){0,60} (?:là|tới|những))"
    r"(?: (?:trưởng|thêm|bớt|mới|được|đến|tới|khoảng|gần|hơn|trên|xấp xỉ|ước|ít nhất|tối thiểu"
    r"|bình quân|trung bình|nhẹ|mạnh|cao|nhanh|đều"
    r"|những|hàng năm|hằng năm|mỗi năm|cùng kỳ(?: năm (?:trước|ngoái|\d{4}))?|năm trước(?: đó)?|đầu năm"
    r"|toàn bộ|là|đạt|thu"
    r"|chi|tương ứng|so với [^,;.()]{0,40}?|lần lượt|\d[\d.,]*%? ?(?:-|và|,)))* ?$"
)
_PHONE_LEFT = ending(
    r"(?:điện thoại|\bđt|\btel|\bfax|hotline|đường dây nóng|liên hệ)[^\d.;]{0,12}[: ]\(?0[\d ()-]*$"
)
_YEARLY = re.compile(r"(?:mỗi|hằng|hàng|bình quân(?: mỗi| hàng| một)?) năm[^,;.()]{0,50}$")
_NEW_SUBSCRIBERS = re.compile(
    r"(?:phát triển (?:thêm|mới|được)|hòa (?:mạng )?(?:thêm|mới)|lắp (?:đặt )?mới)(?:[^,;.()]|\.\d){0,30}$"
)
# `vượt 50%` is a bound, `vượt 20% kế hoạch` an excess.
_EXCEEDING = re.compile(r"vượt(?! (?:mức|thêm))")
_PLAN_BEHIND = re.compile(r" ?%? ?(?:so|kế hoạch|kh\b|chỉ tiêu|dự toán|nghị quyết|mục tiêu|cùng kỳ|[,.;)]|$)")
_RANKS_GAINED = ending(r"\b(?:lên|xuống|tụt|thăng|tiến) $")
_PLAN_EXCESS = re.compile(
    r"(?:vượt|hoàn thành|bằng|đạt)[^,;.]{0,24} (?:kế hoạch|kh\b|dự toán|chỉ tiêu|nghị quyết)[^,;.]{0,30}$"
)

# Right of the number, multiplier words already taken in.
_RIGHT = re.compile(
    r"(?P<generation>g(?!\w))"
    r"|(?P<operators> ?(?:mạng|nhà mạng|hãng)(?! lưới)(?! xã hội)(?! lan)(?! wan)(?![^\W\d_]))"
    r"|(?P<document_number> ?/ ?(?:\d{4}/)?(?:qđ|nq|nđ|tt|ct|kh|cv|ub|tb|hd|bc|ttr|gp|pl|vb|tw|cp"
    r"|bttt|hđ|ctr|đa|st)[\w-]*)"
    r"|(?P<size> ?(?:gb|mb|kb|gbps|gb/s|mhz|ghz|khz|kva?|kw|m2|m²|m3|ha|cm|mm|m(?![\w/])|inch|kg|tấn"
    r"|megabit|gigabit)(?![^\W\d_]))"
    r"|(?P<counter> ?lượt (?:truy cập|xem|người|khách|theo dõi))"
    r"|(?P<age> ?(?:-? ?\d+ )?tuổi)"
    r"|(?P<duration> ?(?:giây|phút|ngày|tuần|tháng|năm|giờ làm việc|buổi|quý)(?![^\W\d_])(?! (?:19|20)\d\d))"
    r"|(?P<growth> ?(?:%|lần|bậc|điểm(?: %| phần trăm)?) ?(?:\)? ?so (?:với|cùng)|so sánh)"
    r"| ?lần(?![^\W\d_])| ?bậc(?![^\W\d_]))"
    r"|(?P<plan_share> ?% ?(?:so với )?(?:kế hoạch|kh(?!\w)|chỉ tiêu|dự toán|mục tiêu|nghị quyết"
    r"|nhiệm vụ|khối lượng))"
    r"|(?P<denominator> ?(?:người )?dân (?:có|thì|đạt|sử dụng|là))"
    r"|(?P<price> ?(?:đồng|đ|vnđ|vnd) ?/ ?\w)"
    r"|(?P<hours> ?/ ?(?:7|24)(?=\W|$))"
    r"|(?P<out_of_order> (?:[^\W\d_]+ ){1,6}?(?:trong đó )?(?:đang |bị |đã )*(?:hỏng|hư hỏng|xuống cấp"
    r"|tạm nghỉ"
    r"|tạm ngừng|ngừng hoạt động|ngưng hoạt động|cần thay|bị thu hồi|không hoạt động)\b)"
    r"|(?P<time> ?(?:h\d\d|giờ \d|h(?!\w)))"
)


def reject(key: str, number: Number, line_start: int) -> str | None:
    """The reason why this number is no figure, or None. `line_start`: where its line or block begins."""
    if number.bound == "" and _is_list_number(key, number, line_start):
        return "list_number"
    left = key[max(line_start, number.start - LEFT_WINDOW) : number.start]
    right = key[number.end : number.end + RIGHT_WINDOW]
    plain = number.scale == 1 and number.denominator is None
    if _PHONE_LEFT.search(left + number.digits[:1]):
        return "phone"
    if number.denominator is not None and number.value > number.denominator and number.value <= 31:
        return "date"  # đến 31/12; nothing is a share of less than itself
    behind = _RIGHT.match(right)
    if behind and behind.lastgroup == "hours" and number.value != 24:
        behind = None
    if behind and behind.lastgroup == "time" and number.value > LAST_HOUR:
        behind = None  # 2.190h
    if behind and not (behind.lastgroup == "duration" and number.value >= 1000):
        return behind.lastgroup
    before = _LEFT.search(left)
    if before and _applies(str(before.lastgroup), number, plain, right):
        return before.lastgroup
    if plain and _LEVEL.fullmatch(number.digits) and _after_level(left):
        return "level"
    if (
        plain
        and _YEAR.fullmatch(number.digits)
        and (not _LETTER.match(right) or _VERB.match(right))
        and right[:1] != "%"
    ):
        return "year"
    if _RANKS_GAINED.search(left) and right.startswith(" bậc"):
        return "growth"
    return None


def is_growth(key: str, number: Number, line_start: int) -> bool:
    """Is this an increment, a rate of growth or an excess over plan, by the words left of it?"""
    left = key[max(line_start, number.start - LEFT_WINDOW) : number.start]
    right = key[number.end : number.end + RIGHT_WINDOW]
    new = _NEW_SUBSCRIBERS.search(left)
    if new and (new[0].startswith(("phát triển", "hòa")) or right.startswith((" máy", " thuê bao"))):
        return False
    if left.endswith("so với "):
        return False  # the base itself
    found = _GROWTH.search(left)
    if found and _EXCEEDING.match(found[0]):
        return bool(_PLAN_BEHIND.match(right)) and (right.lstrip(" %")[:1].isalpha() or "kế hoạch" in left)
    return found is not None


def is_yearly(key: str, number: Number, line_start: int) -> bool:
    """Is this a rate for every year (mỗi năm phấn đấu ... 200)? That is no year's value."""
    return bool(_YEARLY.search(key[max(line_start, number.start - LEFT_WINDOW) : number.start]))


def is_plan_excess(key: str, number: Number, line_start: int) -> bool:
    """`vượt kế hoạch năm 47,36%`: how far beyond plan, or the plan itself; the caller knows the result."""
    return bool(_PLAN_EXCESS.search(key[max(line_start, number.start - LEFT_WINDOW) : number.start]))


def _applies(reason: str, number: Number, plain: bool, right: str) -> bool:
    named = bool(_LETTER.match(right)) or right.lstrip()[:1] == "%"
    if reason == "year":
        return bool(_YEAR.fullmatch(number.digits))
    if reason == "date":
        return number.scale == 1 and number.value <= 31
    if reason == "document_number":
        return plain and "," not in number.digits and right.lstrip()[:1] != "%"
    if reason in ("label", "law_article"):
        return plain and bool(_SMALL.fullmatch(number.digits)) and right.lstrip()[:1] != "%"
    if reason == "inspection":
        return not right.lstrip().startswith(
            ("hồ sơ", "sự cố", "văn bản", "thủ tục", "%", "lượt", "cuộc", "vụ", "đợt tấn công")
        )
    if reason == "denominator":
        return number.value in (1, 10, 100, 1000, 10000) or not named
    if reason == "event":
        return plain and right.lstrip()[:1] != "%"
    if reason == "price":
        return number.scale > 1 or right.lstrip().startswith(("đồng", "đ ", "vn"))
    return True


def _after_level(left: str) -> bool:
    return bool(
        re.search(r"\b(?:mức độ|mức|cấp độ|cấp|loại)(?: ?\d(?: ?,| và| hoặc| đến| ?/| ?-)?)* ?$", left)
    ) or bool(re.search(r"\b(?:mức độ|mức|cấp độ)(?: ?\d ?,?)+(?: và| hoặc| đến)? $", left))


def _is_list_number(key: str, number: Number, line_start: int) -> bool:
    if number.value > 60 or number.scale > 1 or key[line_start : number.start].strip():
        return False
    rest = key[number.end : number.end + 3]
    return bool(re.match(r" ?[.)] ?|[-/] | ?- ", rest)) and rest[:1] != "%"
