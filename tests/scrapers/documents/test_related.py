"""What stands in an article's element and is not the article; and what looks alike and is."""

import pytest

from scrapers.documents.lines import is_contact, is_dated
from scrapers.model import Document
from tests.scrapers.documents.conftest import Reader

PROSE = "Đến hết năm 2018, toàn tỉnh có 980 trạm thu phát sóng, phủ sóng tới trung tâm của tất cả các xã."
MORE = "Trong năm 2019, các doanh nghiệp sẽ lắp đặt thêm 120 trạm thu phát sóng ở vùng sâu và biên giới."
OTHERS = "<a href=/1>Kiểm tra 34 đại lý Internet</a> (25/06/2009)"
PAGE = (
    "<html><head><title>Trạm thu phát sóng năm 2018</title></head><body>"
    "<div id='news-bodyhtml'><p>{}</p>{}</div></body></html>"
)


def said(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks[1:]]


@pytest.mark.parametrize(
    "tail",
    [
        f"<hr><b>Các tin đã đưa:</b><br>- {OTHERS}<br>- Họp báo tháng 6 (19/06/2009)",
        f"<h3>Tin liên quan</h3><div>• {OTHERS}</div><div>Họp báo với hơn 40 phóng viên</div>",
        f"<p><b>Bài viết khác</b></p><p>{OTHERS}</p><p>{MORE}</p>",  # a teaser with its lead
        f"<div class=khac><div>Tin cùng chuyên mục</div><ul><li>{OTHERS}</li></ul></div><p>BBT</p>",
        f"<table><tr><td><b>Tin đã đưa:</b></td></tr><tr><td>- {OTHERS}</td></tr></table>",
        f"<ul><li>{OTHERS}</li><li>Họp báo [19/06/2009]</li></ul>",  # no heading tells them
        "<p>" + "".join(f"<a href=/{n}>Hội nghị lần thứ {n} của ngành</a><br>" for n in range(3)) + "</p>",
        "<table>" + "<tr><td><a href=/1>Kiểm tra 34 đại lý</a></td><td>25/06/2009</td></tr>" * 3 + "</table>",
        "<p>Số lượt truy cập<br>0 3 8 6 1 2<br>Đang xem: 14</p><p>Truy cập trong ngày: 271</p>",
        "<p>Bạn là người truy cập thứ 214.556</p><p>TÌM KIẾM</p><p>Liên kết website</p>",
        "<p>Sở TT&TT tỉnh Mẫu, số 27 Nam Kỳ Khởi Nghĩa, TP. Mẫu. ĐT: 0273.3977 184</p>",
        "<p>Điện thoại: (0273) 3977 184</p><p>Chịu trách nhiệm: Giám đốc Sở</p><p>Giấy phép số 52/GP-BC</p>",
        "<p>Trang chủ | Giới thiệu | Tin tức</p><p>Hôm nay: 13:05 Thứ tư, 06/11/2019</p>",
    ],
)
def test_not_the_article(read: Reader, tail: str) -> None:
    assert said(read(PAGE.format(PROSE, tail))) == [PROSE]


@pytest.mark.parametrize(
    ("tail", "goes_on"),
    [
        (f"<div><b>Tin liên quan</b><ul><li>{OTHERS}</li></ul></div><p>{MORE}</p>", [MORE]),
        (
            f"<p><b>Tin liên quan</b></p><p>{OTHERS}</p><p><b>II. Mục tiêu</b></p><p>Đạt 5%</p>",
            ["II. Mục tiêu", "Đạt 5%"],
        ),
        ("<p>Phê duyệt quy hoạch (25/06/2009)</p><p>Có 5 xã</p>",) * 2,
        ("<p>Điện thoại: 1.023.400 thuê bao</p><p>Internet: 16.742 thuê bao</p>",) * 2,
        ("<p>Sở đã cấp 46 giấy phép xuất bản, thẩm định quyết định số 12 của phường</p>",) * 2,
        ("<p>Xem thêm <a href=/k>kế hoạch</a> kèm theo</p>",) * 2,
    ],
)
def test_the_article(read: Reader, tail: str, goes_on: list[str] | str) -> None:
    document = read(PAGE.format(PROSE, tail))
    if isinstance(goes_on, str):
        expected = said(read(PAGE.format("", goes_on)))
        assert len(expected) == goes_on.count("<p>")
    else:
        expected = goes_on
    assert said(document) == [PROSE, *expected]


def test_what_stands_above_the_title_is_the_frame(read: Reader) -> None:
    page = (
        "<title>Trạm thu phát sóng năm 2018</title><body><div><p>Bưu chính, viễn thông</p><p>Văn bản mới</p>"
        f"<h1>Trạm thu phát sóng năm 2018</h1><p>Ngày đăng: 05/01/2019 08:15</p><p>{PROSE}</p></div></body>"
    )
    assert said(read(page)) == [PROSE]


def test_a_lead_between_title_and_body_is_read(read: Reader) -> None:
    page = (
        "<title>Trạm thu phát sóng năm 2018</title><body><div><h1>Trạm thu phát sóng năm 2018</h1>"
        f"<p class=sapo>Có 310 trạm 3G.</p><div class=noidung><p>{PROSE}</p><p>{MORE}</p></div></div>"
        "<div><p class=sapo>Bài khác: có 7 trạm.</p></div></body>"
    )
    assert said(read(page)) == ["Có 310 trạm 3G.", PROSE, MORE]


def test_data_in_a_layout_of_old_pages(read: Reader) -> None:
    """Short cells speak for the cell their table stands in, not for the whole page."""
    rows = "".join(f"<tr><td>{n}</td><td>Huyện số {n}</td><td>{n}7</td></tr>" for n in range(2, 9))
    page = (
        "<title>..:: SO THONG TIN VA TRUYEN THONG ::..</title><body><table><tr><td colspan=3>Sở</td></tr>"
        "<tr><td>Lịch công tác tuần<br>Văn bản pháp quy</td><td><p class=tieude>Bưu cục năm 2018</p>"
        f"<p>{PROSE}</p><table><tr><td>TT</td><td>Huyện</td><td>Bưu cục</td></tr>{rows}</table></td>"
        "<td>Thông báo tuyển dụng</td></tr></table></body>"
    )
    document = read(page)
    assert document.title == "Bưu cục năm 2018"
    assert [words.splitlines()[0] for words in said(document)] == [PROSE, "TT\tHuyện\tBưu cục"]


@pytest.mark.parametrize(
    "line", ["Tin A (25/06/2009)", "Tin A [1/6/2009 07:15].", "25-06-2009", "(25/06/2009)"]
)
def test_dated_lines(line: str) -> None:
    assert is_dated(line)


@pytest.mark.parametrize("line", ["Đạt 8/12 huyện (8/12)", "Thuê bao (31/12)", "Năm (2009)", "Có 5 xã"])
def test_lines_that_only_look_dated(line: str) -> None:
    assert not is_dated(line)


def test_prose_with_a_telephone_number_stays_prose() -> None:
    assert not is_contact(
        "Trong 6 tháng có 214 SIM bị khóa; phản ánh về số điện thoại 0220.3859.999, email a@mau.vn."
    )
