"""The report on phones, in the dark and as pictures."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.browser import Browser
from tests.warehouse.releases import NAMED
from tests.warehouse.report.visiting import BTS, INTERNET, shown
from warehouse.database import reading
from warehouse.release.report import views
from warehouse.release.report.contents import contents

CONTRAST = """(selector => {
  const at = document.querySelector(selector), light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(v => v / 255)
      .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b };
  const under = one => getComputedStyle(one).backgroundColor;
  let behind = at;
  while (/, 0\\)$/.test(under(behind))) behind = behind.parentElement;
  const [low, high] = [getComputedStyle(at).color, under(behind)].map(light).sort((a, b) => a - b);
  return (high + .05) / (low + .05) })"""


@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, report: Path, width: int) -> None:
    browser.size(width, 800)
    try:
        for language in ("vi", "en"):
            shown(browser, report, f"lang={language}&indicator={BTS}")
            assert browser.tell("document.documentElement.scrollWidth") == width
            assert browser.tell("document.querySelector('#tiles svg').getBoundingClientRect().right") <= width
            browser.click("#ranked button")
            assert browser.tell("document.getElementById('evidence').getBoundingClientRect().right") <= width
    finally:
        browser.size(1360, 900)


@pytest.mark.parametrize("format", ["svg", "png"])
def test_what_is_shown_can_be_kept_as_a_picture(browser: Browser, report: Path, format: str) -> None:
    shown(browser, report, f"indicator={BTS}&year=2019")
    browser.tell("window.kept = []; URL.createObjectURL = blob => (kept.push(blob), 'blob:none')")
    for place, chart in enumerate(("coverage", "map", "series"), start=1):
        browser.click(f"[data-chart={chart}][data-format={format}]")
        browser.until(f"kept.length === {place}")
    for place in range(3):
        encoded = browser.tell(
            "new Promise(done => { const reader = new FileReader(); "
            "reader.onload = () => done(reader.result);"
            f" reader.readAsDataURL(kept[{place}]) }})"
        )
        content = base64.b64decode(encoded.split(",", 1)[1])
        if format == "png":
            assert content.startswith(b"\x89PNG")
        else:
            assert b"<svg" in content
            assert "Thái Nguyên".encode() in content or place == 2
    assert not [one for one in browser.problems if "blob:none" not in one]


def test_pictures_of_a_release_have_the_rows_of_the_page(
    browser: Browser, release: Path, report: Path
) -> None:
    with reading(release) as connection:
        told = contents(connection, NAMED, 0)
    bts = told["indicators"]["code"].index(BTS)
    shown(browser, report, f"indicator={BTS}&year=2019")
    assert browser.tell("drawn.coverage.rows") == views.coverage_rows(told)
    keys = ("code", "column", "row", "value", "label", "lines", "shown")
    expected = views.map_rows(told, "gso63", bts, 2019)
    assert [{key: row[key] for key in keys} for row in browser.tell("drawn.tiles.rows")] == [
        {key: row[key] for key in keys} for row in expected
    ]
    points = ("place", "label", "year", "value", "status", "is_best")
    lines = [tuple(row[key] for key in points) for row in browser.tell("drawn.lines.rows")]
    assert sorted(lines) == sorted(tuple(row[key] for key in points) for row in views.series_rows(told, bts))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(browser: Browser, report: Path, scheme: str) -> None:
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        for fragment in (f"indicator={BTS}&coverage=one", f"indicator={INTERNET}&coverage=one"):
            shown(browser, report, fragment)
            for selector in (
                ".lead",
                ".about",
                "#ranked .tag",
                ".number",
                "#heat td button",
                ".side .quiet",
                ".numbers dt",
            ):
                assert browser.tell(f"{CONTRAST}('{selector}')") >= 4.5, selector
            browser.tell("document.querySelector('#heat td button.l3')?.classList.add('seen')")
        assert browser.tell(f"{CONTRAST}('#heat .l3')") >= 4.5
    finally:
        browser.call("Emulation.setEmulatedMedia", features=[])
