"""Which links a page has, and which of them a source's patterns let in."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.crawl.discovery import Link, Role, Scope, feed_links, page_links
from scrapers.crawl.relevance import Interest
from tests.scrapers.scenario import HOST, source

PAGE = f"http://{HOST}/tin/"


def urls(html: str) -> list[str]:
    return [link.url.removeprefix(f"http://{HOST}") for link in page_links(html.encode(), PAGE)]


def test_links_in_page_order_each_once_with_their_words() -> None:
    html = (
        '<a href="b.html">Kế  hoạch\n<b>2018</b></a><a href="/a.html" title="Báo cáo"><img src=x></a>'
        '<a href="b.html#binh-luan">lại</a><a href="#dau">lên</a><a href="mailto:x@a.vn">thư</a>'
        '<a href="javascript:__doPostBack(1)">2</a><a href="">-</a><a>không</a>'
    )
    links = list(page_links(html.encode(), PAGE))
    assert links == [
        Link(f"{PAGE}b.html", "Kế hoạch 2018"),
        Link(f"http://{HOST}/a.html", "Báo cáo"),
    ]


def test_base_element_and_broken_html() -> None:
    assert urls('<head><base href="/moi/"></head><td><a href="x.aspx?ItemID=3>"') == []
    assert urls('<base href="/moi/"><table><td><a href=x.aspx?ItemID=3>x') == ["/moi/x.aspx?ItemID=3"]


def test_announced_feeds_are_feeds() -> None:
    html = '<link rel="alternate" type="application/rss+xml" href="/rss/"><link rel=stylesheet href=/a.css>'
    assert list(page_links(html.encode(), PAGE)) == [Link(f"http://{HOST}/rss/", feed=True)]


def test_an_address_gets_the_longest_text_that_tells_anything() -> None:
    html = (
        '<a href=/a><img src=x alt="Ảnh"></a><h3><a href=/a>Thuê bao năm 2016</a></h3>'
        '<a href=/a title="Thuê bao điện thoại năm 2016">Chi tiết</a><a href=/a>Xem tiếp</a><a href=/b>2</a>'
        '<a href=/c><img alt="Trạm BTS"> năm 2015</a><a href=/d>Tin <b>vắn</b></a><a href=/d>'
        + "Tóm tắt " * 50
        + "</a>"
    )
    assert {
        link.url.removeprefix(f"http://{HOST}"): link.title for link in page_links(html.encode(), PAGE)
    } == {
        "/a": "Thuê bao điện thoại năm 2016",
        "/b": "",
        "/c": "Trạm BTS năm 2015",
        "/d": "Tin vắn",
    }


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr onclick=\"location.href='/x?id=3'\"><td>Tin</table>", ["/x?id=3"]),
        ("<a href=# onclick=\"window.open('xem.aspx?ID=3&amp;a=1','_blank')\">Tin</a>",
         ["/tin/xem.aspx?ID=3&a=1"]),
        ("<div onclick='window.location = \"tin-5\"'>Tin</div>", ["/tin/tin-5"]),
        ("<div onclick=\"location='/tin/' + id\">Tin</div>", []),
        ("<select><option value=1>1<option value='/ds?page=2'>2<option value='?page=3'>3</select>",
         ["/ds?page=2", "/tin/?page=3"]),
        ("<li data-href='/a.html'>A</li><li data-url='b'>B</li>", ["/a.html"]),
        ("<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;ctl00$x&quot;, "
         "&quot;&quot;, false, &quot;&quot;, &quot;/Default.aspx?page=2&quot;, false, false))'>2</a>",
         ["/Default.aspx?page=2"]),
        ("<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;x&quot;,"
         "&quot;&quot;,false,&quot;&quot;,&quot;trang2&quot;,false,true))'>2</a>", ["/tin/trang2"]),
        ("<a href=\"javascript:__doPostBack('ctl00$Pager','2')\">2</a>", []),
        ("<a href=\"javascript:xem('http://stttt.example.gov.vn/a\\u0026b')\">A</a>", ["/a&b"]),
        ("<frameset><frame src=/trai.html><frame src=giua.html></frameset>",
         ["/trai.html", "/tin/giua.html"]),
        ("<iframe src=/bang.html></iframe>", ["/bang.html"]),
        ("<meta http-equiv=Refresh content=\"0; URL='/moi/'\"><meta http-equiv=refresh content=300>",
         ["/moi/"]),
        ("<link rel='next' href='?p=2'><link rel=prev href='?p=1'>", ["/tin/?p=2"]),
        ("<script>location.href='/bay'; var a = '<a href=/bay2>x</a>';</script>", []),
    ],
)  # fmt: skip
def test_links_that_are_no_plain_links(html: str, expected: list[str]) -> None:
    assert urls(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<a href=/{n}>x {n}</a>" for n in range(50_000)),
        "<div onclick=\"location='/x'\">" * 100_000,
        "<a href=/x><object>" * 100_000,
        '<a onclick="' + "'/x" * 1_500_000 + '">x</a>',
        "<a href='javascript:PostBackOptions(" + "a," * 2_000_000 + "'>x</a>",
    ],
    ids=["many", "nested", "nested-anchors", "quotes", "arguments"],
)
def test_hostile_pages_cost_little(html: str) -> None:
    began = time.process_time()
    list(page_links(html.encode(), PAGE))
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"/tin/": Role.LISTING, "/tin/a.html": Role.LISTING, "/x": Role.LISTING}),
        ({"article_pattern": r"\.html$"}, {"/tin/": None, "/tin/a.html": Role.ARTICLE, "/x": None}),
        (
            {"listing_pattern": r"/tin/$", "exclude_pattern": "/x"},
            {"/tin/": Role.LISTING, "/tin/a.html": Role.ARTICLE, "/x": None},
        ),
        (
            {"article_pattern": r"\.html$", "listing_pattern": r"/tin/$"},
            {"/tin/": Role.LISTING, "/tin/a.html": Role.ARTICLE, "/x": None},
        ),
    ],
    ids=["no-pattern", "article", "listing", "both"],
)
def test_patterns_decide(fields: dict[str, str], expected: dict[str, Role | None]) -> None:
    scope = Scope(source(**fields))
    assert {path: scope.role(Link(f"http://{HOST}{path}")) for path in expected} == expected
    assert scope.role(Link("http://other.example.com/tin/a.html")) is None
    assert scope.role(Link(f"http://{HOST}/anh/a.html.JPG")) is None


def test_articles_about_something_else_are_left_out() -> None:
    scope = Scope(source(article_pattern=r"\.html$", listing_pattern=r"/tin/|tuyen-dung/$"))
    jobs = f"http://{HOST}/thong-bao-tuyen-dung-2019.html"
    assert scope.role(Link(jobs)) is None
    assert scope.role(Link(f"http://{HOST}/12.html", "Thông báo tuyển dụng viên chức")) is None
    assert scope.role(Link(f"http://{HOST}/12.html", "Thông báo")) is Role.ARTICLE
    section = Link(f"http://{HOST}/tuyen-dung/", "Tuyển dụng")
    assert scope.worth(section) == (Role.LISTING, Interest.UNSURE)
    assert scope.role(Link(f"http://{HOST}/tuyen-dung.rss", "Tuyển dụng", feed=True)) is Role.FEED
    assert scope.role(Link(f"http://{HOST}/tin/dang-nhap")) is None
    assert scope.worth(Link(f"http://{HOST}/12.html", "Số thuê bao")) == (Role.ARTICLE, Interest.WANTED)


def test_the_source_has_the_first_word() -> None:
    scope = Scope(
        source(
            article_pattern=r"\.html$", wanted_pattern="(?i)tuyển dụng|sso", unwanted_pattern="thuê bao|/cu/"
        )
    )
    jobs = Link(f"http://{HOST}/1.html", "Tuyển dụng thuê bao")
    assert scope.worth(jobs) == (Role.ARTICLE, Interest.WANTED)
    assert scope.worth(Link(f"http://{HOST}/1.html", "Số thuê bao")) is None
    assert scope.role(Link(f"http://{HOST}/cu/1.html", "Số liệu")) is None
    assert scope.role(Link(f"http://{HOST}/login/sso.html")) is Role.ARTICLE


def test_of_a_dead_site_print_versions_are_taken() -> None:
    link = Link(f"http://{HOST}/vn/print.aspx?news_id=5")
    assert Scope(source()).role(link) is None
    assert Scope(source(kind="wayback")).role(link) is Role.LISTING


def test_sitemap_index_leads_to_sitemaps() -> None:
    index = f"<?xml version='1.0'?><sitemapindex><sitemap><loc> {PAGE}s.xml </loc></sitemap></sitemapindex>"
    assert list(feed_links(index.encode(), PAGE)) == [Link(f"{PAGE}s.xml", feed=True)]


def test_gzipped_sitemap_and_atom() -> None:
    sitemap = f"<urlset><url><loc>{PAGE}a</loc></url><url><loc></loc></url></urlset>"
    assert list(feed_links(gzip.compress(sitemap.encode()), PAGE)) == [Link(f"{PAGE}a")]
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Báo cáo</title>'
        '<link href="b.html"/></entry></feed>'
    )
    assert list(feed_links(atom.encode(), PAGE)) == [Link(f"{PAGE}b.html", "Báo cáo")]


@given(st.one_of(st.binary(max_size=80), st.text(alphabet="<>a href=\"/'?&#;:urlsetloc[]% ", max_size=80)))
def test_no_page_and_no_feed_breaks_the_search_for_links(part: bytes | str) -> None:
    junk = part if isinstance(part, bytes) else part.encode()
    for links in (
        page_links(b'<a href="' + junk + b'">x</a>' + junk, PAGE),
        feed_links(junk, PAGE),
        feed_links(b"<urlset><url><loc>" + junk, PAGE),
        feed_links(b"<rss><channel><item><link>" + junk + b"</link><title>" + junk, PAGE),
    ):
        assert all(link.url.startswith(("http://", "https://")) for link in links)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\x1f\x8b broken",
        b"not xml",
        gzip.compress(b"<urlset>" + b" " * 70_000_000),
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>&e;</loc></url></urlset>",
    ],
    ids=["empty", "no-gzip", "text", "bomb", "entity"],
)
def test_hostile_feeds_lead_nowhere(hostile: bytes) -> None:
    assert list(feed_links(hostile, PAGE)) == []


def test_a_feed_that_names_a_file_of_this_machine_does_not_get_it_read(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss version='2.0'><channel><item><link>{PAGE}a</link></item></channel></rss>")
    assert list(feed_links(str(feed).encode(), PAGE)) == []


def test_blanks_in_a_postback_cost_no_time() -> None:
    script = "PostBackOptions(" + (" " * 970 + ",") * 3 + " " * 970
    started = time.monotonic()
    assert list(page_links(f"<a href='javascript:{script}'>x</a>".encode(), PAGE)) == []
    assert time.monotonic() - started < 5
