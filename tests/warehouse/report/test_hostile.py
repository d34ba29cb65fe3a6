"""Whatever a page contained comes out of the report as text: no script runs, no link leads elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import Browser
from tests.warehouse.releases import NAMED, Release
from warehouse.release.report import write_report
from warehouse.workspace import Workspace

BTS = "telecom.bts_stations"
HIT = "window.hit = 'run'"
FILLER = "Sở tiếp tục tham mưu cho Ủy ban nhân dân tỉnh. " * 1_100  # 50,000 characters
SENTENCES = {  # province to what its page says; each states 450
    "01": f'<script>{HIT}</script> có 450 trạm <img src=x onerror="{HIT}"> <svg onload={HIT}>',
    "02": f"</script><script>{HIT}</script></dialog><!-- 450 trạm --><style>*{{display:none}}</style>",
    "04": f"{FILLER}có 450 trạm BTS {FILLER}",
    "06": "\u202eđảo ngược \u2066 450 trạm \u200f",
    "08": '=HYPERLINK("http://x.vn",450) @SUM(1) +1 -1 {{ 7 * 7 }} ${7*7} %7B',
    "10": "điều\x00 khiển\x07\x1b[31m 450 \x9b trạm\x85",
    "11": "🇻🇳 𝐜𝐨́ 450 trạm 👩‍👩‍👧",
}
LINKS = {
    "01": f"javascript:{HIT}",
    "02": f"data:text/html,<script>{HIT}</script>",
    "04": "https://stttt.example.gov.vn/" + "x" * 5_000,
    "06": "https://stttt.example.gov.vn/\u202egpj.exe",
    "08": f'https://stttt.example.gov.vn/?q=%22onclick="{HIT}"',
}
TEXT = "document.querySelector('#evidence blockquote').textContent"


@pytest.fixture(scope="module")
def hostile(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with Release(built.published, folder / "release.duckdb") as made:
        for province, said in SENTENCES.items():
            url = LINKS.get(province, "https://stttt.example.gov.vn/1")
            title = f"</title><script>{HIT}</script>\u202e" + "T" * 5_000
            made.fact(province, 2019, BTS, 450, said, "450", url=url, title=title)
    write_report(made.path, NAMED, folder)
    return folder / "report.html"


def opened(browser: Browser, hostile: Path, province: str) -> None:
    browser.open(hostile, f"indicator={BTS}&year=2019&coverage=one")
    browser.until("document.documentElement.dataset.ready === 'yes'")
    place = f"release.places.findIndex(one => one.scheme === 'gso63' && one.code === '{province}')"
    browser.tell(f"open(() => factView(release.allFacts.find(fact => fact.place === {place})))")


@pytest.mark.parametrize("province", SENTENCES)
def test_what_a_page_said_stays_text(browser: Browser, hostile: Path, province: str) -> None:
    opened(browser, hostile, province)
    assert browser.tell("document.querySelector('#evidence mark').textContent") == "450"
    shown = browser.tell(TEXT)
    if province == "04":
        assert len(shown) < 700
        assert shown.startswith("… ")
        assert shown.endswith(" …")
        assert "chỉ trích phần quanh con số" in browser.tell("document.getElementById('evidence').innerText")
    elif province == "10":
        assert shown == "điều\ufffd khiển\ufffd\ufffd[31m 450 \ufffd trạm\ufffd"
    else:
        assert shown == SENTENCES[province]
    assert browser.tell("window.hit") is None
    assert browser.tell("document.querySelectorAll('#evidence :is(script, img, svg, style)').length") == 0
    assert [address.split("#")[0] for address in browser.requests] == [hostile.as_uri()]
    assert not browser.problems


@pytest.mark.parametrize("province", LINKS)
def test_what_is_no_address_of_a_page_is_no_link(browser: Browser, hostile: Path, province: str) -> None:
    opened(browser, hostile, province)
    assert browser.tell("document.querySelectorAll('#evidence a').length") == 0
    assert "địa chỉ không mở được" in browser.tell("document.getElementById('evidence').innerText")


def test_direction_of_one_sentence_turns_nothing_else(browser: Browser, hostile: Path) -> None:
    opened(browser, hostile, "06")
    words = "[...document.querySelectorAll('#evidence bdi')]"
    assert browser.tell(f"{words}.every(one => getComputedStyle(one).unicodeBidi.includes('isolate'))")
    assert browser.tell("getComputedStyle(document.querySelector('#evidence h2')).direction") == "ltr"


def test_the_policy_stops_what_would_get_past_the_escaping(browser: Browser, hostile: Path) -> None:
    opened(browser, hostile, "01")
    browser.tell(
        f"document.body.append(Object.assign(document.createElement('script'), {{text: \"{HIT}\"}}))"
    )
    browser.tell(f"document.body.insertAdjacentHTML('beforeend', `<img src=x onerror=\"{HIT}\">`)")
    browser.tell("new Promise(done => setTimeout(done, 100))")
    assert browser.tell("window.hit") is None
    assert browser.problems


def test_the_file_holds_the_words_only_packed(hostile: Path) -> None:
    page = hostile.read_text(encoding="utf-8")
    assert "window.hit" not in page
    assert page.count("</script>") == page.count("<script") == 3
