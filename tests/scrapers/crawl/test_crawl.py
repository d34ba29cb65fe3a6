"""The crawl of a portal that means well: what is followed, kept, met again. Hostile ones: `test_hostile`."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from scrapers.archive import Archive
from scrapers.crawl import History
from scrapers.model import Outcome
from tests.scrapers.crawl.support import ROOT, crawl, types_in, web_of
from tests.scrapers.scenario import HTML, Page, Scenario, article, listing, source


def test_follows_listings_to_articles_and_keeps_them(tmp_path: Path) -> None:
    web = Scenario(
        {
            f"{ROOT}/": listing("/tin/?trang=2", "/tin/a-1.html", "/lien-he"),
            f"{ROOT}/tin/?trang=2": listing("/tin/b-2.html", "/tin/a-1.html#dau"),
            f"{ROOT}/tin/a-1.html": article("Tổng số trạm: 1.600"),
            f"{ROOT}/tin/b-2.html": listing("/tin/c-3.html"),
        }
    )
    portal = source(article_pattern=r"/tin/[^/]+\.html$", listing_pattern=r"/tin/(\?trang=\d+)?$")
    with web:
        fetches = crawl(web, tmp_path, portal)
    assert list(fetches) == ["/", "/tin/?trang=2", "/tin/a-1.html", "/tin/b-2.html"]
    assert {fetch.outcome for fetch in fetches.values()} == {Outcome.OK}
    kept = fetches["/tin/a-1.html"]
    assert kept.warc_file is not None and kept.warc_offset is not None
    page = Archive(tmp_path).read(kept.warc_file, kept.warc_offset)
    assert page.url == f"{ROOT}/tin/a-1.html"
    assert "1.600" in page.body.decode()
    assert page.captured_at == kept.captured_at


def test_redirect_within_the_source_is_followed_and_told(tmp_path: Path) -> None:
    moved = Page(status=301, headers={"Location": "/moi?b=2&a=1#x"})
    with web_of(cu=moved) as web:
        web.pages[f"{ROOT}/moi?a=1&b=2"] = article("đã chuyển")
        fetches = crawl(web, tmp_path)
    assert fetches["/cu"].outcome is Outcome.OK
    assert fetches["/cu"].final_url == f"{ROOT}/moi?a=1&b=2"


def test_an_unescaped_vietnamese_redirect_is_followed(tmp_path: Path) -> None:
    moved = Page(raw="HTTP/1.1 302 Found\r\nLocation: /bưu chính\r\n\r\n".encode())
    with web_of(cu=moved) as web:
        web.pages[f"{ROOT}/b%C6%B0u%20ch%C3%ADnh"] = article("đã chuyển")
        assert crawl(web, tmp_path)["/cu"].final_url == f"{ROOT}/b%C6%B0u%20ch%C3%ADnh"


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 Thành công\r\nContent-Type: text/html\r\nX-Nơi: Đắk Lắk",
        "HTTP/1.1 200\r\nContent-Type: text/html",
        "HTTP/1.0 200 OK",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Folded: a\r\n b",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nkhông có dấu hai chấm",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -7",
    ],
)
def test_odd_heads_are_kept_and_read_back(tmp_path: Path, head: str) -> None:
    with web_of(le=Page(raw=f"{head}\r\n\r\n<p>được</p>".encode())) as web:
        fetch = crawl(web, tmp_path)["/le"]
    assert fetch.outcome is Outcome.OK
    assert Archive(tmp_path).read(str(fetch.warc_file), fetch.warc_offset or 0).body == "<p>được</p>".encode()
    assert types_in(tmp_path).count("response") == 2


def test_robots_is_obeyed_on_every_hop(tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /*/noi-bo$\nDisallow: /kin\n"
    with web_of(**{"a/noi-bo": article("x"), "qua": Page(status=302, headers={"Location": "/kin"})}) as web:
        web.pages[f"{ROOT}/robots.txt"] = Page(rules, headers={"Content-Type": "text/plain"})
        fetches = crawl(web, tmp_path)
    assert fetches["/a/noi-bo"].outcome is fetches["/qua"].outcome is Outcome.ROBOTS
    assert not {f"{ROOT}/a/noi-bo", f"{ROOT}/kin"} & set(web.asked)


@pytest.mark.parametrize(("status", "outcome"), [(404, Outcome.OK), (403, Outcome.OK), (500, Outcome.ROBOTS)])
def test_missing_robots_allows_and_failing_robots_forbids(
    tmp_path: Path, status: int, outcome: Outcome
) -> None:
    with web_of() as web:
        web.pages[f"{ROOT}/robots.txt"] = Page(status=status)
        assert crawl(web, tmp_path)["/"].outcome is outcome


def test_sitemaps_and_feeds_lead_to_articles(tmp_path: Path) -> None:
    xml = {"Content-Type": "application/xml"}
    index = f"<sitemapindex><sitemap><loc>{ROOT}/s1.xml.gz</loc></sitemap></sitemapindex>".encode()
    urls = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>'
        f"{ROOT}/bưu chính/a.html</loc></url><url><loc>http://other.example.com/</loc></url></urlset>"
    )
    rss = (
        "<rss version='2.0'><channel><item><title>Tin</title>"
        f"<link>{ROOT}/tin/b.html</link></item></channel></rss>"
    )
    front = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    web = Scenario(
        {
            f"{ROOT}/robots.txt": Page(f"Sitemap: {ROOT}/sitemap.xml".encode(), headers={}),
            f"{ROOT}/": Page(front.encode()),
            f"{ROOT}/sitemap.xml": Page(index, headers=xml),
            f"{ROOT}/s1.xml.gz": Page(
                gzip.compress(urls.encode()), headers={"Content-Type": "application/x-gzip"}
            ),
            f"{ROOT}/rss": Page(rss.encode(), headers={"Content-Type": "application/rss+xml"}),
            f"{ROOT}/b%C6%B0u%20ch%C3%ADnh/a.html": article("a"),
            f"{ROOT}/tin/b.html": article("b"),
        }
    )
    with web:
        fetches = crawl(web, tmp_path, source(article_pattern=r"\.html$"))
    assert {"/b%C6%B0u%20ch%C3%ADnh/a.html", "/tin/b.html"} <= set(fetches)
    assert {fetch.outcome for fetch in fetches.values()} == {Outcome.OK}


def test_a_second_crawl_asks_conditionally_and_keeps_only_what_is_new(tmp_path: Path) -> None:
    counter = [article(f"lượt xem {n}") for n in range(3)]
    with web_of(tagged=article("có thẻ", etag='"1"'), plain=article("không thẻ"), counter=counter) as web:
        first = crawl(web, tmp_path)
        second = crawl(web, tmp_path, history=History(list(first.values())))
    outcomes = {path: fetch.outcome for path, fetch in second.items()}
    assert outcomes == {
        "/": Outcome.UNCHANGED,
        "/tagged": Outcome.NOT_MODIFIED,
        "/plain": Outcome.UNCHANGED,
        "/counter": Outcome.OK,
    }
    for path in ("/tagged", "/plain"):
        assert second[path].warc_offset == first[path].warc_offset
        assert second[path].page_sha256 == first[path].page_sha256
    assert second["/tagged"].etag == '"1"'
    assert types_in(tmp_path).count("revisit") == 3
    assert types_in(tmp_path).count("response") == 5


def test_a_lost_record_is_asked_for_anew(tmp_path: Path) -> None:
    with web_of(tagged=article("có thẻ", etag='"1"')) as web:
        known = History(list(crawl(web, tmp_path / "old").values()))
        second = crawl(web, tmp_path / "new", history=known)
    assert second["/tagged"].outcome is Outcome.OK


def test_request_and_response_are_readable_by_other_tools(tmp_path: Path) -> None:
    body = gzip.compress("<html><p>Nén</p></html>".encode())
    with web_of(nen=Page(body, headers=HTML | {"Content-Encoding": "gzip"})) as web:
        fetch = crawl(web, tmp_path)["/nen"]
    assert fetch.warc_file is not None
    path = tmp_path / fetch.warc_file
    with path.open("rb") as file:
        found = {
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
            ): record.content_stream().read()
            for record in WarcioIterator(file)
        }
    assert found["response", f"{ROOT}/nen"] == "<html><p>Nén</p></html>".encode()
    assert found["request", f"{ROOT}/nen"] == b""
    assert all(record.verify_block_digest() for record in FastIterator(str(path), parse_http=False))
