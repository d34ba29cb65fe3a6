"""The shapes of tables: years in columns and rows, spans, units above, two-level headers, no borders."""

import pytest

from scrapers.documents import read_page
from scrapers.reading import read_document
from tests.scrapers.reading.pages import (
    BTS,
    MOBILE,
    OFFICES,
    PHONES,
    POINTS,
    by_code,
    figures,
    plain,
    table,
)

REVENUE, TELECOM, DENSITY = "telecom.sector_revenue", "telecom.revenue", "telecom.phone_density"
TITLE = "Số liệu bưu chính, viễn thông tỉnh Hà Nam"
SERIES = {
    (OFFICES, "34", 2016),
    (OFFICES, "35", 2017),
    (OFFICES, "36", 2018),
    (BTS, "1100", 2016),
    (BTS, "1180", 2017),
    (BTS, "1234", 2018),
}
Facts = set[tuple[str, str, int | None]]


def facts(*body: str, title: str = TITLE) -> Facts:
    return {
        (f.indicator, plain(f.value), f.year) for f in figures(*body, title=title, published="2019-06-20")
    }


def test_years_in_columns() -> None:
    assert (
        facts(
            table(
                "Chỉ tiêu | 2016 | 2017 | 2018", "Bưu cục | 34 | 35 | 36", "Trạm BTS | 1.100 | 1.180 | 1.234"
            )
        )
        == SERIES
    )


def test_years_in_columns_with_serial_numbers_and_units() -> None:
    rows = table(
        "TT | Chỉ tiêu | ĐVT | Năm 2016 | Năm 2017 | Năm 2018",
        "1 | Số bưu cục | Bưu cục | 34 | 35 | 36",
        "2 | Số trạm BTS | Trạm | 1.100 | 1.180 | 1.234",
    )
    assert facts(rows) == SERIES


def test_years_in_rows() -> None:
    rows = table(
        "Năm | Số bưu cục | Số trạm BTS", "2016 | 34 | 1.100", "2017 | 35 | 1.180", "2018 | 36 | 1.234"
    )
    assert facts(rows) == SERIES


def test_two_level_header() -> None:
    head = (
        '<tr><th rowspan="2">Năm</th><th colspan="2">Bưu chính</th><th rowspan="2">Số trạm BTS</th></tr>'
        "<tr><th>Số bưu cục</th><th>Số điểm phục vụ</th></tr>"
    )
    rows = table("2017 | 35 | 230 | 1.180", "2018 | 36 | 233 | 1.234", head=head)
    assert facts(rows) == {
        (OFFICES, "35", 2017), (POINTS, "230", 2017), (BTS, "1180", 2017),
        (OFFICES, "36", 2018), (POINTS, "233", 2018), (BTS, "1234", 2018),
    }  # fmt: skip


def test_years_below_a_header_that_spans_them() -> None:
    head = (
        '<tr><th rowspan="2">Chỉ tiêu</th><th colspan="3">Thực hiện các năm</th></tr>'
        "<tr><th>2016</th><th>2017</th><th>2018</th></tr>"
    )
    assert facts(table("Bưu cục | 34 | 35 | 36", "Trạm BTS | 1.100 | 1.180 | 1.234", head=head)) == SERIES


def test_labels_that_span_rows() -> None:
    rows = (
        "<table><tr><th>Chỉ tiêu</th><th>Năm</th><th>Số lượng</th></tr>"
        '<tr><td rowspan="3">Bưu cục</td><td>2016</td><td>34</td></tr>'
        "<tr><td>2017</td><td>35</td></tr><tr><td>2018</td><td>36</td></tr>"
        '<tr><td rowspan="3">Trạm BTS</td><td>2016</td><td>1.100</td></tr>'
        "<tr><td>2017</td><td>1.180</td></tr><tr><td>2018</td><td>1.234</td></tr></table>"
    )
    assert facts(rows) == SERIES


def test_transposed_one_year() -> None:
    rows = table("Số bưu cục | Số điểm phục vụ | Số trạm BTS", "36 | 233 | 1.234")
    assert facts("Số liệu năm 2018:", rows) == {
        (OFFICES, "36", 2018),
        (POINTS, "233", 2018),
        (BTS, "1234", 2018),
    }


def test_a_unit_does_not_run_on_from_the_next_row() -> None:
    rows = table("Chỉ tiêu | Năm 2018", "Số bưu cục | 36", "Thuê bao điện thoại/100 dân | 96,4")
    assert by_code(figures(rows)) == {OFFICES: "36", DENSITY: "96.4"}


def test_a_multiplier_does_not_look_into_the_next_row() -> None:
    rows = table("Chỉ tiêu | Năm 2018", "Thuê bao di động | 1,1 triệu", "Số bưu cục | 36")
    assert by_code(figures(rows)) == {MOBILE: "1100000", OFFICES: "36"}


@pytest.mark.parametrize(
    ("caption", "label", "cell", "expected"),
    [
        ("Đơn vị tính: nghìn thuê bao", "Thuê bao di động", "724,5", (MOBILE, "724500")),
        ("ĐVT: 1000 thuê bao", "Thuê bao di động", "724,5", (MOBILE, "724500")),
        ("Đơn vị tính: tỷ đồng", "Doanh thu viễn thông", "1.020", (TELECOM, "1020")),
        ("Đơn vị tính: triệu đồng", "Doanh thu viễn thông", "1.020.500", (TELECOM, "1020.5")),
        ("Đơn vị tính: tỷ đồng", "Tổng doanh thu bưu chính, viễn thông", "1.020", (REVENUE, "1020")),
        ("Đơn vị: thuê bao/100 dân", "Mật độ điện thoại", "96,4", (DENSITY, "96.4")),
    ],
)  # fmt: skip
def test_unit_in_the_caption(caption: str, label: str, cell: str, expected: tuple[str, str]) -> None:
    rows = table("Chỉ tiêu | Năm 2018", f"{label} | {cell}")
    assert by_code(figures(f"({caption})", rows)) == dict([expected])
    inside = rows.replace("<table>", f"<table><caption>{caption}</caption>")
    assert by_code(figures(inside)) == dict([expected])


@pytest.mark.parametrize(
    "label",
    ["Tổng doanh thu bưu chính, viễn thông (tỷ đồng)", "Tổng doanh thu bưu chính, viễn thông, tỷ đồng"],
)
def test_unit_in_the_label(label: str) -> None:
    assert by_code(figures(table("Chỉ tiêu | Năm 2018", f"{label} | 1.020"))) == {REVENUE: "1020"}


@pytest.mark.parametrize(
    "header",
    [
        "So với cùng kỳ (%)",
        "Tỷ lệ tăng (%)",
        "TH/KH (%)",
        "Năm 2018/2017 (%)",
        "Chỉ số phát triển (năm trước = 100)",
        pytest.param("Đạt % kế hoạch"),
        "Tăng, giảm",
    ],
)
def test_growth_columns_are_dropped(header: str) -> None:
    rows = table(
        f"Chỉ tiêu | Năm 2017 | Năm 2018 | {header}",
        "Bưu cục | 35 | 36 | 102,9",
        "Trạm BTS | 1.180 | 1.234 | 104,6",
    )
    assert facts(rows) == {fact for fact in SERIES if fact[2] != 2016}


def test_result_and_plan_columns_of_one_year() -> None:
    rows = table("Chỉ tiêu | Kế hoạch 2018 | Thực hiện 2018", "Bưu cục | 38 | 36", "Trạm BTS | 1.300 | 1.234")
    found = {(f.indicator, plain(f.value), f.status.value) for f in figures(rows, title=TITLE)}
    assert found == {
        (OFFICES, "38", "target"),
        (OFFICES, "36", "actual"),
        (BTS, "1300", "target"),
        (BTS, "1234", "actual"),
    }


def test_rows_of_districts_count_only_as_their_total() -> None:
    rows = table(
        "STT | Huyện, thành phố | Số bưu cục | Số trạm BTS",
        "1 | Thành phố Phủ Lý | 12 | 400",
        "2 | Huyện Kim Bảng | 10 | 420",
        "3 | Huyện Lý Nhân | 14 | 414",
        "| Toàn tỉnh | 36 | 1.234",
    )
    assert facts("Số liệu năm 2018", rows) == {(OFFICES, "36", 2018), (BTS, "1234", 2018)}


def test_parts_take_their_name_from_the_row_above() -> None:
    rows = table(
        "Chỉ tiêu | Năm 2018",
        "Thuê bao điện thoại | 742.000",
        "- Cố định | 18.000",
        "- Di động | 724.000",
        "+ Trả trước | 650.000",
        "+ Trả sau | 74.000",
    )
    assert by_code(figures(rows)) == {
        PHONES: "742000",
        "telecom.fixed_subscriptions": "18000",
        MOBILE: "724000",
        "telecom.mobile_prepaid": "650000",
        "telecom.mobile_postpaid": "74000",
    }


def test_empty_cells_are_unknown_and_a_nought_is_nought() -> None:
    rows = table(
        "Chỉ tiêu | 2016 | 2017 | 2018",
        "Bưu cục | - | | 36",
        "Trạm BTS 5G | 0 | … | 12",
        "Trạm BTS | x | ... | 1.234",
    )
    assert facts(rows) == {
        (OFFICES, "36", 2018), (f"{BTS}_5g", "0", 2016), (f"{BTS}_5g", "12", 2018), (BTS, "1234", 2018),
    }  # fmt: skip


def test_a_table_for_layout_is_read_as_prose() -> None:
    assert by_code(figures("<table><tr><td><p>Năm 2018, toàn tỉnh có 36 bưu cục.</p></td></tr></table>")) == {
        OFFICES: "36"
    }


def test_evidence_of_a_cell_is_its_whole_row() -> None:
    rows = table(
        "TT | Chỉ tiêu | ĐVT | 2017 | 2018",
        "1 | Số bưu cục | Bưu cục | 35 | 36",
        "2 | Số trạm BTS | Trạm | 1.180 | 1.234",
    )
    evidence = {f.evidence for f in figures(rows) if f.indicator == OFFICES}
    assert evidence == {"Số bưu cục Bưu cục 35 36"}


LINES = """Chỉ tiêu phát triển bưu chính, viễn thông tỉnh Hà Nam

Chỉ tiêu Đơn vị tính Thực hiện 2017 Thực hiện 2018 Kế hoạch 2019

Số bưu cục bưu cục 35 36 38

Mật độ điện thoại máy/100 dân 94,1 96,4 98,0

Số trạm BTS trạm 1.180 1.234 1.300

Tổng doanh thu bưu chính, viễn thông tỷ đồng 960 1.020 1.100
"""
LINE_ROWS = {
    OFFICES: ("35", "36", "38"),
    DENSITY: ("94.1", "96.4", "98"),
    BTS: ("1180", "1234", "1300"),
    REVENUE: ("960", "1020", "1100"),
}
COLUMNS = ((2017, "actual"), (2018, "actual"), (2019, "target"))


def flat(text: str) -> set[tuple[str, str, int | None, str]]:
    _, page, reason = read_page(
        text.encode(), url="http://tin.mau.vn/1.txt", source="mau", content_type="text/plain"
    )
    assert page is not None, reason
    return {(f.indicator, plain(f.value), f.year, f.status.value) for f in read_document(page).figures}


def flat_facts(rows: dict[str, tuple[str, str, str]]) -> set[tuple[str, str, int | None, str]]:
    return {
        (code, value, *column)
        for code, row in rows.items()
        for value, column in zip(row, COLUMNS, strict=True)
    }


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(LINES),
        LINES.replace("Số bưu cục bưu cục 35 36 38\n\n", "") + "\nSố bưu cục bưu cục 35 36 38\n",
    ],
)
def test_a_table_that_lost_its_borders(lines: str) -> None:
    assert flat(lines) == flat_facts(LINE_ROWS)


def test_lines_that_fit_no_columns_are_not_guessed() -> None:
    short = LINES.replace("1.180 1.234 1.300", "1.180 1.234")
    assert BTS not in {code for code, *_ in flat(short)}
