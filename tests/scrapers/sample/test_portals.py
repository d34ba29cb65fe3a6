"""The sample portals as a crawler meets them: chrome, listings, robots."""

import re
import unicodedata
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup
from protego import Protego

from scrapers.registry import load_sources
from scrapers.sample.content import Item, Portal
from tests.scrapers.sample.conftest import PORTALS, Browser

BODY = {
    "nukeviet": "#news-bodyhtml",
    "liferay": ".asset-full-content .journal-content-article",
    "vnpt": ".detail-content",
    "sharepoint": "#ctl00_PlaceHolderMain_lblContent",
    "asp": "td[align=justify]",
    "joomla": "#ja-content td[colspan='2']:not([class]):not([align])",
    "slug": ".detail-body",
    "statistics": "#main .noidung",
    "newspaper": ".article__body",
}
every_portal = pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)


def text(html: bytes, selector: str, charset: str = "utf-8") -> str:
    found = BeautifulSoup(html, "lxml", from_encoding=charset).select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


def first(portal: Portal, **wanted: object) -> Item:
    return next(item for item in portal.items if all(getattr(item, k) == v for k, v in wanted.items()))


def plain_article(portal: Portal) -> Item:
    return next(item for item in portal.items if item.body and item.charset == "utf-8" and item.lead)


@every_portal
def test_chrome_changes_at_every_fetch_and_the_article_does_not(browser: Browser, portal: Portal) -> None:
    item = plain_article(portal) if portal.family != "statistics" else first(portal, number=310)
    one, two = (browser.item(portal, item.path) for _ in range(2))
    assert one.content != two.content
    assert text(one.content, BODY[portal.family]) == text(two.content, BODY[portal.family])
    shown = BeautifulSoup(one.content, "lxml").get_text(" ")
    assert item.title in shown and portal.phone in shown and portal.licence in shown


@every_portal
def test_robots_forbids_a_page_that_a_listing_links_to(browser: Browser, portal: Portal) -> None:
    response = browser.item(portal, "/robots.txt")
    if portal.robots is None:
        assert response.status_code == 404
        return
    rules = Protego.parse(response.text)
    forbidden = [
        item for item in portal.items if not rules.can_fetch(f"http://{portal.host}{item.path}", "sotttt")
    ]
    assert len(forbidden) == 1
    assert browser.item(portal, forbidden[0].path).status_code == 200


def test_exactly_one_portal_has_no_robots() -> None:
    assert sum(portal.robots is None for portal in PORTALS.values()) == 1


@every_portal
def test_feeds_parse_and_lead_to_articles(browser: Browser, portal: Portal) -> None:
    paths = {item.path for item in portal.items}
    if portal.sitemap:
        found = BeautifulSoup(browser.item(portal, portal.sitemap).content, "xml").select("url > loc")
        assert {item.path for item in portal.items if item.status == 200} <= {
            loc.get_text().removeprefix(f"http://{portal.host}") for loc in found
        }
    if portal.rss:
        feed = feedparser.parse(browser.item(portal, portal.rss).content)
        assert not feed.bozo and feed.entries
        assert {entry.link.removeprefix(f"http://{portal.host}") for entry in feed.entries} <= paths


def test_more_than_eighty_pages_are_reached_by_following_links(browser: Browser) -> None:
    reached: dict[str, int] = {}
    for source in load_sources("sample").values():
        follow = re.compile(f"{source.article_pattern}|{source.listing_pattern}")
        waiting = [url for url in source.entry_points if "xml" not in url and "rss" not in url]
        while waiting:
            url = waiting.pop()
            if url in reached:
                continue
            response = browser.get(url)
            reached[url] = response.status_code
            links = BeautifulSoup(response.content, "lxml").select("a[href]")
            for link in (urljoin(url, str(a["href"])).partition("#")[0] for a in links):
                if urlsplit(link).hostname in source.hosts and follow.search(link):
                    waiting.append(link)
    assert 502 not in reached.values()
    assert sum(status == 200 for status in reached.values()) >= 80
    for portal in PORTALS.values():
        written = {f"http://{portal.host}{item.path}" for item in portal.items if item.body}
        assert written <= reached.keys(), portal.id


def test_redirects_within_the_host_and_out_of_it(browser: Browser) -> None:
    moved = [(portal, item) for portal in PORTALS.values() for item in portal.items if item.location]
    within: list[str] = []
    out: list[str] = []
    for portal, item in moved:
        response = browser.item(portal, item.path)
        assert 300 < response.status_code < 400
        target = response.headers["Location"]
        (within if urlsplit(target).hostname == portal.host else out).append(target)
    assert [browser.get(target).status_code for target in within] == [200]
    assert [browser.get(target).status_code for target in out] == [502]


def test_pages_that_are_gone(browser: Browser) -> None:
    gone = {
        browser.item(portal, item.path).status_code
        for portal in PORTALS.values()
        for item in portal.items
        if item.status >= 400
    }
    assert gone == {404, 410}


def test_files_are_served_as_they_are(browser: Browser) -> None:
    kinds = set()
    for portal in PORTALS.values():
        for item in portal.items:
            if item.file:
                response = browser.item(portal, item.path)
                assert response.content == item.file.read_bytes()
                kinds.add(response.headers["Content-Type"])
    assert kinds == {"text/html", "application/pdf", "application/msword"}


def test_windows_1258_with_tones_as_letters_of_their_own(browser: Browser) -> None:
    portal = PORTALS["binhdinh"]
    item = first(portal, charset="windows-1258")
    response = browser.item(portal, item.path)
    assert response.headers["Content-Type"] == "text/html; charset=windows-1258"
    assert item.title not in response.content.decode("windows-1258")
    assert item.title in unicodedata.normalize("NFC", response.content.decode("windows-1258"))


def test_a_header_that_claims_a_wrong_charset(browser: Browser) -> None:
    portal = PORTALS["thaibinh"]
    item = first(portal, declared_charset="iso-8859-1")
    response = browser.item(portal, item.path)
    assert item.title not in response.text
    assert item.title in response.content.decode("utf-8")


def test_decomposed_letters(browser: Browser) -> None:
    portal = PORTALS["binhduong"]
    item = first(portal, unicode_form="NFD")
    shown = browser.item(portal, item.path).content.decode()
    assert item.title not in shown
    assert unicodedata.normalize("NFD", item.title) in shown


def test_an_article_without_text_and_a_response_without_bytes(browser: Browser) -> None:
    liferay, sharepoint = PORTALS["thainguyen"], PORTALS["dongnai"]
    hollow = browser.item(liferay, first(liferay, body="").path)
    assert text(hollow.content, BODY["liferay"]) == ""
    nothing = browser.item(sharepoint, first(sharepoint, body=None, status=200, file=None).path)
    assert (nothing.status_code, nothing.content) == (200, b"")


def test_a_version_the_client_holds_is_not_sent_again(browser: Browser) -> None:
    portal = PORTALS["daklak"]
    item = first(portal, number=310)
    response = browser.item(portal, item.path)
    assert response.headers["Last-Modified"] == "Tue, 15 Jun 2021 01:00:00 GMT"
    again = browser.item(portal, item.path, **{"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert browser.item(portal, item.path, **{"If-None-Match": '"other"'}).status_code == 200


def test_one_news_item_has_an_address_in_each_of_its_sections(browser: Browser) -> None:
    portal = PORTALS["dongnai"]
    bodies = {
        text(
            browser.item(portal, f"/Pages/newsdetail.aspx?{query}").content,
            "#ctl00_PlaceHolderMain_lblContent",
        )
        for query in ("NewsId=8342&CatId=45", "CatId=45&NewsId=8342", "NewsId=8342&CatId=43")
    }
    assert len(bodies) == 1
