"""The report in a real browser, as a reviewer meets it, and what becomes of hostile and broken files."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Browser, started
from tests.conftest import Command

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "gold" / "pages" / "seed004-thainguyen-tongket-2018.html"
FILLER = (
    "<p>Sở Thông tin và Truyền thông tiếp tục tham mưu cho Ủy ban nhân dân tỉnh về công tác quản lý.</p>" * 60
)
HOSTILE = f"""<html><head><title>Báo cáo</title></head><body>
<h1>Công tác năm 2018 tỉnh Thái Nguyên &lt;script&gt;window.hit = 'title'&lt;/script&gt;</h1>
<p>Thực hiện Quyết định số 1690/QĐ-UBND, ngày 12/3/2018, Sở đã họp.
{unicodedata.normalize("NFD", "Bưu điện văn hóa xã")}.</p>
<script>window.hit = 'script'</script><img src=x onerror="window.hit = 'error'">{FILLER}
<p>Năm 2018, toàn tỉnh có 127 điểm Bưu điện văn hóa xã &lt;img src=x onerror="window.hit = 'image'"&gt;;
tổng số doanh nghiệp bưu chính là 11 doanh nghiệp &quot; autofocus onfocus="window.hit = 'focus'"
&lt;/style&gt;&lt;/title&gt;&#x202e;.</p>
<table><tr><th>Chỉ tiêu</th><th>Năm 2018 &lt;svg onload="window.hit = 'svg'"&gt;</th></tr>
<tr><td>Số trạm BTS (trạm)</td><td>1.250</td></tr><tr><td>Số bưu cục (bưu cục)</td><td>31</td></tr></table>
</body></html>"""
LISTING = "".join(f'<li><a href="/tin/{n}.html">Tin bưu chính số {n} của tỉnh</a></li>' for n in range(20))
SEEN = """(selector => { const at = document.querySelector(selector), box = at.getBoundingClientRect();
return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
    && at.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)) })"""
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, sotttt: Command) -> Path:
    folder = tmp_path_factory.mktemp("report")
    out = folder / "out.html"
    files = {
        "hostile.html": HOSTILE,
        "empty.txt": "",
        "list.html": f"<html><body><ul>{LISTING}</ul></body></html>",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "binary.html").write_bytes(bytes(range(32)) * 100)
    names = [*files, "binary.html", "gone.html"]
    done = sotttt(folder / "data", "extract", "--report", out, *(folder / name for name in names), GOLD)
    assert done.returncode == 1  # some files could not be read; the report holds all of them
    told = done.stderr.splitlines()
    assert [next(name for name in names if name in line) for line in told] == [
        "empty.txt",
        "binary.html",
        "gone.html",
    ]
    assert all("; " in line for line in told)
    assert str(out) in done.stdout
    return out


def test_figures_are_marked_and_seen(browser: Browser, report: Path) -> None:
    browser.open(report)
    marks = "[...document.querySelectorAll('#d1 mark')]"
    assert browser.tell(f"{marks}.map(m => m.querySelector('a').firstChild.data)") == [
        "127",
        "11",
        "1.250",
        "31",
    ]
    assert browser.tell(f"{marks}.every(m => m.checkVisibility() && m.getClientRects().length > 0)")
    paper = browser.tell("getComputedStyle(document.body).backgroundColor")
    assert paper not in browser.tell(f"{marks}.map(m => getComputedStyle(m).backgroundColor)")
    assert browser.tell("document.querySelectorAll('#d1 table.figures tbody tr').length") == 4
    row = browser.tell("document.querySelector('#d1 table.figures tbody tr').innerText")
    for bound in (
        "127",
        "point",
        "Bưu điện",
        "postal.commune_cultural_post_offices",
        "Thái Nguyên",
        "2018",
        "actual",
    ):
        assert bound in row


def test_a_click_on_a_row_leads_to_the_mark_and_a_click_on_the_mark_to_the_reasons(
    browser: Browser, report: Path
) -> None:
    browser.open(report)
    first = browser.tell("'#' + document.querySelector('#d1 mark').id")
    assert not browser.tell(f"{SEEN}('{first}')")
    browser.click("#d1 table.figures tbody tr td:nth-child(4)")
    assert browser.tell("location.hash") == first
    assert browser.tell(f"{SEEN}('{first}')")
    browser.click(f"{first} a")
    assert browser.tell(f"{SEEN}('#d1f1')")
    why = browser.tell("document.querySelector('#d1f1').innerText")
    for told in ("its own clause", "title of the document", "điểm Bưu điện văn hóa xã"):
        assert told in why


def test_the_keyboard_reaches_what_the_mouse_does(browser: Browser, report: Path) -> None:
    browser.open(report)
    browser.tell("document.querySelector('#d1 table.figures a').focus()")
    browser.press("Enter", 13, "\r")
    mark = browser.tell("document.querySelector('#d1 mark').id")
    assert browser.tell("location.hash") == f"#{mark}"
    browser.press("Tab", 9)
    assert browser.tell("document.activeElement.closest('mark').id") == mark
    assert "127" in browser.tell("getComputedStyle(document.activeElement, '::after').content")
    assert browser.tell(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')) !== null"
    )


def test_rejected_numbers_are_grey_with_their_reason(browser: Browser, report: Path) -> None:
    browser.open(report)
    rejected = browser.tell(
        "[...document.querySelectorAll('#d1 .rejected')]"
        ".map(r => [r.textContent, r.title, getComputedStyle(r).color])"
    )
    reasons = {text: title for text, title, _ in rejected}
    assert "document" in reasons["1690"]
    assert "date" in reasons["12/3/2018"]
    for _, _, colour in rejected:
        red, green, blue = (int(part) for part in colour[4:-1].split(","))
        assert max(red, green, blue) - min(red, green, blue) < 24
        assert colour != browser.tell("getComputedStyle(document.body).color")
    listed = browser.tell("document.querySelector('#d1rejected').innerText")
    assert "1690" in listed
    assert "the number of a document" in listed
    after = "getComputedStyle(document.querySelector('.rejected[data-why]'), '::after').content"
    assert browser.tell(after) == "none"
    browser.click("#reasons")
    assert browser.tell(after) not in ("none", '""')


def test_nothing_of_a_page_runs_or_is_loaded(browser: Browser, report: Path) -> None:
    browser.open(report)
    assert browser.tell("window.hit") is None
    assert browser.requests == [report.as_uri()]
    assert (
        browser.tell(
            "document.querySelectorAll('script, img, svg, iframe, [onerror], [onfocus], [style]').length"
        )
        == 0
    )
    assert "<script>window.hit = 'title'</script>" in browser.tell(
        "document.querySelector('#d1 h2').innerText"
    )
    # Should markup ever get past the escaping, the policy stops it: the browser is asked to run some.
    browser.tell(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.hit = true'}))"
    )
    browser.tell("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit = true\">')")
    browser.tell("new Promise(done => setTimeout(done, 200))")
    assert browser.tell("window.hit") is None


def test_files_without_a_document_tell_why(browser: Browser, report: Path) -> None:
    browser.open(report)
    told = {number: browser.tell(f"document.querySelector('#d{number}').innerText") for number in range(2, 6)}
    for number, (name, outcome) in enumerate(
        [
            ("empty.txt", "empty"),
            ("list.html", "listing"),
            ("binary.html", "unreadable"),
            ("gone.html", "no such file"),
        ],
        start=2,
    ):
        assert name in told[number]
        assert outcome in told[number]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark_on_wide_and_small_screens(
    browser: Browser, report: Path, scheme: str
) -> None:
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(report)
    for selector in ("body", ".rejected", "mark.actual", ".meta", ".note .bound"):
        assert browser.tell(f"{CONTRAST}('{selector}')") >= 4.5, selector
    browser.size(400, 800)
    assert browser.tell("document.documentElement.scrollWidth") <= 400
    browser.size(1360, 900)
    browser.call("Emulation.setEmulatedMedia", features=[])


def test_the_same_files_give_the_same_report(tmp_path: Path, sotttt: Command) -> None:
    reports = [tmp_path / "one.html", tmp_path / "two.html"]
    for out in reports:
        assert sotttt(tmp_path / "data", "extract", "--report", out, GOLD).returncode == 0
    assert reports[0].read_bytes() == reports[1].read_bytes()
    assert not (tmp_path / "data").exists()


def test_mistakes_end_in_one_clear_line(tmp_path: Path, sotttt: Command) -> None:
    page = tmp_path / "page.html"
    page.write_text(HOSTILE, encoding="utf-8")
    for out in (page, tmp_path, tmp_path / "none" / "out.html"):
        done = sotttt(tmp_path / "data", "extract", "--report", out, page)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert str(out) in line
    assert page.read_text(encoding="utf-8") == HOSTILE


def test_a_report_beside_its_pages_is_not_read_as_one(tmp_path: Path, sotttt: Command) -> None:
    (tmp_path / "page.html").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "none").mkdir()
    for _ in range(2):
        done = sotttt(tmp_path / "data", "extract", "--report", tmp_path / "out.html", tmp_path)
        assert "1 files" in done.stdout
    done = sotttt(tmp_path / "data", "extract", "--report", tmp_path / "out.html", tmp_path / "none")
    assert done.returncode == 1
    assert "no page in this folder" in done.stderr
