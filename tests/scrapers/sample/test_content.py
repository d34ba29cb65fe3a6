"""The articles of the sample portals, as data."""

import re

import pytest

from scrapers.registry import load_sources
from scrapers.sample.content import ROOT, Item, Slugs, slug
from tests.scrapers.sample.conftest import PORTALS

WRITTEN = [(portal, item) for portal in PORTALS.values() for item in portal.items if item.body]
RUN = 11  # words in a row that two independent texts do not share by chance


def words(html: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html).lower())


def runs(text: list[str]) -> set[tuple[str, ...]]:
    return {tuple(text[start : start + RUN]) for start in range(len(text) - RUN + 1)}


def test_every_family_has_a_portal_of_its_own() -> None:
    families = [portal.family for portal in PORTALS.values()]
    assert sorted(families) == sorted(
        folder.name for folder in (ROOT / "templates").iterdir() if folder.is_dir()
    )


def test_more_than_forty_articles_are_written_for_the_sample() -> None:
    assert len({item.title for _, item in WRITTEN}) > 40


def test_articles_have_what_a_listing_shows() -> None:
    for portal, item in WRITTEN:
        assert item.title and item.section in portal.sections, item
        assert 2004 <= item.published.year <= 2025, item


def test_addresses_are_unique_within_a_portal() -> None:
    for portal in PORTALS.values():
        paths = [item.path for item in portal.items]
        assert len(set(paths)) == len(paths), portal.id


def test_written_articles_share_no_long_run_of_words_with_the_saved_pages() -> None:
    saved: set[tuple[str, ...]] = set()
    for path in (ROOT / "saved").glob("*.html"):
        saved |= runs(words(path.read_text(encoding="utf-8")))
    shared = {item.title for _, item in WRITTEN if runs(words(item.body or "")) & saved}
    assert shared == set()


def test_every_saved_page_is_on_exactly_one_portal() -> None:
    placed = [item.file for portal in PORTALS.values() for item in portal.items if item.file]
    html = sorted(path.name for path in placed if path.suffix == ".html")
    assert html == sorted(path.name for path in (ROOT / "saved").glob("*.html"))


def test_a_saved_page_is_listed_by_its_headline_not_by_the_name_of_its_site() -> None:
    titles = {item.file.stem: item.title for item in PORTALS["thainguyen"].items if item.file}
    assert titles["seed004-thainguyen-tongket-2018"].startswith(
        "Thông tin và truyền thông Thái Nguyên: kết quả"
    )


def test_every_portal_has_a_source_on_its_host() -> None:
    sources = {id: source for id, source in load_sources("sample").items() if source.kind == "portal"}
    assert {id: source.hosts for id, source in sources.items()} == {
        id: (portal.host,) for id, portal in PORTALS.items()
    }
    assert all(source.local and source.delay_seconds == 0 for source in sources.values())


def test_patterns_tell_articles_from_listings() -> None:
    for id, portal in PORTALS.items():
        source = load_sources("sample")[id]
        article, listing = re.compile(source.article_pattern or ""), re.compile(source.listing_pattern or "")
        for item in portal.items:
            url = f"http://{portal.host}{item.path}"
            assert not listing.search(url), url
            assert article.search(url) or item.file, url
        for section in portal.sections:
            for path in (
                portal.listing_url.format(section=section),
                portal.listing_page_url.format(section=section, page=2, offset=4),
            ):
                url = f"http://{portal.host}{path}"
                assert listing.search(url) and not article.search(url), url


@pytest.mark.parametrize(
    ("title", "rules", "expected"),
    [
        ("Đẩy mạnh giai đoạn 2", Slugs(), "day-manh-giai-doan-2"),
        ("Đẩy mạnh giai đoạn 2", Slugs(drops_d=True), "ay-manh-giai-oan-2"),
        ("Thực hiện: tiêu chí", Slugs(length=9), "thuc-hien"),
    ],
)
def test_slug(title: str, rules: Slugs, expected: str) -> None:
    assert slug(title, rules) == expected


def test_an_item_of_an_unknown_section_is_refused() -> None:
    portal = PORTALS["dienbien"]
    stray = Item.model_validate(
        {"title": "Lạc mục", "published": "2020-01-01 08:00", "section": "x", "number": 1}
    )
    with pytest.raises(ValueError, match="section x is none of tin-hoat-dong"):
        type(portal).model_validate({**portal.model_dump(), "items": (stray,)})
