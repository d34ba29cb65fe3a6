"""Which charset bytes are in, and what is no text at all."""

import unicodedata

import pytest

from scrapers.documents.charset import decode
from scrapers.documents.errors import UnreadableError
from scrapers.errors import UserError

TEXT = "Toàn tỉnh có 1.234 trạm thu phát sóng, mật độ điện thoại đạt 98 máy/100 dân. " * 5
DECOMPOSED = "Số điểm bưu điện văn hoá xã là 120 điểm, thêm 5 điểm so với năm 2005. " * 5


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the vowel with its shape, then the tone mark."""
    shapes = {"\u0302", "\u0306", "\u031b"}
    letters = []
    for letter in text:
        base, *marks = list(unicodedata.normalize("NFD", letter))
        shaped = unicodedata.normalize("NFC", base + "".join(m for m in marks if m in shapes))
        letters.append(shaped + "".join(m for m in marks if m not in shapes))
    return "".join(letters).encode("windows-1258")


def words(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (f"<meta charset=iso-8859-1>{TEXT}".encode(), "utf-8"),  # declared wrongly
        (b'<meta charset="windows-1258">' + windows_1258(DECOMPOSED), "cp1258"),
        (windows_1258(DECOMPOSED), "cp1258"),  # not declared
    ],
)
def test_reads_the_letters(body: bytes, charset: str) -> None:
    decoded = decode(body)
    assert decoded.charset == charset
    assert words(decoded.text).endswith((TEXT, DECOMPOSED))


def test_override_of_the_source_wins() -> None:
    body = b'<meta charset="windows-1252">' + windows_1258(DECOMPOSED)
    assert words(decode(body, override="windows-1258").text).endswith(DECOMPOSED)


def test_header_is_heard_before_markup() -> None:
    body = b'<meta charset="windows-1252">' + windows_1258(DECOMPOSED)
    decoded = decode(body, content_type="text/html; charset=windows-1258")
    assert decoded.charset == "cp1258"


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_repairs_mojibake(wrong: str) -> None:
    twice = TEXT.encode().decode(wrong, errors="ignore" if wrong == "cp1252" else "strict")
    decoded = decode(twice.encode())
    assert decoded.charset == "utf-8+repaired"
    assert "mật độ điện thoại" in decoded.text


@pytest.mark.parametrize("text", ["ÁP DỤNG TỪ NGÀY 1/1", "Ä‘ là mojibake của chữ đ trong tiếng Việt", "á»"])
def test_leaves_good_text_alone(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("body", [b"%PDF-1.7 x", b"PK\x03\x04x", b"\xff\xd8\xff\xe0", bytes(range(256)) * 9])
def test_binary_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"not a page|binary"):
        decode(body)


def test_unknown_override_is_a_users_error() -> None:
    with pytest.raises(UserError, match="windows-1259"):
        decode(b"x", override="windows-1259")
