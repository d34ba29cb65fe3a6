"""Digits that are no figures: each beside one that is, so that nothing is rejected by silence."""

import pytest

from tests.scrapers.reading.pages import BTS, OFFICES, by_code, figures, plain, reading, table

TRUE = {OFFICES: "36"}


@pytest.mark.parametrize(
    "words",
    [
        # dates
        "Ngày 12/7/2018, toàn tỉnh có 36 bưu cục",
        "Ngày 12.7.2018, toàn tỉnh có 36 bưu cục",
        "Ngày 12-07-2018, toàn tỉnh có 36 bưu cục",
        "Ngày 12 tháng 7 năm 2018, toàn tỉnh có 36 bưu cục",
        "Lúc 8h30 ngày 12/7, Sở họp bàn về 36 bưu cục",
        "Tháng 7/2018, toàn tỉnh có 36 bưu cục",
        pytest.param(
            "Sáng 12/7, Sở họp về mạng bưu cục; toàn tỉnh có 36 bưu cục",
        ),
        # document numbers
        "Theo Quyết định số 725/QĐ-UBND, toàn tỉnh có 36 bưu cục",
        "Theo Kế hoạch 81/KH-STTTT-BCVT, toàn tỉnh có 36 bưu cục",
        "Theo Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016, toàn tỉnh có 36 bưu cục",
        "Thực hiện Nghị quyết 52-NQ/TW, toàn tỉnh có 36 bưu cục",
        "Theo Công văn 1024 của Sở, toàn tỉnh có 36 bưu cục",
        # phones and addresses
        "Toàn tỉnh có 36 bưu cục, đường dây nóng bưu cục 0226.3850.123",
        pytest.param(
            "Toàn tỉnh có 36 bưu cục (điện thoại: 02263 850 123, fax: 0226 3851 124)",
        ),
        "Toàn tỉnh có 36 bưu cục, trung tâm tại số 15, đường Mẫu Đơn",
        # levels, generations, ages, versions
        "Sở cung cấp dịch vụ công trực tuyến mức độ 3, 4; toàn tỉnh có 36 bưu cục",
        "Sở cung cấp dịch vụ công mức độ 3 và mức độ 4; toàn tỉnh có 36 bưu cục",
        "Hệ thống được phê duyệt cấp độ 3; toàn tỉnh có 36 bưu cục",
        "Sóng 2G, 3G, 4G và 5G đã phủ khắp; toàn tỉnh có 36 bưu cục",
        "Sở đã chuyển sang IPv6; toàn tỉnh có 36 bưu cục",
        "Người dân từ 15 tuổi trở lên dùng dịch vụ; toàn tỉnh có 36 bưu cục",
        "Xã đạt tiêu chí số 8 về nông thôn mới; toàn tỉnh có 36 bưu cục",
        "Hội thảo lần thứ 4 họp trong 60 phút; toàn tỉnh có 36 bưu cục",
        # prices, fines and sizes
        "Toàn tỉnh có 36 bưu cục, bán máy trị giá 2,5 triệu đồng",
        "Xử phạt 2 cơ sở số tiền 15.000.000 đồng; toàn tỉnh có 36 bưu cục",
        "Toàn tỉnh có 36 bưu cục, mỗi bưu cục rộng 120 m2, đường truyền 50 Mb",
        # numbers of lists and of articles of law
        "1. Toàn tỉnh có 36 bưu cục",
        "2) Toàn tỉnh có 36 bưu cục",
        "Theo khoản 2 Điều 15 Luật Bưu chính, toàn tỉnh có 36 bưu cục",
        # increments, growth and shares of plans
        "Toàn tỉnh có 36 bưu cục, tăng 5 bưu cục so với năm 2017",
        "Toàn tỉnh có 36 bưu cục, giảm 2 bưu cục so với cùng kỳ",
        "Toàn tỉnh có 36 bưu cục, tăng thêm 4",
        "Toàn tỉnh có 36 bưu cục, tăng 12,5% so với năm trước",
        "Toàn tỉnh có 36 bưu cục, đạt 95% kế hoạch",
        "Toàn tỉnh có 36 bưu cục, bằng 103,6% so với cùng kỳ",
        "Toàn tỉnh có 36 bưu cục, gấp 1,5 lần năm 2010",
        "Trong năm đã mở thêm 3 bưu cục, nâng tổng số lên 36 bưu cục",
        # several years, every year
        "Mỗi năm phát triển 12 bưu cục; toàn tỉnh có 36 bưu cục",
        # parts of the province, one company, the country
        "Huyện Kim Bảng có 5 bưu cục. Toàn tỉnh có 36 bưu cục",
        "Riêng Viettel có 500 trạm BTS. Toàn tỉnh có 36 bưu cục",
        "Riêng Viettel có 8 bưu cục. Toàn tỉnh có 36 bưu cục",
        "Cả nước có 850 bưu cục. Toàn tỉnh có 36 bưu cục",
        # visit counters
        "Toàn tỉnh có 36 bưu cục. Tổng lượt truy cập: 1.197.893",
    ],
)
def test_only_the_level_is_a_figure(words: str) -> None:
    assert by_code(figures(f"{words}.")) == TRUE


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Sở họp ngày 12/7/2018 bàn về mạng bưu cục", "date"),
        ("Theo Quyết định số 725/QĐ-UBND về mạng bưu cục", "document_number"),
        ("Bưu cục trung tâm, điện thoại 0226.3850.123", "phone"),
        ("Mạng bưu cục tăng 12,5% so với năm trước", "growth"),
        ("Theo Điều 15 Luật Bưu chính về bưu cục", "law_article"),
        ("Huyện Kim Bảng có 5 bưu cục", "district"),
        ("Cả nước có 850 bưu cục", "nation"),
        ("Riêng Viettel có 500 trạm BTS", "company"),
    ],
)
def test_a_rejection_says_why(words: str, reason: str) -> None:
    found = reading(f"{words}.", title="Tin bưu chính tỉnh Hà Nam")
    assert found.figures == ()
    assert reason in {rejection.reason for rejection in found.rejections}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Toàn tỉnh có 900 trạm 2G, 850 trạm 3G, 700 trạm 4G và 12 trạm 5G", "900 850 700 12"),
        ("Toàn tỉnh có 900 trạm BTS 2G; 850 trạm BTS 3G; 700 trạm BTS 4G; 12 trạm BTS 5G", "900 850 700 12"),
        ("Số trạm 2G: 900; số trạm 3G: 850; số trạm 4G: 700; số trạm 5G: 12", "900 850 700 12"),
    ],
)
def test_the_digit_of_a_generation_is_no_value(words: str, expected: str) -> None:
    codes = [f"{BTS}_{generation}g" for generation in (2, 3, 4, 5)]
    assert by_code(figures(f"{words}.")) == dict(zip(codes, expected.split(), strict=True))


def test_new_subscriptions_are_coded_though_they_are_growth() -> None:
    found = figures("Năm 2018, toàn tỉnh phát triển mới 12.500 thuê bao điện thoại.")
    assert by_code(found) == {"telecom.new_phone_subscriptions": "12500"}


def test_columns_of_numbers_indices_and_growth_are_no_figures() -> None:
    rows = table(
        "STT | Chỉ tiêu | Đơn vị tính | Thực hiện năm 2018 | So với năm 2017 (%)",
        "1 | Bưu cục | bưu cục | 36 | 105,9",
        "2 | Trạm BTS | trạm | 1.234 | 112,3",
    )
    assert by_code(figures(rows)) == {OFFICES: "36", BTS: "1234"}


def test_a_block_of_growth_indices_holds_no_figures() -> None:
    rows = table(
        "Chỉ tiêu | 2016 | 2017 | 2018",
        "Bưu cục | 34 | 35 | 36",
        "Trạm BTS | 1.100 | 1.180 | 1.234",
        head='<tr><th></th><th colspan="3">Năm</th></tr>',
    )
    index = (
        "<table><tr><td>Chỉ tiêu</td><td>2016</td><td>2017</td><td>2018</td></tr>"
        '<tr><td colspan="4">Chỉ số phát triển (Năm trước = 100) - %</td></tr>'
        "<tr><td>Bưu cục</td><td>103,0</td><td>102,9</td><td>102,86</td></tr>"
        "<tr><td>Trạm BTS</td><td>109,77</td><td>107,27</td><td>104,58</td></tr></table>"
    )
    assert {(f.indicator, plain(f.value), f.year) for f in figures(rows, index)} == {
        (OFFICES, "34", 2016), (OFFICES, "35", 2017), (OFFICES, "36", 2018),
        (BTS, "1100", 2016), (BTS, "1180", 2017), (BTS, "1234", 2018),
    }  # fmt: skip


def test_related_news_and_counters_of_a_page_are_never_read() -> None:
    found = figures(
        "Năm 2018, toàn tỉnh có 36 bưu cục.",
        '<div class="related"><h3>Tin liên quan</h3><a href="/a.html">Toàn tỉnh có 99 bưu cục</a></div>',
        "<div>Lượt xem: 4.512</div>",
    )
    assert by_code(found) == TRUE
