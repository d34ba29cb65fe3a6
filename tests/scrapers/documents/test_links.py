"""Links of listings, and the sample portals as a whole: what is a listing, what an article."""

import pytest

from scrapers.documents import Link, page_links, read_page
from scrapers.model import PageOutcome
from scrapers.sample.content import Item, Portal, load_portals
from scrapers.sample.site import Site

PORTALS = {portal.id: portal for portal in load_portals()}

LISTING = """<html><head><meta name="generator" content="NukeViet v4.x"></head><body>
<nav><a href="/about/">Giới thiệu</a></nav>
<div class="news_column"><h2><a href="/news/bai-1.html#top">Bài thứ nhất</a></h2>
<p>Lời dẫn. <a href="../x">Chi tiết</a></p>
<h2><a href="/news/bài%202.html?id=5&amp;p=1" title="Bài hai"></a></h2>
<h2><a href="/news/bai-1.html">Bài thứ nhất</a></h2></div>
<a href="javascript:void(0)">Không</a><a href="mailto:a@b.vn">Thư</a><a href="http://[bad">Hỏng</a></body></html>"""


def test_listing_links_come_first_once_each_and_absolute() -> None:
    assert page_links(LISTING.encode(), "http://mau.gov.vn/news/") == [
        Link("http://mau.gov.vn/news/bai-1.html", "Bài thứ nhất"),
        Link("http://mau.gov.vn/news/bài%202.html?id=5&p=1", "Bài hai"),
        Link("http://mau.gov.vn/about/", "Giới thiệu"),
        Link("http://mau.gov.vn/x", "Chi tiết"),
    ]


def test_base_element_is_heeded() -> None:
    page = b'<html><head><base href="http://khac.vn/tin/"></head><body><a href="a.html">A</a></body></html>'
    assert page_links(page, "http://mau.gov.vn/") == [Link("http://khac.vn/tin/a.html", "A")]


@pytest.fixture(params=sorted(PORTALS))
def portal(request: pytest.FixtureRequest) -> Portal:
    return PORTALS[request.param]


def body(portal: Portal, path: str) -> bytes:
    return Site(portal).respond(f"http://{portal.host}{path}", None).body


def own_articles(portal: Portal) -> list[Item]:
    return [item for item in portal.items if item.body and item.status == 200 and not item.file]


def test_listings_of_the_sample_portals(portal: Portal) -> None:
    for section in portal.sections:
        path = portal.listing_url.format(section=section)
        url = f"http://{portal.host}{path}"
        outcome, _, reason = read_page(body(portal, path), url=url, source=portal.id)
        assert outcome is PageOutcome.LISTING, (path, reason)
        assert len(page_links(body(portal, path), url)) > 2


def test_articles_of_the_sample_portals(portal: Portal) -> None:
    for item in own_articles(portal):
        url = f"http://{portal.host}{item.path}"
        outcome, document, _ = read_page(body(portal, item.path), url=url, source=portal.id)
        if outcome is PageOutcome.EMPTY:
            continue
        assert document is not None, item.path
        assert document.published == item.published.date(), item.path
        assert document.profile != "generic", item.path


def test_a_title_that_is_a_link_makes_no_listing() -> None:
    story = (
        "<p>Toàn tỉnh có 1.020 trạm thu phát sóng, trong đó 310 trạm 3G do ba doanh nghiệp đầu tư.</p>" * 3
    )
    page = f'<body><div><h2><a href="/tin/5">Trạm thu phát sóng năm 2013</a></h2>{story}</div></body>'
    outcome, document, _ = read_page(page.encode(), url="http://mau.gov.vn/tin/5", source="mau")
    assert outcome is PageOutcome.DOCUMENT
    assert document is not None
    assert document.title == "Trạm thu phát sóng năm 2013"


def test_a_list_of_summaries_is_a_listing() -> None:
    item = (
        '<div><h3><a href="/tin/{0}">Tin số {0} của ngành bưu chính</a></h3><p>Tóm tắt: có {0} xã. </p></div>'
    )
    page = "<html><body><div>" + "".join(map(item.format, range(9))) + "</div></body></html>"
    outcome, _, reason = read_page(page.encode(), url="http://mau.gov.vn/tin", source="mau")
    assert (outcome, reason) == (PageOutcome.LISTING, "9 links to articles, no article")
