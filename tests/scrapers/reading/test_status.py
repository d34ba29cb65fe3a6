"""Result, estimate or target: the nearest cue wins, then the heading, then the kind of document."""

import pytest

from tests.scrapers.reading.pages import OFFICES, PLAIN_TITLE, figures, plain

SHARE = "telecom.internet_users_share"
Told = list[tuple[str, str]]


def statuses(
    *body: str, code: str = OFFICES, title: str = PLAIN_TITLE, published: str = "2018-12-20"
) -> Told:
    found = figures(*body, title=title, published=published)
    return [(plain(f.value), f.status.value) for f in found if f.indicator == code]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Năm 2018, toàn tỉnh có 36 bưu cục", "actual"),
        ("Năm 2018, số bưu cục đạt 36", "actual"),
        ("Tính đến 30/9/2018, toàn tỉnh hiện có 36 bưu cục", "actual"),
        ("Kết quả thực hiện năm 2018: 36 bưu cục", "actual"),
        ("Năm 2018, toàn tỉnh ước đạt 36 bưu cục", "estimate"),
        ("Ước thực hiện năm 2018, toàn tỉnh có 36 bưu cục", "estimate"),
        ("Dự ước đến hết tháng 12/2018, toàn tỉnh có 36 bưu cục", "estimate"),
        ("Sơ bộ năm 2018, toàn tỉnh có 36 bưu cục", "estimate"),
        ("Kế hoạch năm 2018, toàn tỉnh có 36 bưu cục", "target"),
        ("Mục tiêu năm 2018: toàn tỉnh có 36 bưu cục", "target"),
        ("Phấn đấu đến năm 2020 có 36 bưu cục", "target"),
        ("Đến năm 2020, toàn tỉnh sẽ có 36 bưu cục", "target"),
        ("Đến năm 2020 đạt 36 bưu cục", "target"),
        ("Chỉ tiêu giao năm 2018: 36 bưu cục", "target"),
    ],
)
def test_words_beside(words: str, status: str) -> None:
    assert statuses(f"{words}.") == [("36", status)]


def test_a_target_cited_by_the_result_that_met_it() -> None:
    words = "Năm 2018, tỷ lệ người dân sử dụng Internet đạt 43,81%, vượt chỉ tiêu 40%."
    assert statuses(words, code=SHARE) == [("43.81", "actual"), ("40", "target")]


def test_result_and_plan_side_by_side() -> None:
    words = "Năm 2018, toàn tỉnh có 36 bưu cục; kế hoạch năm 2019 là 38 bưu cục."
    assert statuses(words) == [("36", "actual"), ("38", "target")]


def test_chi_tieu_as_the_heading_of_results_is_no_target() -> None:
    body = ("<h3>Kết quả thực hiện các chỉ tiêu năm 2018</h3>", "Toàn tỉnh có 36 bưu cục.")
    assert statuses(*body) == [("36", "actual")]


def test_the_heading_tells_what_the_items_leave_open() -> None:
    body = (
        "<h3>1. Kết quả năm 2018</h3>",
        "<ul><li>Số bưu cục: 36</li></ul>",
        "<h3>2. Mục tiêu năm 2019</h3>",
        "<ul><li>Số bưu cục: 38</li></ul>",
    )
    assert statuses(*body) == [("36", "actual"), ("38", "target")]


def test_a_plan_plans_whatever_tense_it_speaks_in() -> None:
    title = "Kế hoạch phát triển bưu chính, viễn thông tỉnh Hà Nam năm 2019"
    assert statuses("Tổng số bưu cục: 36 bưu cục.", title=title) == [("36", "target")]


def test_a_plan_still_reports_what_there_is() -> None:
    title = "Kế hoạch phát triển bưu chính, viễn thông tỉnh Hà Nam năm 2019"
    body = ("Hiện nay, toàn tỉnh có 36 bưu cục.", "Đến hết năm 2019, có 38 bưu cục.")
    assert statuses(*body, title=title) == [("36", "actual"), ("38", "target")]


def test_columns_tell() -> None:
    rows = (
        "<table><tr><th>Chỉ tiêu</th><th>Thực hiện năm 2017</th><th>Ước thực hiện năm 2018</th>"
        "<th>Kế hoạch năm 2019</th></tr><tr><td>Bưu cục</td><td>35</td><td>36</td><td>38</td></tr>"
        "<tr><td>Trạm BTS</td><td>1.180</td><td>1.234</td><td>1.300</td></tr></table>"
    )
    assert statuses(rows) == [("35", "actual"), ("36", "estimate"), ("38", "target")]
