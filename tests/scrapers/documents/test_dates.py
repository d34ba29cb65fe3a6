"""Dates as Vietnamese pages write them, and where on a page they count."""

from datetime import UTC, date, datetime

import pytest

from scrapers.documents.dates import date_line, find_date, from_url
from tests.scrapers.documents.conftest import Reader

DAY = date(2018, 12, 3)


@pytest.mark.parametrize(
    "line",
    [
        "03-12-2018 13:16",
        "Thứ hai - 03/12/2018 15:12",
        "Thứ 2, 3/12/2018 | 10:50:11",
        "09:12:54 | 3/12/2018",
        "20:15', 03/12/2018 (GMT+7)",
        "Thứ Hai, 03.12.2018, 19:31 [GMT+7]",
        "Cập nhật ngày 03/12/2018",
        "Ngày 3 tháng 12 năm 2018",
        "Tháng Mười Hai 3, 2018",
        "3 Tháng 12 2018 08:15",
        "2018-12-03",
        "03/12/2018 09:15 Lượt xem: 5.269",
        "BBT Tin tức Tháng Mười Hai 3, 2018",
    ],
)
def test_date_lines(line: str) -> None:
    assert date_line(line) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Giấy phép số 133/GP-TTĐT cấp ngày 21/11/2016",
        "Quyết định số 1529 ngày 25/8/2009 của UBND tỉnh về quy hoạch",
        "Hôm nay: 674",
        "31/02/2018",
        "Năm 2018",
        "03/12/1918",
    ],
)
def test_no_date_lines(line: str) -> None:
    assert date_line(line) is None


def test_first_date_of_a_text() -> None:
    assert find_date("Từ 45/2016/QĐ, ngày 03/12/2018, rồi 04/12/2018") == DAY


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://bao.vn/2018/12/03/tin.html", DAY),
        ("http://bao.vn/tin/20181203/bai-viet", DAY),
        ("http://bao.vn/ket-qua-03122018-a139329.html", DAY),
        ("http://bao.vn/tin-197241009162230037.htm", None),
        ("http://bao.vn/bai-1000127", None),
    ],
)
def test_date_of_an_address(url: str, day: date | None) -> None:
    assert from_url(url) == day


BODY = "<p>" + "Mạng bưu chính của tỉnh phục vụ tốt người dân ở mọi xã. " * 4 + "</p>"


def test_neither_clock_nor_related_nor_footer(read: Reader) -> None:
    document = read(
        f"<html><body><div class=clock>Thứ hai, 05/06/2023</div><div><h1>Tin bưu chính tỉnh</h1>{BODY}</div>"
        "<div class=box><a href=/x>Bưu điện tỉnh bàn giao máy tính</a> (01/02/2017)</div>"
        "<footer>Cấp ngày 03/02/2012</footer></body></html>"
    )
    assert (document.published, document.published_rule) == (None, None)


def test_json_ld(read: Reader) -> None:
    script = '<script type="application/ld+json">{"datePublished":"2018-12-02T22:00:00Z"}</script>'
    document = read(f"<html><head>{script}</head><body><h1>Tin bưu chính tỉnh</h1>{BODY}</body></html>")
    assert (document.published, document.published_rule) == (DAY, "meta")  # the day in Vietnam


def test_no_date_after_the_capture(read: Reader) -> None:
    page = f"<html><body><h1>Tin bưu chính</h1><p>03/12/2018</p>{BODY}</body></html>"
    assert read(page, captured_at=datetime(2018, 12, 4, tzinfo=UTC)).published == DAY
    assert read(page, captured_at=datetime(2017, 1, 1, tzinfo=UTC)).published is None
