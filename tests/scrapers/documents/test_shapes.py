"""Shapes of the known families, and of pages of none, that name their parts in other ways."""

from datetime import date

import pytest

from scrapers.documents import read_page
from scrapers.model import BlockKind, PageOutcome
from tests.scrapers.documents.conftest import Reader

TITLE = "Kế hoạch phát triển bưu chính năm 2017"
DAY = date(2016, 11, 28)
TABLE = (
    "<p align=center><b>BIỂU TỔNG HỢP CHỈ TIÊU</b></p><p>ĐVT: điểm</p><table><tr><th>Chỉ tiêu</th>"
    "<th>2016</th></tr><tr><td>Điểm phục vụ</td><td>187</td></tr><tr><td>Bưu cục</td><td>31</td></tr></table>"
)
SHAREPOINT = (
    "<html><head><meta name=GENERATOR content='Microsoft SharePoint'><title>{}</title></head><body>{}</body>"
)
FIELDS = (
    f"<div id=MSO><div class='ms-rtestate-field title'><h2>{TITLE}</h2></div>"
    "<div class=date>Ngày đăng: 28/11/2016 - Lượt xem: 1.274</div>"
    "<div class='ms-rtestate-field summary'><b></b></div>"
    f"<div class='ms-rtestate-field ExternalClass8C3'>{TABLE}</div></div>"
)
DISPLAY_FORM = (
    f"<table class=ms-formtable><tr><td class=ms-formlabel>Tiêu đề</td>"
    f"<td class=ms-formbody id=SPFieldText>{TITLE}</td></tr>"
    "<tr><td>Ngày</td><td class=ms-formbody id=SPFieldDateTime>28/11/2016</td></tr><tr><td>Nội dung</td>"
    f"<td class=ms-formbody id=SPFieldNote><div class=ExternalClassA1>{TABLE}</div></td></tr></table>"
)
PLACEHOLDER = (
    f"<div id=ctl00_PlaceHolderMain_x><h1>{TITLE}</h1><p>28/11/2016 10:05</p>"
    f"<div class=ExternalClassB2>{TABLE}</div></div>"
)


@pytest.mark.parametrize("body", [FIELDS, DISPLAY_FORM, PLACEHOLDER], ids=["fields", "form", "placeholder"])
def test_sharepoint_articles_that_are_a_table(read: Reader, body: str) -> None:
    document = read(SHAREPOINT.format(TITLE, body))
    assert (document.profile, document.title, document.published) == ("sharepoint", TITLE, DAY)
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.CAPTION, BlockKind.CAPTION, BlockKind.TABLE]
    assert sum(cell.header for cell in document.blocks[-1].cells) == 2


@pytest.mark.parametrize(
    "head",
    [
        f"<p align=center><b><font size=3>{TITLE}</font></b></p><p><i>(Cập nhật 28/11/2016)</i></p>",
        f"<b>{TITLE}</b><br><font size=1>Đăng ngày 28/11/2016 - 14h25</font><br>",
        f"<div class=ms-title>{TITLE}</div><div>(11/28/2016 9:40) - Ngày đăng: 28/11/2016</div>",
        f"<h1>{TITLE}</h1><div><time>28/11/2016</time> <span>Lượt xem: 2 061</span></div>",
    ],
)
def test_titles_and_dates_of_pages_whose_title_element_names_the_site(read: Reader, head: str) -> None:
    prose = "Năm 2017, toàn tỉnh phấn đấu có 195 điểm phục vụ bưu chính, trong đó có 31 bưu cục. " * 3
    page = (
        "<title>Sở Bưu chính, Viễn thông tỉnh Mẫu</title><body><table><tr><td>Thứ sáu, 13/01/2017</td></tr>"
        "<tr><td width=160><b>LIÊN KẾT TRANG</b></td>"
        f"<td><p>Tin tức / Kế hoạch</p>{head}<p>{prose}</p></td></tr></table>"
    )
    document = read(page)
    assert (document.title, document.published) == (TITLE, DAY)
    assert [document.text[b.start : b.end] for b in document.blocks] == [TITLE, prose.strip()]


def test_a_page_on_which_nothing_has_a_name(read: Reader) -> None:
    prose = "Năm 2017, toàn tỉnh phấn đấu có 195 điểm phục vụ bưu chính, trong đó có 31 bưu cục. " * 3
    page = (
        f"<title>{TITLE} | Sở Thông tin và Truyền thông tỉnh Mẫu</title><body><div><h3>Chuyên mục</h3>"
        "<a href=/b>Bưu chính</a></div><div><div>Trang chủ » Bưu chính</div>"
        f"<div>{TITLE}</div><div>28/11/2016 10:05</div><div><p>{prose}</p></div></div></body>"
    )
    document = read(page)
    assert (document.title, document.published, document.published_rule) == (TITLE, DAY, "near title")
    assert [document.text[b.start : b.end] for b in document.blocks] == [TITLE, prose.strip()]


def test_a_date_at_the_head_of_the_text(read: Reader) -> None:
    prose = "Năm 2017, toàn tỉnh phấn đấu có 195 điểm phục vụ bưu chính, trong đó có 31 bưu cục. " * 3
    document = read(
        f"<title>{TITLE}</title><body><div><p>Cập nhật: 28/11/2016</p><p>{prose}</p></div></body>"
    )
    assert (document.published, document.published_rule) == (DAY, "head")
    undated = read(f"<title>{TITLE}</title><body><div><p>Ngày 28/11/2016</p><p>{prose}</p></div></body>")
    assert (undated.published, undated.published_rule) == (None, None)


def test_a_report_may_be_called_so(read: Reader) -> None:
    page = (
        "<title>BÁO CÁO TỔNG KẾT NĂM</title><body><h1>BÁO CÁO TỔNG KẾT NĂM</h1><p>Có 5 xã trong năm 2010</p>"
    )
    assert read(page).title == "BÁO CÁO TỔNG KẾT NĂM"


def test_only_news_lists_in_the_body_are_a_listing() -> None:
    links = "".join(
        f"<li><a href=/tin/{n}>Hội nghị thứ {n} của ngành</a> (25/06/2009)</li>" for n in range(5)
    )
    page = f"<meta name=generator content=NukeViet><div id=news-bodyhtml><ul>{links}</ul></div>"
    outcome, document, _ = read_page(page.encode(), url="http://mau.vn/tin", source="mau")
    assert (outcome, document) == (PageOutcome.LISTING, None)
