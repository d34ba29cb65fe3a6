"""Which links a page has, and which of them a source's patterns let in."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.crawl.discovery import Link, Role, Scope, feed_links, page_links
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
