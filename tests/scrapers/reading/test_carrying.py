"""What goes on from one number or sentence to the next: names, times, goals; and where it stops."""

import pytest

from tests.scrapers.reading.pages import (
    CULTURAL,
    FIXED,
    MOBILE,
    OFFICES,
    PHONES,
    PLAIN_TITLE,
    figures,
    plain,
    values,
)

DENSITY, SHARE = "telecom.phone_density", "egov.dossiers_online_share"
RADIO, TV = "press.households_radio_share", "press.households_tv_share"
NEW, REVENUE = "telecom.new_phone_subscriptions", "telecom.sector_revenue"
Facts = set[tuple[str, str, int | None, str]]


def facts(*body: str, title: str = PLAIN_TITLE, published: str = "2019-06-20") -> Facts:
    found = figures(*body, title=title, published=published)
    return {(f.indicator, plain(f.value), f.year, f.status.value) for f in found}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # times told without `năm`, and by words that point back
        ("Mục tiêu 2020 là 40 bưu cục", {(OFFICES, "40", 2020, "target")}),
        ("Cuối 2015, toàn tỉnh có 30 bưu cục", {(OFFICES, "30", 2015, "actual")}),
        (
            "Năm 2012 tỉnh chưa có cáp quang. Khi ấy toàn tỉnh có 25 bưu cục",
            {(OFFICES, "25", 2012, "actual")},
        ),
        ("Cả tỉnh lúc đó, cuối năm 2010, có 25 bưu cục", {(OFFICES, "25", 2010, "actual")}),
        # the day of a document is no time of its figures
        (
            "Năm 2018, theo Báo cáo số 07/BC-STTTT ngày 09/01/2019, toàn tỉnh có 36 bưu cục",
            {(OFFICES, "36", 2018, "actual")},
        ),
        # a base with a year of its own
        (
            "Số bưu cục từ 30 bưu cục năm 2015 tăng lên 36 bưu cục vào năm 2018",
            {(OFFICES, "30", 2015, "actual"), (OFFICES, "36", 2018, "actual")},
        ),
        (
            "Năm 2018, mật độ điện thoại là 85 thuê bao/100 dân (năm 2017: 79)",
            {(DENSITY, "85", 2018, "actual"), (DENSITY, "79", 2017, "actual")},
        ),
        # goals that a result is measured by
        (
            "Năm 2018, tỷ lệ hồ sơ nộp trực tuyến đạt 71%, vượt xa mức 60% UBND tỉnh giao",
            {(SHARE, "71", 2018, "actual"), (SHARE, "60", 2018, "target")},
        ),
    ],
)
def test_times_and_goals(words: str, expected: Facts) -> None:
    assert facts(f"{words}.") == expected


def test_a_year_compared_with_does_not_go_on() -> None:
    found = facts(
        "So với 25 bưu cục của năm 2010, mạng lưới đã dày hơn. Toàn tỉnh hiện có 120 điểm bưu "
        "điện văn hóa xã."
    )
    assert (CULTURAL, "120", 2019, "actual") in found


def test_a_share_of_what_was_just_counted() -> None:
    words = "Năm 2018, 186 thủ tục được cung cấp trực tuyến mức độ 3, 4, chiếm 15,4%."
    assert values(figures(words), "egov.services_level34_share") == ["15.4"]


def test_those_two_ratios() -> None:
    found = figures(
        "Năm 2018, hộ nghe được Đài Tiếng nói Việt Nam đạt 92%, hộ xem được Truyền hình Việt Nam đạt 84%. "
        "Hai tỷ lệ ấy năm 2010 là 71% và 63%."
    )
    assert [(f.indicator, plain(f.value), f.year) for f in found] == [
        (RADIO, "92", 2018), (TV, "84", 2018), (RADIO, "71", 2010), (TV, "63", 2010),
    ]  # fmt: skip


def test_tiers_go_on_with_what_was_named() -> None:
    words = (
        "Năm 2018, tỷ lệ cán bộ, công chức có hộp thư điện tử ở sở, ban, ngành là 98%, ở cấp "
        "huyện là 92%, cấp xã 61%."
    )
    assert values(figures(words), "egov.officials_email_share") == ["98", "92", "61"]


def test_a_plain_year_is_no_number_of_three_digits() -> None:
    assert values(figures("Năm 2018, toàn tỉnh có 188 trên 200 xã có điện thoại, đạt 94%."), OFFICES) == []


@pytest.mark.parametrize(
    "words",
    [
        "Doanh thu bưu chính, viễn thông 5 năm cộng lại đạt 1.530 tỷ đồng",
        "Doanh thu bưu chính, viễn thông cộng 5 năm là 1.530 tỷ đồng",
    ],
)
def test_sums_over_years_are_no_year(words: str) -> None:
    assert values(figures(f"{words}."), REVENUE) == []


def test_parts_of_an_estimate_are_estimated() -> None:
    found = facts(
        "Năm 2019, tổng doanh thu bưu chính, viễn thông ước 912 tỷ đồng (mảng bưu chính: 47,5 "
        "tỷ đồng, viễn thông 864,5 tỷ đồng)."
    )
    assert ("postal.revenue", "47.5", 2019, "estimate") in found


@pytest.mark.parametrize(
    "words",
    [
        "Viettel Hà Nam khép lại một năm|Đơn vị đang quản lý 38.450 thuê bao điện thoại cố định",
        "Tin bưu chính|Toàn tỉnh phát hành 5,8 triệu tờ báo, riêng Báo Hà Nam 1,2 triệu tờ",
        "Tin bưu chính|Huyện có 168 tổ công nghệ số cộng đồng",
        "Tin bưu chính|Mỗi thôn có ít nhất 2 tổ công nghệ số cộng đồng",
        "Tin bưu chính|38 đài truyền thanh cấp xã hỏng nặng cần thay",
    ],
)
def test_what_is_not_the_provinces(words: str) -> None:
    title, body = words.split("|")
    found = figures(f"Năm 2018, {body[0].lower()}{body[1:]}.", title=f"{title} tỉnh Hà Nam")
    assert not {plain(f.value) for f in found} & {"38450", "1200000", "168", "2", "38"}


def test_the_head_of_a_list_ends_with_the_list() -> None:
    body = (
        "<p>Mục tiêu đến năm 2025:</p>",
        "<ul><li>40 bưu cục;</li><li>150 điểm bưu điện văn hóa xã.</li></ul>",
        "<p>Toàn tỉnh đang có 1.300.000 thuê bao điện thoại.</p>",
    )  # fmt: skip
    found = facts(*body)
    assert (OFFICES, "40", 2025, "target") in found
    assert (PHONES, "1300000", 2019, "actual") in found


def test_a_head_inside_its_paragraph() -> None:
    found = facts(
        "<ul><li>1. Đánh giá. Kết thúc năm 2018, toàn tỉnh có 36 bưu cục.</li></ul>",
        title="Kế hoạch phát triển bưu chính tỉnh Hà Nam đến năm 2025",
    )
    assert found == {(OFFICES, "36", 2018, "actual")}


def test_words_between_growth_and_level() -> None:
    words = "Năm 2018, tổng doanh thu bưu chính, viễn thông tăng 18% so với năm trước, đạt 335 tỷ đồng."
    assert values(figures(words), REVENUE) == ["335"]


def test_the_parenthesis_hides_no_words_before_it() -> None:
    words = "Năm 2018, thuê bao di động (gồm cả USB 3G cho máy tính, máy tính bảng) là 1.510.500 thuê bao."
    assert values(figures(words), MOBILE) == ["1510500"]


def test_digits_of_no_convention() -> None:
    assert values(figures("Năm 2018, toàn tỉnh có 101.6000 máy điện thoại cố định."), FIXED) == []
