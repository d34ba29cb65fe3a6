"""Which year and which period: said in the sentence, the heading, the title, or by the day of publication."""

import pytest

from tests.scrapers.reading.pages import MOBILE, OFFICES, PHONES, PLAIN_TITLE, figures, plain

NEW = "telecom.new_phone_subscriptions"
REVENUE = "telecom.sector_revenue"
Times = list[tuple[str, int | None, str]]


def times(words: str, code: str, published: str | None, title: str = PLAIN_TITLE) -> Times:
    found = figures(*words.split("|"), title=title, published=published)
    return [(plain(f.value), f.year, f.period) for f in found if f.indicator == code]


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("Năm 2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "year")]),
        ("Đến hết năm 2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "year")]),
        ("Tính đến 31/12/2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "year")]),
        ("Tính đến hết tháng 12/2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "year")]),
        ("Tính đến ngày 30/6/2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "as_of")]),
        ("Đến tháng 8 năm 2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "as_of")]),
        ("Đến cuối quý I năm 2018, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2018, "as_of")]),
        # today is the day of publication: December closes its year, early news reviews the last one
        ("Hiện nay, toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2019, "as_of")]),
        ("Đến nay, toàn tỉnh có 36 bưu cục", "2019-12-20", [("36", 2019, "year")]),
        ("Năm 2018 đã khép lại. Đến nay, toàn tỉnh có 36 bưu cục", "2019-01-20", [("36", 2018, "year")]),
        # a series, and bases of comparison
        (
            "Số bưu cục năm 2016 là 34, năm 2017 là 35 và năm 2018 là 36 bưu cục", "2019-06-20",
            [("34", 2016, "year"), ("35", 2017, "year"), ("36", 2018, "year")],
        ),
        (
            "Số bưu cục tăng từ 30 bưu cục năm 2015 lên 36 bưu cục năm 2018", "2019-06-20",
            [("30", 2015, "year"), ("36", 2018, "year")],
        ),
        pytest.param("Năm 2018, số bưu cục tăng từ 30 lên 36 bưu cục", "2019-06-20", [("36", 2018, "year")],
        ),
        # a heading or a title tells what the sentence leaves open
        ("<h3>Kết quả năm 2017</h3>|Toàn tỉnh có 36 bưu cục", "2019-06-20", [("36", 2017, "year")]),
    ],
)  # fmt: skip
def test_stock(words: str, published: str | None, expected: Times) -> None:
    assert times(f"{words}.", OFFICES, published) == expected


def test_no_year_is_told_and_none_is_guessed() -> None:
    (figure,) = figures("Hiện nay, toàn tỉnh có 36 bưu cục.", title=PLAIN_TITLE, published=None)
    assert figure.year is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Năm 2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "year")]),
        ("6 tháng đầu năm 2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "6m")]),
        ("Sáu tháng đầu năm 2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "6m")]),
        ("Trong 9 tháng năm 2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "9m")]),
        ("11 tháng đầu năm 2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "11m")]),
        ("Quý I/2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "3m")]),
        ("Quý III năm 2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "quarter")]),
        ("Trong tháng 5/2018, phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "month")]),
        ("Đến hết tháng 5/2018, đã phát triển mới 9.500 thuê bao điện thoại", [("9500", 2018, "5m")]),
        (
            "Từ 01/01/2018 đến 14/11/2018, phát triển mới 9.500 thuê bao điện thoại",
            [("9500", 2018, "ytd")],
        ),
        ("Giai đoạn 2016-2018, phát triển mới 9.500 thuê bao điện thoại", []),
        ("Mỗi năm phát triển mới 9.500 thuê bao điện thoại", []),
    ],
)
def test_flow(words: str, expected: Times) -> None:
    assert times(f"{words}.", NEW, "2019-06-20") == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "6 tháng đầu năm 2018, tổng doanh thu bưu chính, viễn thông đạt 520 tỷ đồng"
            " (cùng kỳ năm trước đạt 480 tỷ đồng)",
            [("520", 2018, "6m"), ("480", 2017, "6m")],
        ),
        pytest.param(
            "Tổng doanh thu bưu chính, viễn thông năm 2018 đạt 1.020 tỷ đồng, năm trước đạt 960 tỷ đồng",
            [("1020", 2018, "year"), ("960", 2017, "year")],
        ),
        (
            "9 tháng năm 2018, tổng doanh thu bưu chính, viễn thông đạt 770 tỷ đồng, tăng 8% so với cùng kỳ",
            [("770", 2018, "9m")],
        ),
    ],
)
def test_the_year_before(words: str, expected: Times) -> None:
    assert times(f"{words}.", REVENUE, "2019-06-20") == expected


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("Mục tiêu giai đoạn 2021-2025: toàn tỉnh có 45 bưu cục", 2025),
        ("Mục tiêu đến năm 2025, toàn tỉnh có 45 bưu cục", 2025),
        ("Phấn đấu từ năm 2022, toàn tỉnh có 45 bưu cục", 2022),
    ],
)
def test_a_plan_is_for_the_end_of_its_span(words: str, year: int) -> None:
    assert times(f"{words}.", OFFICES, "2020-06-20") == [("45", year, "year")]


@pytest.mark.parametrize(
    ("title", "published", "expected"),
    [
        ("Hà Nam: Kết quả công tác năm 2018", "2019-01-10", [("742000", 2018, "year")]),
        ("Hà Nam: Sơ kết công tác 6 tháng đầu năm 2018", "2018-07-02", [("742000", 2018, "as_of")]),
        ("Hà Nam: Kế hoạch phát triển viễn thông năm 2020", "2019-10-10", [("742000", 2020, "year")]),
        ("Hà Nam: Quy hoạch viễn thông giai đoạn 2021-2025", "2020-10-10", [("742000", 2025, "year")]),
    ],
)
def test_title(title: str, published: str, expected: Times) -> None:
    words = "Tổng số thuê bao điện thoại: 742.000 thuê bao."
    assert times(words, PHONES, published, title) == expected


def test_a_year_of_another_sentence_does_not_spill_into_a_new_paragraph() -> None:
    found = times(
        "Năm 2015, toàn tỉnh có 650.000 thuê bao di động.|Năm 2018, toàn tỉnh có 724.000 thuê bao di động.",
        MOBILE,
        "2019-06-20",
    )
    assert found == [("650000", 2015, "year"), ("724000", 2018, "year")]
