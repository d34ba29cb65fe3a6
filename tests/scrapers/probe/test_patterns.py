"""Patterns out of examples: general enough for the next article, narrow enough to leave the rest out."""

from __future__ import annotations

import re

import pytest

from scrapers.probe.patterns import article_pattern, listing_pattern, shape

A = "http://a.gov.vn"


@pytest.mark.parametrize(
    ("examples", "next_one", "another"),
    [
        (
            ["/news/tin/mot-bai-1.html", "/news/tin/hai-bai-22.html", "/news/ke-hoach/ba-3.html"],
            "/news/thong-bao/bon-4.html",
            "/gioi-thieu/so/co-cau-5.html",
        ),
        (["/?view=1", "/?view=2", "/?view=33"], "/?sub=tin&view=4", "/?view=tin"),
        (["/a/b?id=1&s=x", "/a/b?id=2&s=y", "/a/b?id=3&s=z"], "/a/b?id=9&s=w", "/a/c?id=9&s=w"),
        (["/tin/12", "/tin/13", "/tin/9"], "/tin/140", "/tin/gioi-thieu"),
        (["/x/mot-hai", "/x/ba-bon", "/x/nam"], "/x/sau", "/x/sau/bay"),
        (["/p/a/-/c/mot.t", "/p/a/-/c/hai.t", "/p/a/-/c/ba.t"], "/p/a/-/c/bon.t", "/p/b/-/c/bon.t"),
    ],
)
def test_article_pattern(examples: list[str], next_one: str, another: str) -> None:
    pattern = article_pattern([A + one for one in examples])
    assert pattern is not None
    assert all(re.search(pattern, A + one) for one in [*examples, next_one])
    assert not re.search(pattern, A + another)


def test_two_examples_are_too_few() -> None:
    assert article_pattern([f"{A}/a-1.html", f"{A}/a-2.html", f"{A}/a-2.html"]) is None


def test_a_listing_is_of_another_shape() -> None:
    assert shape(f"{A}/i.php?id=1&view=article") != shape(f"{A}/i.php?id=1&view=category")
    assert shape(f"{A}/tin/") != shape(f"{A}/tin")
    assert shape(f"{A}/tin/a-1.html") == shape(f"{A}/bao/b-2.html")


def test_listing_pattern_takes_any_number_but_keeps_escapes() -> None:
    pattern = listing_pattern([f"{A}/", f"{A}/tin?trang=2", f"{A}/i.php?id=5%3Atin"])
    assert pattern is not None
    for path in ("/", "/tin?trang=31", "/i.php?id=6%3Atin"):
        assert re.search(pattern, A + path)
    for path in ("/tin", "/i.php?id=6%9Atin", "/a"):
        assert not re.search(pattern, A + path)
    assert listing_pattern([]) is None
