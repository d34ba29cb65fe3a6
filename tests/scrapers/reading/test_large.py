"""Large and broken pages through documents and reading: they end, and nothing in them is lost or invented."""

import pytest

from scrapers.documents import read_page
from scrapers.model import PageOutcome
from scrapers.reading import read_document
from tests.scrapers.reading.pages import BTS, OFFICES, document, figures, markup, plain

YEARS = range(1996, 2019)


def test_five_megabytes_of_prose() -> None:
    filler = f"<p>{'Ban tổ chức đã trao quà cho các em học sinh nghèo vượt khó trong thôn. ' * 20}</p>" * 130
    said = [f"<p>Năm {year}, toàn tỉnh có {year - 1900} bưu cục.</p>" for year in YEARS]
    page = markup(*(paragraph + filler for paragraph in said))
    assert len(page.encode()) > 5_000_000
    found = read_document(document(page)).figures
    assert [(f.indicator, plain(f.value), f.year) for f in found] == [
        (OFFICES, str(year - 1900), year) for year in YEARS
    ]


def test_five_megabytes_in_one_line() -> None:
    filler = "ban tổ chức đã trao quà cho các em học sinh nghèo vượt khó trong thôn xóm " * 50_000
    found = figures(f"Năm 2018, toàn tỉnh có 36 bưu cục. {filler}. Năm 2017, toàn tỉnh có 1.180 trạm BTS.")
    assert [(f.indicator, f.year) for f in found] == [(OFFICES, 2018), (BTS, 2017)]


def test_one_sentence_of_thousands_of_numbers() -> None:
    listed = ", ".join(f"{number} bưu cục" for number in range(10, 510)) + ", 1.234 trạm BTS" * 500
    found = figures(f"Năm 2018, toàn tỉnh có {listed}.")
    assert {f.indicator for f in found} == {OFFICES, BTS}
    assert sum(f.indicator == OFFICES for f in found) == 500


@pytest.mark.parametrize(
    "noise",
    ["1" * 1_000_000, "1." * 500_000, "1/" * 200_000, "(" * 500_000, ":;,.-" * 100_000, "1 " * 1_000],
)
def test_noise_of_digits_and_signs(noise: str) -> None:
    found = figures("Năm 2018, toàn tỉnh có 36 bưu cục.", noise)
    assert [(f.indicator, plain(f.value)) for f in found] == [(OFFICES, "36")]


def test_ten_thousand_rows() -> None:
    rows = "".join(f"<tr><td>Số bưu cục</td><td>{n % 880 + 10}</td><td>{n}</td></tr>" for n in range(10_000))
    page = f"<table><tr><th>Chỉ tiêu</th><th>Năm 2018</th><th>So với năm 2017 (%)</th></tr>{rows}</table>"
    found = figures(page)
    assert {f.indicator for f in found} == {OFFICES}
    assert len(found) == 880


def test_a_table_of_a_thousand_columns() -> None:
    cells = "<td>36</td>" * 1_000
    head = "<th>Năm 2018</th>" * 1_000
    rows = f"<tr><th>Chỉ tiêu</th>{head}</tr><tr><td>Số bưu cục</td>{cells}</tr>"
    assert [plain(f.value) for f in figures(f"<table>{rows}</table>")] == ["36"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1252"])
def test_a_wrong_charset_is_no_wrong_figure(charset: str) -> None:
    page = markup("Năm 2018, toàn tỉnh có 1.234 trạm BTS, 36 bưu cục.").replace("utf-8", charset)
    encoded = page.encode("utf-16" if charset == "utf-16" else "utf-8")
    found = {f.indicator: plain(f.value) for f in read_document(document(encoded)).figures}
    assert found == {BTS: "1234", OFFICES: "36"}


@pytest.mark.parametrize(
    ("piece", "outcome"),
    [(b"\0", PageOutcome.UNREADABLE), (b" \n", PageOutcome.EMPTY)],
)
def test_a_hundred_megabytes_are_an_outcome_with_a_reason(piece: bytes, outcome: PageOutcome) -> None:
    body = piece * (100_000_000 // len(piece))
    found, page, reason = read_page(body, url="http://m.vn/", source="m", content_type="text/html")
    assert (found, page) == (outcome, None)
    assert reason
