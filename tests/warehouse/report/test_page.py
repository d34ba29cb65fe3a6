"""The report of a release in a real browser: as a visitor meets it, with mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.browser import Browser
from tests.warehouse.releases import NAMED, Release
from tests.warehouse.report.visiting import BTS, INTERNET, settled, shown
from warehouse.database import reading
from warehouse.release.report import write_report
from warehouse.release.report.fitting import fitted
from warehouse.release.report.writing import extras, render
from warehouse.workspace import Workspace

RANK = "dx.dti_rank"
SEEN = "document.getElementById('evidence').innerText"


def test_nothing_leaves_the_page_and_the_console_is_silent(browser: Browser, report: Path) -> None:
    shown(browser, report, f"indicator={BTS}")
    assert browser.tell("document.querySelectorAll('#heat tbody tr:not(.region)').length") == 63
    assert browser.tell("document.querySelectorAll('#lines svg path').length") > 50
    browser.tell("change({language: 'en', scheme: 'gso34', coverage: 'one'})")
    settled(browser, "null")
    browser.tell("fetch('https://example.org/').catch(() => null)")  # the policy holds
    assert browser.requests == [f"{report.as_uri()}"]
    refused = [one for one in browser.problems if "example.org" not in one]
    assert not refused
    assert browser.problems  # it would have been told


def test_a_cell_leads_to_the_sentence_and_escape_back(browser: Browser, report: Path) -> None:
    shown(browser, report)
    browser.click("#heat button[aria-label^='Hà Nội, 2019']")
    assert "Số thuê bao Internet" in browser.tell(SEEN)
    browser.click("#evidence .list li:last-child button.number")
    told = browser.tell(SEEN)
    for words in (
        "41.250",
        "Hà Nội ước có",
        "Ước thực hiện",
        "Cả năm",
        "0,9",
        "stttt.example.gov.vn",
        "15 tháng 1",
    ):
        assert words in told
    assert browser.tell("document.querySelector('#evidence mark').textContent") == "41.250"
    link = "document.querySelector('#evidence .origin a')"
    assert browser.tell(f"[{link}.href, {link}.rel]") == [
        "https://stttt.example.gov.vn/bao-cao.html",
        "noopener noreferrer nofollow",
    ]
    browser.click("#evidence .back")
    assert "Hà Nội · 2019" in browser.tell(SEEN)
    browser.press("Escape", 27)
    assert not browser.tell("document.getElementById('evidence').open")
    assert browser.tell("document.activeElement.getAttribute('aria-label')").startswith("Hà Nội, 2019")


def test_the_keyboard_walks_the_heat_map(browser: Browser, report: Path) -> None:
    shown(browser, report, f"indicator={BTS}&coverage=one")
    browser.tell("document.querySelector('#heat button[tabindex=\"0\"]').focus()")
    first = browser.tell("document.activeElement.ariaLabel")
    browser.press("ArrowRight", 39)
    browser.press("ArrowDown", 40)
    label = browser.tell("document.activeElement.ariaLabel")
    assert label != first
    browser.press("End", 35)
    assert ", 2020" in browser.tell("document.activeElement.ariaLabel")
    assert browser.tell("document.querySelectorAll('#heat [tabindex=\"0\"]').length") == 1
    browser.press("Enter", 13, "\r")
    assert "trạm BTS" in browser.tell(SEEN)
    browser.press("Tab", 9)
    assert browser.tell("document.getElementById('evidence').contains(document.activeElement)")


def test_both_languages_are_whole_and_kept_in_the_address(browser: Browser, report: Path) -> None:
    shown(browser, report)
    vietnamese = browser.tell("[...document.querySelectorAll('[data-word]')].map(one => one.textContent)")
    browser.click("[data-language=en]")
    assert settled(browser, "document.documentElement.lang") == "en"
    english = browser.tell("[...document.querySelectorAll('[data-word]')].map(one => one.textContent)")
    assert all(one != other for one, other in zip(vietnamese, english, strict=True))
    assert "Telecommunications" in browser.tell("document.querySelector('#indicator optgroup').label")
    assert "Indicators with a result" in browser.tell("document.getElementById('coverage-what').innerText")
    assert "Actual" in browser.tell("document.getElementById('ranked').innerText")
    address = browser.tell("location.hash")
    assert "lang=en" in address
    shown(browser, report, address[1:])
    assert browser.tell("document.documentElement.lang") == "en"
    assert browser.tell("document.querySelector('h1').textContent") == english[2]


def test_the_map_has_the_63_and_the_34(browser: Browser, report: Path) -> None:
    shown(browser, report, f"indicator={BTS}&year=2019")
    tiles = "document.querySelectorAll('#tiles .mark-rect.role-mark path').length"
    assert browser.tell(tiles) == 63
    assert browser.tell("document.querySelector('#ranked tbody tr').innerText").split("\t")[:2] == [
        "Cà Mau",
        "8.319",
    ]
    browser.click("#map-scheme input[value=gso34]")
    assert settled(browser, tiles) == 34
    assert "8.338" in browser.tell("document.getElementById('ranked').innerText")
    assert "1 trên 2 tỉnh cũ" in browser.tell("document.getElementById('ranked').innerText")
    browser.click("#ranked button")
    assert "Cộng các tỉnh cũ" in browser.tell(SEEN)
    part = browser.tell("document.querySelector('#evidence .list .part').innerText")
    assert part.startswith("Cả năm · Độ tin cậy của việc đọc 0,9 · 0000")
    browser.click("#evidence .list button")
    assert "trạm BTS" in browser.tell("document.querySelector('#evidence blockquote').innerText")
    browser.press("Escape", 27)
    assert "provinces=gso34" in browser.tell("location.hash")


def test_a_tile_and_a_point_open_their_evidence(browser: Browser, report: Path) -> None:
    shown(browser, report, f"indicator={BTS}&year=2019")
    browser.click("#tiles .mark-rect.role-mark path:not([stroke-dasharray])")
    assert "trạm BTS" in browser.tell(SEEN)
    browser.press("Escape", 27)
    browser.click("#lines .mark-symbol.role-mark path")
    assert "trạm BTS" in browser.tell(SEEN)


def test_series_show_results_beside_targets(browser: Browser, report: Path) -> None:
    shown(browser, report, f"indicator={INTERNET}")
    chips = "[...document.querySelectorAll('#chips span')].map(one => one.textContent)"
    assert browser.tell(chips) == ["Hà Nội", "Thái Nguyên"]
    points = "[...document.querySelectorAll('#lines .mark-symbol.role-mark path')]"
    assert browser.tell(f"new Set({points}.map(one => one.getAttribute('d'))).size") == 3
    browser.click("#chips li:last-child button")
    assert settled(browser, chips) == ["Hà Nội"]
    assert "series=gso63-01" in browser.tell("location.hash")
    browser.tell(
        "(add => { add.selectedIndex = 1; add.dispatchEvent(new Event('change')) })"
        "(document.getElementById('add'))"
    )
    assert settled(browser, chips) == ["Hà Nội", "Thái Nguyên"]
    table = browser.tell("document.getElementById('series-table').innerText")
    assert "60.000" in table
    assert "41.250" in table


def test_conflicts_show_both_sentences(browser: Browser, report: Path) -> None:
    shown(browser, report)
    sides = browser.tell("[...document.querySelectorAll('.pair .side')].map(one => one.innerText)")
    assert len(sides) == 2
    assert "Thái Nguyên có 9.400 thuê bao" in sides[0]
    assert "Tỉnh Thái Nguyên đạt 9.900 thuê bao Internet" in sides[1]
    assert "≈ 9.900" in sides[1]
    tops = browser.tell(
        "[...document.querySelectorAll('.pair .side')].map(one => one.getBoundingClientRect().top)"
    )
    assert tops[0] == tops[1]
    browser.tell("change({kind: 'rounding'})")
    assert browser.tell("document.querySelectorAll('.pair').length") == 0


@pytest.fixture(scope="module")
def odd(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ranks, a value put right by a reviewer, values that do not agree, a unit of today in a later year."""
    folder = tmp_path_factory.mktemp("odd")
    with Release(built.published, folder / "odd.duckdb") as made:
        for place, rank, quality in (
            ("19", 63, "ok"),
            ("20", 1, "ok"),
            ("22", 30, "error"),
            ("24", 30, "ok"),
        ):
            made.fact(place, 2018, RANK, rank, f"xếp thứ {rank}", str(rank), quality=quality)
        made.fact("01", 2018, BTS, 900, "có 900 trạm", "900")
        unlike = {"province": "01", "year": 2018, "indicator": BTS}
        made.figure("có 900 trạm đang hoạt động", "900", 900, **unlike)
        made.figure("khoảng 950 trạm", "950", 950, qualifier="approx", **unlike)
    with duckdb.connect(str(made.path)) as connection:
        connection.execute("update fct_indicator_year set n_figures = 3, n_sources = 2 where province = '01'")
        connection.execute(
            "update fct_indicator_year set choice_rule = 'correction', correction_reason = 'nhầm <b>hạng</b>'"
            " where province = '20'"
        )
    with reading(made.path) as connection:
        (folder / "report.html").write_text(render(fitted(connection, NAMED, extras())[1]), encoding="utf-8")
    return folder / "report.html"


def test_first_of_a_ranking_stands_on_top(browser: Browser, odd: Path) -> None:
    shown(browser, odd, f"lang=en&indicator={RANK}&series=gso63-19,gso63-20")
    ranked = browser.tell("[...document.querySelectorAll('#ranked td.n')].map(one => one.innerText)")
    assert ranked == ["1", "30", "63", "30"]  # what is plainly wrong comes last
    assert "#" not in browser.tell("document.getElementById('ranked').innerText")
    tops = browser.tell(
        "[...document.querySelectorAll('#lines .mark-symbol.role-mark path')]"
        ".map(one => [one.__data__.datum.value, one.getBoundingClientRect().top])"
    )
    assert [value for value, _ in sorted(tops, key=lambda one: one[1])] == [1, 63]


def test_a_correction_and_values_that_differ_are_told(browser: Browser, odd: Path) -> None:
    shown(browser, odd, f"lang=en&indicator={RANK}&coverage=one")
    browser.click("#heat button[aria-label^='Thai Nguyen']")
    assert "corrected" not in browser.tell(SEEN)
    browser.press("Escape", 27)
    browser.click("#heat button[aria-label^='Lang Son']")
    told = browser.tell(SEEN)
    assert told.index("A reviewer corrected this value") < told.index("xếp thứ 1")
    assert "Why: nhầm <b>hạng</b>" in told
    shown(browser, odd, f"lang=en&indicator={BTS}&coverage=one")
    browser.click("#heat button[aria-label^='Ha Noi']")
    assert "2 of 3 figures state this very value" in browser.tell(SEEN)
    said = browser.tell("[2, 1].map(n_sources => agreementOf({n_stated: 2, n_figures: 2, n_sources}, []))")
    assert said == ["2 figures of 2 publishers agree", "2 figures of one publisher agree"]


def test_what_is_plainly_wrong_is_not_counted_but_can_be_looked_at(browser: Browser, odd: Path) -> None:
    shown(browser, odd, f"lang=en&indicator={RANK}")
    wrong, right = ("#heat button[aria-label^='" + name + ", 2018']" for name in ("Quang Ninh", "Lang Son"))
    counts = f'[...document.querySelectorAll("{wrong}, {right}")].map(one => one.innerText)'
    assert sorted(browser.tell(counts)) == ["0", "1"]
    assert [browser.tell(f"sayOf('n_conflicts', {count})") for count in (1, 2)] == [
        "1 conflict",
        "2 conflicts",
    ]
    browser.click(wrong)
    assert "30 rank" in browser.tell(SEEN)
    browser.press("Escape", 27)


def test_the_heat_map_ends_with_the_last_year_known(browser: Browser, odd: Path) -> None:
    shown(browser, odd, "lang=en")
    assert browser.tell("release.years.at(-1)") == 2018
    assert "63 provinces" in browser.tell("document.getElementById('coverage').innerText")


def test_a_picture_asked_for_too_early_is_no_error(browser: Browser, odd: Path) -> None:
    shown(browser, odd)
    assert browser.tell("keep('tiles', 'svg').then(() => 'kept')") == "kept"
    assert browser.tell("(drawn.tiles = undefined, keep('tiles', 'svg').then(() => 'nothing'))") == "nothing"


@pytest.mark.parametrize(
    "nonsense", ["indicator=x&year=99999&series=gso63-99,<img>", "%%%", "lang=<script>&provinces=1"]
)
def test_an_address_that_makes_no_sense_does_no_harm(browser: Browser, report: Path, nonsense: str) -> None:
    shown(browser, report, nonsense)
    assert browser.tell("document.querySelectorAll('#heat tbody tr').length") > 63
    assert not browser.problems


def test_an_empty_release_opens_too(browser: Browser, built: Workspace, tmp_path: Path) -> None:
    with Release(built.published, tmp_path / "empty.duckdb") as empty:
        pass
    write_report(empty.path, NAMED, tmp_path)
    shown(browser, tmp_path / "report.html")
    browser.click("[data-language=en]")
    assert browser.tell("document.querySelector('#numbers dd').textContent") == "0"
    assert not browser.problems


def test_what_is_left_out_is_told(browser: Browser, release: Path, tmp_path: Path) -> None:
    with reading(release) as connection:
        _, data = fitted(connection, NAMED, extras(), 15_000)
    (tmp_path / "report.html").write_text(render(data), encoding="utf-8")
    shown(browser, tmp_path / "report.html", f"lang=en&indicator={BTS}&year=2012")
    told = browser.tell("document.getElementById('left-out').innerText")
    assert "the sentences of" in told or "values of years before" in told
    assert "sotttt.duckdb" in told
