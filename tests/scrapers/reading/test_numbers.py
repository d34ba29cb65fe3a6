"""Digits to values: separators, multipliers, ranges, fractions, percent, blanks, leading zeros."""

import pytest

from scrapers.model import Qualifier
from tests.scrapers.reading.pages import (
    BTS,
    CULTURAL,
    FIXED,
    MOBILE,
    OFFICES,
    PHONES,
    POINTS,
    figures,
    plain,
    values,
)

DENSITY, REVENUE, USERS = "telecom.phone_density", "telecom.sector_revenue", "telecom.internet_users_share"


@pytest.mark.parametrize(
    ("words", "code", "value"),
    [
        # separators: the Vietnamese norm, none at all, and English ones by mistake
        ("Toàn tỉnh có 1.234 trạm BTS", BTS, "1234"),
        ("Toàn tỉnh có 1234 trạm BTS", BTS, "1234"),
        ("Toàn tỉnh có 1,234 trạm BTS", BTS, "1234"),
        ("Tổng số thuê bao điện thoại là 1.234.567 thuê bao", PHONES, "1234567"),
        ("Tổng số thuê bao điện thoại là 1,234,567 thuê bao", PHONES, "1234567"),
        ("Tổng số thuê bao điện thoại là 912,345 thuê bao", PHONES, "912345"),
        ("Mật độ điện thoại đạt 96,4 thuê bao/100 dân", DENSITY, "96.4"),
        ("Mật độ điện thoại đạt 96.4 thuê bao/100 dân", DENSITY, "96.4"),
        ("Mật độ điện thoại đạt 101,125 thuê bao/100 dân", DENSITY, "101.125"),
        ("Bình quân 4,907 người/điểm phục vụ bưu chính", "postal.people_per_service_point", "4907"),
        ("Bình quân 4.907 người/điểm phục vụ bưu chính", "postal.people_per_service_point", "4907"),
        ("Bán kính phục vụ bình quân 2,963 km/điểm", "postal.service_radius_km", "2.963"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 41.610,0 tỷ đồng", REVENUE, "41610"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 1.020 tỷ đồng", REVENUE, "1020"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 1.020,25 tỷ đồng", REVENUE, "1020.25"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 1,020.25 tỷ đồng", REVENUE, "1020.25"),
        # blanks of every kind between groups
        ("Tổng số thuê bao điện thoại là 790 500 thuê bao", PHONES, "790500"),
        ("Tổng số thuê bao điện thoại là 790&nbsp;500 thuê bao", PHONES, "790500"),
        ("Tổng số thuê bao điện thoại là 1\u202f790\u202f500 thuê bao", PHONES, "1790500"),
        # multipliers
        ("Toàn tỉnh có 1,2 triệu thuê bao điện thoại", PHONES, "1200000"),
        ("Toàn tỉnh có 1 triệu 200 nghìn thuê bao điện thoại", PHONES, "1200000"),
        ("Toàn tỉnh có 650 nghìn thuê bao di động", MOBILE, "650000"),
        ("Toàn tỉnh có 650 ngàn thuê bao di động", MOBILE, "650000"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 88,5 nghìn tỷ đồng", REVENUE, "88500"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 979.356 triệu đồng", REVENUE, "979.356"),
        ("Tổng doanh thu bưu chính, viễn thông đạt 1.020.000.000.000 đồng", REVENUE, "1020"),
        # leading zeros are style
        ("Toàn tỉnh có 09 bưu cục", OFFICES, "9"),
        ("Toàn tỉnh có 036 bưu cục", OFFICES, "36"),
        # a printed nought is a value
        ("Toàn tỉnh còn 0 thôn lõm sóng", "telecom.signal_gaps", "0"),
        # percent, with and without blanks or the words next to it
        ("Tỷ lệ người dân sử dụng Internet đạt 62,5%", USERS, "62.5"),
        ("Tỷ lệ người dân sử dụng Internet đạt 62,5 %", USERS, "62.5"),
        ("Đến nay 100%xã có điện thoại", "telecom.communes_phone_share", "100"),
        # the thing before its number, parted by a colon or a dash
        ("Số bưu cục: 36", OFFICES, "36"),
        ("Bưu cục: 36 điểm", OFFICES, "36"),
        ("Mật độ điện thoại (thuê bao/100 dân): 96,4", DENSITY, "96.4"),
        ("Số thuê bao điện thoại/100 dân: 96,4", DENSITY, "96.4"),
    ],
)  # fmt: skip
def test_value(words: str, code: str, value: str) -> None:
    assert values(figures(f"{words}."), code) == [value]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("Có 108/108 xã có điểm bưu điện văn hóa xã", "postal.communes_with_point_share", []),
        ("Có 79/115 xã (tỷ lệ 69%) có điểm phục vụ bưu chính", "postal.communes_with_point_share", ["69"]),
        ("Toàn tỉnh có 31/31 trang thông tin điện tử của sở, ngành; 36 bưu cục", OFFICES, ["36"]),
        ("Chỉ số chuyển đổi số (DTI) của tỉnh xếp hạng 21/63", "dx.dti_rank", ["21"]),
    ],
)
def test_fractions_are_counted_never_computed(words: str, code: str, expected: list[str]) -> None:
    assert values(figures(f"{words}."), code) == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Bưu cục: từ 36 đến 40 bưu cục", OFFICES),
        ("Toàn tỉnh có từ 36 đến 40 bưu cục", OFFICES),
        ("Toàn tỉnh có 36 - 40 bưu cục", OFFICES),
        ("Toàn tỉnh có 36-40 bưu cục", OFFICES),
        ("Tỷ lệ người dân sử dụng Internet đạt 36 – 40%", USERS),
        ("Tỷ lệ người dân sử dụng Internet đạt từ 36% đến 40%", USERS),
    ],
)
def test_a_range_is_two_bounds(words: str, code: str) -> None:
    found = [figure for figure in figures(f"{words}.") if figure.indicator == code]
    assert [(plain(figure.value), figure.qualifier) for figure in found] == [
        ("36", Qualifier.AT_LEAST),
        ("40", Qualifier.AT_MOST),
    ]


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("36", "exact"),
        ("khoảng 36", "approx"),
        ("gần 36", "approx"),
        ("xấp xỉ 36", "approx"),
        ("trên dưới 36", "approx"),
        ("chừng 36", "approx"),
        ("~ 36", "approx"),
        ("trên 36", "at_least"),
        ("hơn 36", "at_least"),
        ("ít nhất 36", "at_least"),
        ("tối thiểu 36", "at_least"),
        ("không dưới 36", "at_least"),
        ("khoảng trên 36", "at_least"),
        ("&gt; 36", "at_least"),
        ("≥36", "at_least"),
        ("dưới 36", "at_most"),
        ("không quá 36", "at_most"),
        ("tối đa 36", "at_most"),
        ("chưa tới 36", "at_most"),
        ("chưa đầy 36", "at_most"),
        ("≤ 36", "at_most"),
    ],
)
def test_qualifier(words: str, qualifier: str) -> None:
    found = figures(f"Năm 2018, toàn tỉnh có {words} bưu cục.")
    assert [(plain(f.value), f.qualifier.value) for f in found] == [("36", qualifier)]


def test_or_more_behind_the_number() -> None:
    found = figures("Năm 2018, tỷ lệ người dân sử dụng Internet đạt từ 60% trở lên.")
    assert [(plain(f.value), f.qualifier.value) for f in found] == [("60", "at_least")]


def test_rounding_alone_is_exact() -> None:
    found = figures("Toàn tỉnh có 1,2 triệu thuê bao điện thoại.")
    assert [f.qualifier for f in found] == [Qualifier.EXACT]


def test_parts_and_whole_are_facts_of_their_own() -> None:
    found = figures(
        "Toàn tỉnh có 233 điểm phục vụ bưu chính, trong đó có 36 bưu cục, 135 điểm Bưu điện - Văn hóa xã.",
        "Tổng số thuê bao điện thoại là 742.000 thuê bao (trong đó: cố định 18.000, di động 724.000).",
    )
    assert {f.indicator: plain(f.value) for f in found} == {
        POINTS: "233",
        OFFICES: "36",
        CULTURAL: "135",
        PHONES: "742000",
        FIXED: "18000",
        MOBILE: "724000",
    }


def test_numbers_spelt_in_words_are_not_read() -> None:
    assert figures("Toàn tỉnh có ba mươi sáu bưu cục, chưa có điểm phục vụ bưu chính mới.") == ()


def test_two_mentions_that_differ_are_two_facts_and_equal_ones_are_one() -> None:
    found = figures(
        "Năm 2018, toàn tỉnh có gần 9.000 trạm BTS.",
        "Năm 2018, toàn tỉnh có 8.957 trạm BTS.",
        "Như vậy năm 2018 toàn tỉnh có 8.957 trạm BTS.",
    )
    assert [(plain(f.value), f.qualifier.value) for f in found] == [("9000", "approx"), ("8957", "exact")]
