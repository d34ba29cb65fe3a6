"""What holds for any value and text: it is read back, dates are no figures, spans hold, nothing crashes."""

import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from scrapers.documents import read_page
from scrapers.model import Reading
from scrapers.reading import read_document
from tests.scrapers.reading.pages import (
    MOBILE,
    OFFICES,
    STEADY,
    document,
    figures,
    markup,
    plain,
    reading,
    table,
    values,
)

USERS = "telecom.internet_users_share"
BLANKS = st.sampled_from([" ", "\u00a0", "\u202f", "&nbsp;"])


def grouped(value: int, separator: str) -> str:
    return f"{value:,}".replace(",", separator)


@st.composite
def printed_counts(draw: st.DrawFn) -> tuple[int, str]:
    """A count of subscriptions, and one of the ways in which pages print it."""
    value = draw(st.integers(10_000, 9_999_999))
    way = draw(st.integers(0, 5))
    if way == 0:
        return value, grouped(value, ".")
    if way == 1:
        return value, grouped(value, ",")
    if way == 2:
        return value, grouped(value, draw(BLANKS))
    if way == 3:
        return value, str(value)
    if way == 4:
        tenths = draw(st.integers(1, 99))
        return tenths * 100_000, f"{tenths // 10},{tenths % 10} triệu"
    millions, thousands = draw(st.integers(1, 9)), draw(st.integers(1, 999))
    return millions * 10**6 + thousands * 1000, f"{millions} triệu {thousands} nghìn"


@STEADY
@given(printed_counts())
def test_a_count_is_read_back(printed: tuple[int, str]) -> None:
    value, words = printed
    found = figures(f"Năm 2018, toàn tỉnh có {words} thuê bao di động.")
    assert [(f.indicator, plain(f.value)) for f in found] == [(MOBILE, str(value))]
    rows = table("Chỉ tiêu | Năm 2018", f"Thuê bao di động | {words}", "Bưu cục | 36")
    assert values(figures(rows), MOBILE) == [str(value)]


@STEADY
@given(
    st.decimals(Decimal("0.1"), 100, places=2),
    st.sampled_from([",", "."]),
    st.sampled_from(["%", " %", "&nbsp;%"]),
)
def test_a_share_is_read_back(share: Decimal, point: str, sign: str) -> None:
    words = plain(share).replace(".", point)
    found = figures(f"Năm 2018, tỷ lệ người dân sử dụng Internet đạt {words}{sign}.")
    assert [(f.indicator, f.value) for f in found] == [(USERS, share)]


@STEADY
@given(st.integers(1, 600), st.integers(0, 50))
def test_a_count_out_of_all_is_the_count(part: int, more: int) -> None:
    words = f"Năm 2018, có {part}/{part + more} xã có điểm bưu điện văn hóa xã; toàn tỉnh có 36 bưu cục."
    found = figures(words)
    assert values(found, OFFICES) == ["36"]
    assert {plain(f.value) for f in found} <= {"36", str(part)}


@STEADY
@given(st.integers(5, 450), st.integers(1, 450))
def test_a_range_is_read_back(low: int, width: int) -> None:
    found = figures(f"Năm 2018, toàn tỉnh có từ {low} đến {low + width} bưu cục.")
    assert [(plain(f.value), f.qualifier.value) for f in found] == [
        (str(low), "at_least"),
        (str(low + width), "at_most"),
    ]


DAYS = st.dates(min_value=date(1996, 1, 1), max_value=date(2030, 12, 31))
DATE_FORMS = st.sampled_from(
    [
        "{0.day}/{0.month}/{0.year}",
        "{0:%d/%m/%Y}",
        "{0:%d-%m-%Y}",
        "{0:%d.%m.%Y}",
        "{0:%Y-%m-%d}",
        "{0.month}/{0.year}",
        "{0:%m/%Y}",
        "ngày {0:%d/%m}",
        "ngày {0.day} tháng {0.month}",
        "{0.day} tháng {0.month} năm {0.year}",
        "tháng {0.month} năm {0.year}",
        "năm {0.year}",
        "{0:%H} giờ {0:%M} phút, ngày {0:%d/%m/%Y}",
        "8h30 ngày {0:%d/%m/%Y}",
    ]
)
DATED = st.sampled_from(
    [
        "Ngày {}, Sở họp về mạng bưu cục",
        "Bưu cục trung tâm mở cửa từ ngày {}",
        "Hội nghị về trạm BTS, thuê bao di động (diễn ra {})",
        "Cập nhật bưu cục: {}",
    ]
)


@STEADY
@given(DAYS, DATE_FORMS, DATED)
def test_a_date_is_no_figure(day: date, form: str, sentence: str) -> None:
    assert figures(f"{sentence.format(form.format(day))}.") == ()


LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
ALPHABET = (
    LETTERS + LETTERS.upper() + "0123456789" * 6 + " .,;:/-–%()+*\t\n\u00a0\u00ad\u200b\u0301\u0323İ²½٣"
)
WORDS = st.sampled_from(
    [
        "Năm", "năm 2018", "2018", "đến", "từ", "6 tháng", "quý I", "giai đoạn 2016-2020", "ngày 12/7",
        "bưu cục", "trạm BTS", "thuê bao", "di động", "điện thoại", "36",
        "1.234", "1,5", "12,5%",
        "31/31", "100 dân", "/100 dân", "triệu", "tỷ đồng", "xã", "tỉnh Hà Nam", "huyện", "trong đó",
        ":", ";", "(", ")", ",", ".", "-", "tăng", "so với",
        "cùng kỳ", "kế hoạch", "ước đạt", "mức độ 3, 4",
        "Quyết định số", "/QĐ-UBND", "hạng 5/63", "cả nước", "Viettel",
        "mật độ", "doanh thu", "2G, 3G", "\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(ALPHABET, max_size=300), st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=120)
)


def check(text: str, found: Reading) -> None:
    """Spans lie in the text, evidence holds its number, rejections quote what they reject."""
    for figure in found.figures:
        assert 0 <= figure.evidence_start <= figure.start < figure.end <= figure.evidence_end <= len(text)
        assert any(char.isdigit() for char in text[figure.start : figure.end])
        evidence = text[figure.evidence_start : figure.evidence_end]
        assert figure.evidence == " ".join(evidence.split())
        assert 0 <= figure.confidence <= 1
    for rejection in found.rejections:
        assert text[rejection.start : rejection.end] == rejection.text
        assert rejection.reason


@STEADY
@given(TEXTS)
def test_no_text_crashes_the_reader(text: str) -> None:
    for kind in ("text/plain", "text/html"):
        _, page, _ = read_page(
            text.encode("utf-8", "replace"), url="http://m.vn/", source="m", content_type=kind
        )
        if page is not None:
            check(page.text, read_document(page))


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<br>", "<table>", "</table>", "<tr>", "<td>",
        "<td rowspan=2>", "<td colspan=3>", "<th>", "<caption>",
        "<ul>", "<li>", "<h2>", "<h3>", "<b>", "</b>", "<div>", "</div>", "&nbsp;", "&shy;", "<!-- c -->",
    ]
)  # fmt: skip
PIECES = st.one_of(
    WORDS,
    TAGS,
)


@STEADY
@given(st.lists(PIECES, max_size=80).map(" ".join))
def test_no_markup_crashes_the_reader(body: str) -> None:
    html = markup(f"<div>{body}")
    _, page, _ = read_page(html.encode(), url="http://m.vn/", source="m", content_type="text/html")
    if page is not None:
        found = read_document(page)
        check(page.text, found)
        assert read_document(page) == found


STATEMENTS = st.sampled_from(
    [
        "Năm 2018, toàn tỉnh có 36 bưu cục, 135 điểm bưu điện văn hoá xã.",
        "Năm 2017, toàn tỉnh có 1.234 trạm BTS, ước đạt 742.000 thuê bao điện thoại.",
        "Mật độ điện thoại năm 2018 đạt 96,4 thuê bao/100 dân; mục tiêu năm 2020 là 100 thuê bao/100 dân.",
        "6 tháng đầu năm 2018, doanh thu viễn thông đạt 520 tỷ đồng (cùng kỳ năm trước đạt 480 tỷ đồng).",
        "Năm 2018, 100% cơ quan cấp tỉnh và cấp huyện có mạng LAN, 12,5% người dân sử dụng Internet.",
        table("Chỉ tiêu | Thực hiện 2017 | Kế hoạch 2018", "Bưu cục | 35 | 36", "Trạm BTS | 1.180 | 1.234"),
    ]
)  # fmt: skip
UNRELATED = st.sampled_from(
    [
        "Ban tổ chức đã trao quà cho các em học sinh nghèo vượt khó.",
        "Lễ hội làng năm nay thu hút đông đảo du khách gần xa.",
        "Thời tiết những ngày tới tiếp tục nắng đẹp, gió nhẹ.",
        "Hội nghị kết thúc trong không khí vui vẻ, phấn khởi.",
    ]
)


def told(found: Reading) -> list[tuple[object, ...]]:
    return [
        (f.indicator, f.value, f.year, f.period, f.status, f.qualifier, f.province, f.level, f.evidence)
        for f in found.figures
    ]


@STEADY
@given(st.lists(STATEMENTS, min_size=1, max_size=4, unique=True), st.lists(UNRELATED, min_size=1, max_size=3))
def test_what_follows_does_not_change_what_was_said(body: list[str], more: list[str]) -> None:
    before = told(reading(*body))
    assume(before)
    assert told(reading(*body, *more)) == before


@STEADY
@given(st.lists(STATEMENTS, min_size=1, max_size=4, unique=True))
def test_decomposed_pages_give_the_same_figures(body: list[str]) -> None:
    html = markup(*body)
    composed, decomposed = (
        told(read_document(document(page)))
        for page in (unicodedata.normalize("NFC", html), unicodedata.normalize("NFD", html))
    )
    assert [fact[:-1] for fact in decomposed] == [fact[:-1] for fact in composed]
    assert [unicodedata.normalize("NFC", str(fact[-1])) for fact in decomposed] == [f[-1] for f in composed]


@STEADY
@given(st.lists(STATEMENTS, min_size=1, max_size=3, unique=True))
def test_a_paragraph_printed_twice_is_told_once(body: list[str]) -> None:
    assert sorted(fact[:2] for fact in told(reading(*body, *body))) == sorted(
        fact[:2] for fact in told(reading(*body))
    )
