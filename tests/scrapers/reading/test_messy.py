"""Messy text: decomposed letters, both places of tone marks, soft hyphens; spans point into the original."""

import unicodedata

import pytest

from scrapers.model import Document, Figure
from scrapers.reading import read_document
from scrapers.reading.text import key_text, one_spelling
from tests.scrapers.reading.pages import (
    BTS,
    CULTURAL,
    OFFICES,
    PHONES,
    by_code,
    document,
    figures,
    markup,
    table,
    values,
)

BODY = (
    "Năm 2018, toàn tỉnh có 36 bưu cục, 135 điểm Bưu điện - Văn hoá xã.",
    "Tổng số thuê bao điện thoại là 742.000 thuê bao.",
    table("Chỉ tiêu | 2017 | 2018", "Số trạm BTS | 1.180 | 1.234", "Số điểm phục vụ bưu chính | 230 | 233"),
)


def told(page: Document) -> list[tuple[object, ...]]:
    return [
        (f.indicator, f.value, f.year, f.period, f.status, f.qualifier, f.province, f.level)
        for f in read_document(page).figures
    ]


def check_spans(page: Document, found: tuple[Figure, ...]) -> None:
    for figure in found:
        number = page.text[figure.start : figure.end]
        assert number[0].isdigit()
        assert figure.evidence_start <= figure.start < figure.end <= figure.evidence_end
        assert figure.evidence == " ".join(page.text[figure.evidence_start : figure.evidence_end].split())


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_form_of_unicode_gives_the_same_figures(form: str) -> None:
    composed = document(markup(*BODY))
    assert len(told(composed)) == 7
    html = "".join(unicodedata.normalize(form, char) for char in markup(*BODY))  # type: ignore[arg-type]
    page = document(html)
    assert told(page) == told(composed)
    check_spans(page, read_document(page).figures)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("36 điểm Bưu điện - Văn hóa xã", CULTURAL),
        ("36 điểm Bưu điện – Văn hoá xã", CULTURAL),
        ("36 điểm Bưu điện-Văn hóa xã", CULTURAL),
        ("36 điểm bưu điện văn hoá xã", CULTURAL),
        ("36 ĐIỂM BƯU ĐIỆN VĂN HÓA XÃ", CULTURAL),
        ("36 điểm BĐ-VHX", CULTURAL),
        ("36 điểm BĐVHX", CULTURAL),
        ("36 bưu cục", OFFICES),
        ("36  b\u00adưu c\u00adục", OFFICES),
        ("36 bưu&shy; cục", OFFICES),
        ("36\u200b bưu\u200b cục", OFFICES),
        ("36&nbsp;bưu&nbsp;cục", OFFICES),
        ("36\n\t bưu\n cục", OFFICES),
        ("<b>36</b> <i>bưu</i> <u>cục</u>", OFFICES),
        ("36bưu cục", OFFICES),
        ("36 trạm BTS", BTS),
        ("36 trạm thu, phát sóng thông tin di động", BTS),
        ("36 trạm thu phát sóng di động (BTS)", BTS),
    ],
)
def test_one_thing_many_spellings(words: str, code: str) -> None:
    assert by_code(figures(f"Năm 2018, toàn tỉnh có {words}.")) == {code: "36"}


@pytest.mark.parametrize("words", ["thuê bao điện thoại", "thuê bao điện thọai", "THUÊ BAO ĐIỆN THOẠI"])
def test_slips_of_tone_marks(words: str) -> None:
    assert values(figures(f"Năm 2018, toàn tỉnh có 742.000 {words}."), PHONES) == ["742000"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoá", "hóa"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("uỷ", "ủy"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("luỹ kế", "lũy kế"),
    ],
)
def test_old_and_new_tone_placement_are_one_spelling(old: str, new: str) -> None:
    assert one_spelling(old) == one_spelling(new) == one_spelling(unicodedata.normalize("NFD", old).upper())


@pytest.mark.parametrize("word", ["quý", "thuế", "huệ", "toàn", "khuya", "quả"])
def test_other_vowels_keep_their_tone(word: str) -> None:
    assert one_spelling(word) == word


@pytest.mark.parametrize(
    "text",
    [
        "Toàn tỉnh có 36 bưu cục",
        "To\u00e0n  tỉnh\u00a0\u00a0có\u00ad 36 bưu\u200b cục",
        unicodedata.normalize("NFD", "Toàn tỉnh có 36 bưu cục"),
        unicodedata.normalize("NFD", "Toàn tỉnh  có\u00a0 36\u00ad bưu cục"),
        "\u0301 Toàn tỉnh có 36 bưu cục \u0323",
        "İİ Toàn tỉnh có 36 bưu cục",
    ],
)
def test_spans_of_the_key_lead_back_to_the_original(text: str) -> None:
    key = key_text(text)
    for words in ("toàn", "36", "bưu cục"):
        start = key.key.index(words)
        there = text[key.origin(start) : key.end_origin(start + len(words))]
        assert one_spelling(there) == words
        assert key.at(key.origin(start)) == start


def test_spans_of_a_page_of_everything() -> None:
    html = markup(
        *BODY,
        "Năm 2018, toàn&nbsp;tỉnh   có 1&nbsp;234\u00ad  trạm\u200b BTS 4G,\n 1 triệu 200 nghìn máy di động.",
    )
    page = document(html)
    found = read_document(page).figures
    assert len(found) == 9
    check_spans(page, found)
