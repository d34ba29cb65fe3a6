"""One spelling per page, and no spelling that asks for another page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.crawl.urls import canonical_url, host_of


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://STTTT.Example.gov.vn:80", "http://stttt.example.gov.vn/"),
        ("https://a.vn:443/x#dau-trang", "https://a.vn/x"),
        ("https://a.vn:8443/x", "https://a.vn:8443/x"),
        (
            "http://a.vn/bưu chính/Đề án.aspx",
            "http://a.vn/b%C6%B0u%20ch%C3%ADnh/%C4%90%E1%BB%81%20%C3%A1n.aspx",
        ),
        ("http://a.vn/Pages/Th%c3%b4ng.aspx", "http://a.vn/Pages/Th%C3%B4ng.aspx"),
        ("http://a.vn/index.php?Itemid=1&id=55:tin&option=com_content", None),
        ("http://a.vn/?nv=news&op=topic/a&page=2", None),
        ("http://a.vn/n.aspx?NewsId=1&CatId=4", "http://a.vn/n.aspx?CatId=4&NewsId=1"),
        ("http://a.vn/chi-tiet-tin?/tin/so-lieu/11904164", None),
        ("http://a.vn/x?id=&b=2", "http://a.vn/x?b=2&id="),
        ("http://a.vn/x?b=2&b=1&a=1", "http://a.vn/x?a=1&b=2&b=1"),
        ("http://a.vn/x?utm_source=zalo&id=7&fbclid=Ab", "http://a.vn/x?id=7"),
        ("http://a.vn/x;jsessionid=0A1B?id=7", "http://a.vn/x?id=7"),
        ("  http://a.vn/x\n", "http://a.vn/x"),
        ("http://a.vn./x", "http://a.vn/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_spellings(written: str, canonical: str | None) -> None:
    assert canonical_url(written) == (canonical or written)


def test_relative_to_a_page() -> None:
    base = "http://a.vn/tin-tuc/x.html"
    assert canonical_url("../Pages/b.aspx?ItemID=3", base) == "http://a.vn/Pages/b.aspx?ItemID=3"
    assert canonical_url("//b.vn/y", base) == "http://b.vn/y"


@pytest.mark.parametrize(
    "wrong",
    ["mailto:so@a.vn", "javascript:void(0)", "file:///etc/passwd", "http://", "http://a.vn:99999/", "/x", "",
     "http://user:word@a.vn/", "http://[::1/"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"address|user name|[Pp]ort|IPv6"):
        canonical_url(wrong)


@given(
    st.one_of(st.text(), st.text(alphabet="aĐư %/?&=#;:.@[]+~\\\t{}|^", max_size=40)),
    st.sampled_from(["http://a.vn", "http://a.vn/", "https://Bưu.vn:443/?", "http://a.vn/x?a=1&"]),
)
def test_applying_it_twice_changes_nothing(rest: str, start: str) -> None:
    try:
        once = canonical_url(start + rest)
    except ValueError:
        return
    assert canonical_url(once) == once
    assert once.isascii()


@given(
    st.text(alphabet="aZ0/.-_~", max_size=20),
    st.sampled_from(
        ["http://a.vn", "https://a.vn:8443", "http://a-b.gov.vn:80", "http://a.vn:08", "http://A.vn"]
    ),
)
def test_the_short_way_for_plain_addresses_leads_to_the_same(path: str, origin: str) -> None:
    def told(url: str, base: str | None = None) -> str | None:
        try:
            return canonical_url(url, base)
        except ValueError:
            return None

    page = f"{origin}/tin/1.html"
    assert told(f"{origin}/{path}") == told(f"{origin}/{path}#x")  # with a fragment the long way is taken
    assert told(f"/{path}", page) == told(f"/{path}#x", page)


def test_host_keeps_an_unusual_port() -> None:
    assert host_of("http://a.vn:8080/x") == "a.vn:8080"
