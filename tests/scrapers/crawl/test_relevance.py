"""What pages are worth, by titles and addresses; no page with figures may be left out."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.crawl.relevance import RELEVANCE, Interest
from scrapers.crawl.wording import Lexicon
from scrapers.datafiles import load_yaml
from scrapers.errors import UserError
from scrapers.sample.content import Slugs, load_portals, slug

TESTS = Path(__file__).parents[2]
HOST = "http://stttt.example.gov.vn"


def interest(title: str = "", path: str = "/") -> Interest:
    return RELEVANCE.interest(title, HOST + path)


def labelled(name: str) -> Iterator[tuple[str, str]]:
    """Title and address as its source gives it, of the labelled pages that state figures."""
    folder = TESTS / name
    lines = (folder / "labels.jsonl").read_text("utf-8").splitlines()
    with_figures = {json.loads(line)["doc"] for line in lines}
    for line in (folder / "documents.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        page = folder / "pages" / f"{document['doc']}.html"
        if document["doc"] in with_figures and page.exists():
            tree = LexborHTMLParser(page.read_bytes())
            for node in tree.css("h1, title"):
                yield " ".join(node.text().split()), str(document["source_url"])


@pytest.mark.parametrize("name", ["gold", "adversarial"])
def test_no_page_with_figures_is_left_out(name: str) -> None:
    pages = list(labelled(name))
    assert len(pages) > 30
    for title, address in pages:
        assert interest(title) is not Interest.UNWANTED, title
        assert interest(path=f"/tin-tuc/{slug(title, Slugs())}-12.html") is not Interest.UNWANTED, title
        assert interest(path=f"/{slug(title, Slugs(drops_d=True))}.aspx?ID=4") is not Interest.UNWANTED, title
        if address.startswith("http"):
            assert RELEVANCE.interest("", address) is not Interest.UNWANTED, address
    wanted = sum(interest(title) is Interest.WANTED for title, _ in pages)
    assert wanted > 0.75 * len(pages)


def test_of_the_samples_only_notices_are_left_out() -> None:
    items = [(portal.host, item) for portal in load_portals() for item in portal.items]
    left_out = {
        item.title
        for host, item in items
        if RELEVANCE.interest(item.title, f"http://{host}{item.path}") is Interest.UNWANTED
    }
    assert left_out == {
        "Danh bạ điện thoại các phòng của Sở",
        "Lịch công tác tuần 34 năm 2015",
        "Lịch tiếp công dân năm 2020",
        "Phóng sự ảnh Ngày Sách và Văn hóa đọc",
        "Thông báo bán đấu giá thiết bị thanh lý",
        "Thông báo tuyển dụng viên chức Trung tâm Công nghệ thông tin và Truyền thông năm 2022",
    }


def test_titles_and_addresses_of_all_kinds() -> None:
    with (Path(__file__).parent / "links.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(row["title"], row["path"], interest(row["title"], row["path"] or "/").name) for row in rows]
    assert found == [(row["title"], row["path"], row["interest"]) for row in rows]


@pytest.mark.parametrize(
    "path",
    [
        "/dang-nhap", "/Login.aspx?ReturnUrl=%2F", "/users/login/", "/index.php?nv=users&op=register",
        "/wp-login.php", "/tim-kiem?tukhoa=bts", "/index.php?nv=seek", "/?s=bts", "/gio-hang/",
    ],
)  # fmt: skip
def test_logins_and_searches_are_no_pages(path: str) -> None:
    assert not RELEVANCE.is_page(HOST + path)
    assert not RELEVANCE.is_page(HOST + path, copies=True)


@pytest.mark.parametrize(
    "path",
    [
        "/print/thue-bao-2016.htm", "/in-bai/thue-bao.html", "/vn/print.aspx?news_id=113778",
        "/news/print/tin/a.html",
        "/index.php?option=com_content&view=article&id=5&tmpl=component&print=1",
        "/a.html?replytocom=5", "/comments/feed/",
        "/tin/a.html?lang=en", "/danh-sach?sort=ngay", "/tin?filter_order=a.title&id=3",
    ],
)  # fmt: skip
def test_copies_are_pages_only_where_nothing_else_may_be_left(path: str) -> None:
    assert not RELEVANCE.is_page(HOST + path)
    assert RELEVANCE.is_page(HOST + path, copies=True)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/tin-tuc/in-an-va-phat-hanh.html", "/index.php?language=vi&nv=news",
        "/danh-sach?sort=ngay&page=2", "/tin/dang-nhap-mot-lan-sso.html",
        "/Default.aspx?page=2", "/rss/", "/node?q=node/12", "/tra-cuu-so-lieu",
    ],
)  # fmt: skip
def test_other_addresses_are_pages(path: str) -> None:
    assert RELEVANCE.is_page(HOST + path)


def test_texts_that_tell_nothing() -> None:
    nothing = [
        "",
        "2",
        "»",
        "Xem tiếp...",
        "[Chi tiết]",
        "XEM THÊM »",
        "Đọc thêm →",
        "Trang 2",
        "read more",
        "10/5/2016",
    ]
    assert [text for text in nothing if RELEVANCE.tells(text)] == []
    assert all(map(RELEVANCE.tells, ["Sóng về bản", "Kế hoạch 2018", "Chi tiết các chỉ tiêu", "5G"]))


def test_a_link_costs_microseconds() -> None:
    title, path = (
        "Tổng kết công tác thông tin và truyền thông năm 2016",
        "/tin-tuc/tong-ket-cong-tac-nam-2016-861.html",
    )
    began = time.process_time()
    for _ in range(2_000):
        interest(title, path)
    assert time.process_time() - began < 2_000 * 0.000_3


def test_mistakes_in_the_words_are_told_with_their_line(tmp_path: Path) -> None:
    words = tmp_path / "relevance.yaml"
    rest = "sections: [a]\nmenus: [a]\nneutral: [a]\nempty: [a]\ncopies: [b]\n"
    words.write_text(
        "wanted:\n  - viễn thông\n  - Thuê bao\nunwanted: [c]\nmachinery: ['(']\n" + rest, "utf-8"
    )
    with pytest.raises(
        UserError, match=r"relevance\.yaml:3: wanted\.1: write it in lower case(.|\n)*:5: machinery\.0"
    ):
        load_yaml(words, Lexicon)
    words.write_text("wanted: [c]\nunwanted: [c]\nmachinery: [d]\n" + rest, "utf-8")
    with pytest.raises(UserError, match="stand twice"):
        load_yaml(words, Lexicon)
