"""Servers that misbehave in every way we know: each way has its named outcome, and stops nothing else."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from scrapers.archive import Archive
from scrapers.archive.coding import BodyBrokenError, decode
from scrapers.crawl import crawl_source
from scrapers.model import Outcome
from tests.scrapers.crawl.support import LIMITS, ROOT, crawl, types_in, web_of
from tests.scrapers.scenario import HOST, HTML, Page, Scenario, article, source

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = b"0" * 1_000_000


def coded(body: bytes, coding: str) -> Page:
    return Page(body, headers=HTML | {"Content-Encoding": coding})


def leads_to(address: str) -> Page:
    return Page(status=302, headers={"Location": address})


def status(code: int) -> Page:
    return Page(raw=f"HTTP/1.1 {code} X\r\nContent-Length: 0\r\n\r\n".encode())


HOSTILE: dict[str, tuple[Page, Outcome, str]] = {  # the page, its outcome, what the detail says
    # heads
    "silent": (Page(silent=True), Outcome.TIMEOUT, "in time"),
    "slow-status-line": (Page(raw=b"HTTP/1.1 200 ", endless=b"O", pause=0.01), Outcome.TIMEOUT, "complete"),
    "slow-headers": (Page(raw=OK, endless=b"X", pause=0.01), Outcome.TIMEOUT, "complete"),
    "slow-continue": (
        Page(raw=b"", endless=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01), Outcome.TIMEOUT, "complete"),
    "endless-continue": (
        Page(raw=b"", endless=b"HTTP/1.1 100 Continue\r\n\r\n" * 99), Outcome.TOO_LARGE, "9000 bytes of"),
    "endless-header": (Page(raw=OK, endless=b"X" * 999), Outcome.TOO_LARGE, "9000 bytes of headers"),
    "huge-header": (
        Page(raw=OK + b"X-A: " + b"a" * 70_000 + b"\r\n\r\n"), Outcome.TOO_LARGE, "9000 bytes of headers"),
    "many-headers": (Page(raw=OK + b"X-A: b\r\n" * 200 + b"\r\n"), Outcome.BROKEN, "100 headers"),
    "cut-in-headers": (Page(raw=OK + b"X-A"), Outcome.BROKEN, "not a whole HTTP"),
    "no-answer": (Page(raw=b""), Outcome.CONNECTION, "closed"),
    "reset-at-once": (Page(raw=b"", reset=True), Outcome.CONNECTION, ""),
    "http-0.9": (Page(raw=b"<html><p>Tin</p></html>\r\n"), Outcome.BROKEN, "not a whole HTTP"),
    "not-http": (Page(raw=b"this is not HTTP\r\n\r\n"), Outcome.BROKEN, "not a whole HTTP"),
    "random-bytes": (Page(raw=bytes(range(256)) * 4), Outcome.BROKEN, "not a whole HTTP"),
    "odd-status": (Page(raw=b"HTTP/1.1 2000 OK\r\n\r\n"), Outcome.BROKEN, "not a whole HTTP"),
    "escape-in-reason": (
        Page(raw=b"HTTP/1.1 500 \x1b[2J\rX\r\nContent-Length: 0\r\n\r\n"), Outcome.HTTP_ERROR, "500 [2J X"),
    "switching-protocols": (status(101), Outcome.HTTP_ERROR, "101"),
    # bodies
    "slow-body": (Page(trickle=True, announce=10_000), Outcome.TIMEOUT, "complete"),
    "silence-in-the-body": (Page(raw=OK + b"\r\nTin", endless=b".", pause=1.5), Outcome.TIMEOUT, "in time"),
    "announced-too-large": (Page(b"x" * 30_000), Outcome.TOO_LARGE, "announces 30000"),
    "unannounced-too-large": (Page(raw=OK + b"\r\n" + b"x" * 30_000), Outcome.TOO_LARGE, "20000 bytes"),
    "endless-body": (Page(raw=OK + b"\r\n", endless=b"x" * 999), Outcome.TOO_LARGE, "20000 bytes"),
    "cut-short": (Page(b"x" * 10, announce=50), Outcome.BROKEN, "10 bytes read"),
    "reset-in-the-body": (
        Page(raw=OK + b"Content-Length: 50\r\n\r\nTin", reset=True), Outcome.CONNECTION, "reset"),
    "two-lengths": (
        Page(raw=OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nTin!!"), Outcome.BROKEN, "two lengths"),
    # chunks
    "chunk-size-no-number": (Page(raw=CHUNKED + b"xyz\r\nTin\r\n0\r\n\r\n"), Outcome.BROKEN, "not a whole"),
    "chunk-size-negative": (Page(raw=CHUNKED + b"-5\r\nTin\r\n0\r\n\r\n"), Outcome.BROKEN, "not a whole"),
    "chunk-size-huge": (Page(raw=CHUNKED + b"f" * 40 + b"\r\nTin\r\n"), Outcome.BROKEN, "not a whole"),
    "chunk-size-endless": (Page(raw=CHUNKED, endless=b"1" * 999), Outcome.BROKEN, "chunk size"),
    "chunks-without-end": (Page(raw=CHUNKED + b"3\r\nTin\r\n"), Outcome.BROKEN, "not a whole"),
    "chunks-slow": (Page(raw=CHUNKED, endless=b"1\r\nx\r\n", pause=0.01), Outcome.TIMEOUT, "complete"),
    "chunks-endless": (Page(raw=CHUNKED, endless=b"1\r\nx\r\n" * 99), Outcome.TOO_LARGE, "20000 bytes"),
    "trailers-endless": (
        Page(raw=CHUNKED + b"0\r\n", endless=b"X-A: b\r\n" * 99), Outcome.TOO_LARGE, "20000 bytes"),
    "unknown-transfer-coding": (
        Page(raw=OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), Outcome.BROKEN, "transfer"),
    # codings
    "gzip-bomb": (coded(gzip.compress(BOMB), "gzip"), Outcome.TOO_LARGE, "decompression"),
    "deflate-bomb": (coded(zlib.compress(BOMB), "deflate"), Outcome.TOO_LARGE, "decompression"),
    "nested-bomb": (coded(gzip.compress(gzip.compress(BOMB)), "gzip, gzip"), Outcome.TOO_LARGE, "decompr"),
    "many-codings": (coded(b"x", ",".join(["gzip"] * 500)), Outcome.BROKEN, "500 content codings"),
    "gzip-cut": (coded(gzip.compress(b"tin" * 50)[:-9], "gzip"), Outcome.BROKEN, "cut short"),
    "no-gzip": (coded(b"tin", "gzip"), Outcome.BROKEN, "compression"),
    "unasked-coding": (coded(b"tin", "br"), Outcome.BROKEN, "'br'"),
    # redirects
    "redirect-loop": (leads_to("/page"), Outcome.HTTP_ERROR, "5 redirects"),
    "redirect-out": (leads_to("http://evil.example.com/"), Outcome.REDIRECT_OUT, "http://evil.example.com/"),
    "redirect-to-ftp": (leads_to(f"ftp://{HOST}/"), Outcome.BROKEN, "nowhere"),
    "redirect-to-file": (leads_to("file:///etc/passwd"), Outcome.BROKEN, "nowhere"),
    "redirect-to-javascript": (leads_to("javascript:alert(1)"), Outcome.BROKEN, "nowhere"),
    "redirect-with-password": (leads_to(f"http://a:b@{HOST}/x"), Outcome.BROKEN, "user name"),
    "redirect-to-decimal-address": (leads_to("http://2130706433/"), Outcome.REDIRECT_OUT, "2130706433"),
    "redirect-to-hex-address": (leads_to("http://0x7f000001/"), Outcome.REDIRECT_OUT, "0x7f000001"),
    "redirect-to-mapped-address": (leads_to("http://[::ffff:127.0.0.1]/"), Outcome.REDIRECT_OUT, "::ffff"),
    "redirect-to-broken-address": (leads_to("http://[::1"), Outcome.BROKEN, "nowhere"),
    # statuses and types
    **{
        f"status-{code}": (status(code), Outcome.HTTP_ERROR, str(code))
        for code in (204, 304, 401, 403, 404, 451, 500, 503, 999)
    },
    "status-206": (Page(b"Tin", 206), Outcome.BROKEN, "a part of the page"),
    "attachment": (
        Page(b"%PDF" * 9000, headers={"Content-Type": "application/pdf"}), Outcome.WRONG_TYPE, "/pdf"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_has_its_outcome_and_stops_nothing(tmp_path: Path, name: str) -> None:
    page, outcome, says = HOSTILE[name]
    with web_of(page=page, other=article("còn đây")) as web:
        fetches = crawl(web, tmp_path)
    fetch = fetches["/page"]
    assert (fetch.outcome, fetches["/other"].outcome) == (outcome, Outcome.OK), fetch.detail
    assert says in (fetch.detail or "")
    assert (fetch.detail or "").isprintable()
    assert fetch.warc_file is None
    assert types_in(tmp_path).count("response") == 2


def test_a_body_of_many_compressed_parts_is_not_undone() -> None:
    with pytest.raises(BodyBrokenError, match="1000 compressed parts"):
        decode(gzip.compress(b"") * 1_001, "gzip")


OTHER = "khac.example.gov.vn"
ROBOTS: dict[str, tuple[Page, Outcome, str]] = {
    "fails": (status(500), Outcome.ROBOTS, "answered 500"),
    "huge": (Page(b"#" * 30_000), Outcome.TOO_LARGE, "announces 30000"),
    "bomb": (coded(gzip.compress(BOMB), "gzip"), Outcome.TOO_LARGE, "decompression"),
    "slow": (Page(raw=OK, endless=b"X", pause=0.01), Outcome.TIMEOUT, "complete"),
    "no-http": (Page(raw=b"User-agent: *\r\n"), Outcome.BROKEN, "not a whole HTTP"),
    "loops": (leads_to("/robots.txt"), Outcome.OK, ""),  # RFC 9309: as if there was none
    "empty": (status(204), Outcome.OK, ""),
    "leads-to-ftp": (leads_to("ftp://a.vn/"), Outcome.ROBOTS, "nowhere"),
    "leads-to-loopback": (leads_to("http://127.0.0.1/"), Outcome.BLOCKED_ADDRESS, "not a public"),
    "leads-to-decimal": (leads_to("http://2130706433/"), Outcome.BLOCKED_ADDRESS, "not a public"),
    "leads-to-hex": (leads_to("http://0x7f000001/"), Outcome.BLOCKED_ADDRESS, "not a public"),
    "leads-to-mapped": (leads_to("http://[::ffff:10.0.0.1]/"), Outcome.BLOCKED_ADDRESS, "not a public"),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_hostile_robots_cost_their_host_only(tmp_path: Path, name: str) -> None:
    page, outcome, says = ROBOTS[name]
    portal = source(local=False, hosts=[HOST, OTHER], entry_points=[f"http://{OTHER}/tin", f"{ROOT}/"])
    pages = {
        f"http://{OTHER}/robots.txt": page,
        f"http://{OTHER}/tin": article("tin"),
        f"{ROOT}/": article("b"),
    }
    with Scenario(pages) as web:
        fetches = crawl(web, tmp_path, portal)
    fetch = fetches[f"http://{OTHER}/tin"]
    assert (fetch.outcome, fetches["/"].outcome) == (outcome, Outcome.OK), fetch.detail
    assert says in (fetch.detail or "")


def test_a_redirect_chain_that_grows_is_left(tmp_path: Path) -> None:
    with web_of(page=leads_to("/page/x"), other=article("còn đây")) as web:
        for length in range(1, 9):
            web.pages[f"{ROOT}/page{'/x' * length}"] = leads_to(f"/page{'/x' * (length + 1)}")
        fetches = crawl(web, tmp_path)
    assert (fetches["/page"].outcome, fetches["/other"].outcome) == (Outcome.HTTP_ERROR, Outcome.OK)
    assert "5 redirects" in (fetches["/page"].detail or "")


def test_odd_bytes_in_headers_are_kept_and_read_back(tmp_path: Path) -> None:
    raw = OK + b"X-A: b\x00\x1b[2J\r\nX-\xff\x00: c\r\nno header\r\n\r\nTin"
    with web_of(page=Page(raw=raw)) as web:
        fetch = crawl(web, tmp_path)["/page"]
    assert (fetch.outcome, fetch.content_type) == (Outcome.OK, "text/html")
    kept = Archive(tmp_path).read(str(fetch.warc_file), fetch.warc_offset or 0)
    assert (kept.body, kept.content_type) == (b"Tin", "text/html")


def test_an_untyped_binary_body_is_kept_and_leads_nowhere(tmp_path: Path) -> None:
    with web_of(page=Page(bytes(range(256)), headers={}), other=article("còn đây")) as web:
        fetches = crawl(web, tmp_path)
    assert {path: fetch.outcome for path, fetch in fetches.items()} == dict.fromkeys(
        ["/", "/page", "/other"], Outcome.OK
    )


def test_cookies_are_brought_back_but_not_by_the_megabyte(tmp_path: Path) -> None:
    small = Page(b"a", headers=HTML | {"Set-Cookie": "ASP.NET_SessionId=1; path=/"})
    large = [Page(b"b", headers=HTML | {"Set-Cookie": f"c{n}={'x' * 3_000}"}) for n in range(3)]
    with web_of(a=small, b=large[0], c=large[1], d=large[2], e=article("cuối")) as web:
        assert {fetch.outcome for fetch in crawl(web, tmp_path).values()} == {Outcome.OK}
    sent = {url: asked.get("Cookie", "") for url, asked in zip(web.asked, web.headers, strict=True)}
    assert (sent[f"{ROOT}/a"], sent[f"{ROOT}/b"], sent[f"{ROOT}/e"]) == ("", "ASP.NET_SessionId=1", "")


def test_a_direct_connection_has_the_same_end(tmp_path: Path) -> None:
    with Scenario({}) as web:
        host = f"127.0.0.1:{web.port}"
        root = f"http://{host}"
        web.pages |= {
            f"{root}/": Page(raw=OK, endless=b"X", pause=0.01),
            f"{root}/b": article("b"),
        }
        portal = source(hosts=[host], entry_points=[f"{root}/", f"{root}/b"])
        fetches = list(crawl_source(portal, Archive(tmp_path), run_id="r", limits=LIMITS))
    assert [fetch.outcome for fetch in fetches] == [Outcome.TIMEOUT, Outcome.OK]
