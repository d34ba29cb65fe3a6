"""Whose figure it is: title, publisher, host, body and signature; other provinces; tiers of government."""

import pytest

from scrapers.reading import read_document
from tests.scrapers.reading.pages import PLAIN_TITLE, document, figures, markup, plain

HA_NAM, NAM_DINH, HOA_BINH = "35", "36", "17"
WORDS = "Năm 2018, toàn tỉnh có 36 bưu cục."
NEWS = "Tin bưu chính, viễn thông"


def provinces(
    title: str, *body: str, url: str = "http://tin.mau.vn/1", publisher: str | None = None
) -> list[str | None]:
    found = read_document(document(markup(*body, title=title), url=url, publisher=publisher))
    return [figure.province for figure in found.figures]


@pytest.mark.parametrize(
    ("title", "body", "url", "publisher"),
    [
        ("Tỉnh Hà Nam phát triển bưu chính", WORDS, "http://tin.mau.vn/1", None),
        ("Hà Nam: phát triển bưu chính", WORDS, "http://tin.mau.vn/1", None),
        (NEWS, WORDS, "http://tin.mau.vn/1", HA_NAM),
        (NEWS, WORDS, "http://stttt.hanam.gov.vn/tin/1", None),
        (NEWS, "Năm 2018, tỉnh Hà Nam có 36 bưu cục.", "http://tin.mau.vn/1", None),
        (NEWS, f"{WORDS}|Sở Thông tin và Truyền thông tỉnh Hà Nam", "http://tin.mau.vn/1", None),
        (NEWS, "Năm 2018, TỈNH HÀ NAM có 36 bưu cục.", "http://tin.mau.vn/1", None),
    ],
)  # fmt: skip
def test_told_by(title: str, body: str, url: str, publisher: str | None) -> None:
    assert provinces(title, *body.split("|"), url=url, publisher=publisher) == [HA_NAM]


def test_nothing_tells_and_nothing_is_guessed() -> None:
    assert provinces(NEWS, WORDS) == [None]


def test_small_letters_are_no_province() -> None:
    assert provinces(NEWS, f"{WORDS} Nhân dân yêu chuộng hòa bình, đời sống yên bái, an giang.") == [None]


def test_a_list_of_provinces_is_no_evidence() -> None:
    body = f"{WORDS} Đoàn đã học tập kinh nghiệm tại Hà Nội, Đà Nẵng, Nam Định."
    assert provinces(NEWS, body, publisher=HA_NAM) == [HA_NAM]


def test_the_subject_not_the_publisher() -> None:
    title = "Tỉnh Hà Nam phát triển bưu chính"
    body = "Năm 2018, Hà Nam có 36 bưu cục. Trên địa bàn tỉnh Hà Nam còn có 1.234 trạm BTS."
    assert provinces(title, body, publisher=NAM_DINH) == [HA_NAM, HA_NAM]


def test_figures_of_another_province_are_its_own() -> None:
    body = (
        "Năm 2018, tỉnh Hà Nam có 36 bưu cục.",
        "Cùng năm, tỉnh Nam Định có 52 bưu cục.",
    )
    assert provinces("Bưu chính tỉnh Hà Nam", *body, publisher=HA_NAM) == [HA_NAM, NAM_DINH]


def test_rows_of_provinces() -> None:
    rows = (
        "<table><tr><th>Tỉnh</th><th>Số bưu cục</th></tr><tr><td>Hà Nam</td><td>36</td></tr>"
        "<tr><td>Hoà Bình</td><td>41</td></tr><tr><td>Nam Định</td><td>52</td></tr></table>"
    )
    assert provinces("Mạng bưu cục năm 2018", rows) == [HA_NAM, HOA_BINH, NAM_DINH]


@pytest.mark.parametrize("name", ["Thừa Thiên Huế", "Thừa Thiên - Huế", "Thừa Thiên – Huế", "TT-Huế"])
def test_names_are_written_in_several_ways(name: str) -> None:
    assert provinces(NEWS, f"Năm 2018, tỉnh {name} có 36 bưu cục.") == ["46"]


@pytest.mark.parametrize(
    "words",
    [
        "Huyện Kim Bảng có 36 bưu cục",
        "Thị xã Duy Tiên có 36 bưu cục",
        "Xã Thanh Sơn có 36 bưu cục",
        "Trên địa bàn thành phố Phủ Lý có 36 bưu cục",
        "Khu công nghiệp Đồng Văn có 36 trạm BTS",
        "Cả nước có 850 bưu cục",
        "Toàn quốc có 850 bưu cục",
    ],
)
def test_below_or_above_the_province_is_out_of_scope(words: str) -> None:
    assert figures(f"Năm 2018, {words[0].lower()}{words[1:]}.") == ()


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("100% cơ quan cấp tỉnh có mạng LAN", ["province"]),
        ("100% sở, ban, ngành có mạng LAN", ["province"]),
        ("100% UBND cấp huyện có mạng LAN", ["district"]),
        ("100% UBND cấp xã có mạng LAN", ["commune"]),
        ("100% cơ quan cấp tỉnh và cấp huyện có mạng LAN", ["province", "district"]),
        ("100% cơ quan nhà nước có mạng LAN", [None]),
        ("100% sở, ngành, UBND cấp huyện và cấp xã có mạng LAN", [None]),
    ],
)
def test_tiers_of_government(words: str, levels: list[str | None]) -> None:
    found = figures(f"Năm 2018, {words}.")
    assert sorted([f.level for f in found], key=str, reverse=True) == levels
    assert {plain(f.value) for f in found} == {"100"}


@pytest.mark.parametrize(
    ("frame", "province"),
    [
        ("Sở Thông tin và Truyền thông Hà Nội. Điện thoại: 024.3736.6617", "01"),
        (
            "Cơ quan của Bộ. Địa chỉ: số 18 đường Mẫu, quận Hai Bà Trưng, Hà Nội. Điện thoại: 024.3943.1234",
            None,
        ),
    ],
)
def test_an_address_in_the_capital_makes_no_page_of_the_capital(frame: str, province: str | None) -> None:
    page = f'<div id="footer">{frame}</div>'
    (figure,) = figures("Năm 2018 có 36 bưu cục.", page, title=PLAIN_TITLE.replace(" tỉnh Hà Nam", ""))
    assert figure.province == province
