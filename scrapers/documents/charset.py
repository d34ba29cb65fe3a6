"""Bytes to text: which charset a page is in, and repair of text that was decoded wrongly before.

Only bytes and letters belong here; markup is `markup.py`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer
import ftfy

from scrapers.documents.errors import UnreadableError
from scrapers.errors import UserError

# Charsets that pages in Vietnamese are really in; a free choice invents Turkish or Hebrew ones.
_LIKELY = ["cp1258", "cp1252"]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_MARKUP = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
)
_CONTROLS = bytes([*range(9), *range(14, 27), 127])
_NO_CONTROLS = dict.fromkeys(_CONTROLS, " ")
# UTF-8 bytes of Vietnamese letters read one by one: "Ä‘", "áº¿", "Æ°", "Ã´".
_MOJIBAKE = re.compile(r"á[º»][\x80-\xbf€-™Œ-ž‘-›]|Ä[‘\x91\x90\x83ƒ]|Æ[°¡\xa0]|Ã[\xa0-\xbf]")
_VIETNAMESE = re.compile(r"[ăâđêôơưạ-ỹ]", re.IGNORECASE)
_MOST_CONTROL = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and the charset (Python's name) it was read with; `+repaired` after a repair."""

    text: str
    charset: str


def decode(body: bytes, *, override: str | None = None, content_type: str | None = None) -> Decoded:
    """Read the bytes of a page as text.

    Order: the source's override, byte-order mark, strict UTF-8 (a declaration is wrong more often than a
    text is UTF-8 by chance), what header or markup declare, then the likeliest of a short list.

    Raises:
        UnreadableError: binary content.
        UserError: `override` is no charset.
    """
    for signature, what in _SIGNATURES:
        if body.startswith(signature):
            raise UnreadableError(f"{what}, not a page")
    text, charset = _decoded(body, override, content_type)
    text = text.removeprefix("\ufeff")
    data = text.encode(errors="ignore")
    if controls := len(data) - len(data.translate(None, _CONTROLS)):
        if controls > _MOST_CONTROL * len(text):
            raise UnreadableError(f"binary: {controls} control characters")
        text = text.translate(_NO_CONTROLS)
    if is_mojibake(text):
        fixed = ftfy.fix_encoding(text)
        if not is_mojibake(fixed):
            return Decoded(fixed, f"{charset}+repaired")
    return Decoded(text, charset)


def is_mojibake(text: str) -> bool:
    """Is this UTF-8 that someone read as latin-1? Only when such pairs outnumber real Vietnamese letters."""
    # In all Vietnamese read so; one letter is sought faster than two.
    if not (("º" in text and "áº" in text) or ("»" in text and "á»" in text)):
        return False
    pairs = len(_MOJIBAKE.findall(text, 0, 200_000))
    return pairs >= 3 and pairs > len(_VIETNAMESE.findall(text, 0, 200_000))


def _decoded(body: bytes, override: str | None, content_type: str | None) -> tuple[str, str]:
    if override:
        name = _known(override)
        if name is None:
            raise UserError(f"charset {override!r} is not known; write one such as windows-1258 or utf-8")
        return body.decode(name, errors="replace"), name
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    told = declared(body, content_type)
    if told == "utf-8":  # a few broken bytes in a UTF-8 page
        text = body.decode("utf-8", errors="replace")
        if text.count("\ufffd") * 200 < len(text):
            return text, "utf-8"
    elif told:
        return body.decode(told, errors="replace"), told
    best = charset_normalizer.from_bytes(body[:20_000], cp_isolation=_LIKELY).best()
    name = codecs.lookup(best.encoding).name if best else "windows-1258"
    return body.decode(name, errors="replace"), name


def declared(body: bytes, content_type: str | None = None) -> str | None:
    """The charset (Python's name) that the header or else the markup names; None when neither names one."""
    in_header = _IN_HEADER.search(content_type or "")
    in_markup = _IN_MARKUP.search(body, 0, 4096)
    names = [in_header[1]] if in_header else []
    names += [in_markup[1].decode("ascii")] if in_markup else []
    for name in names:
        if found := _known(name):
            return "cp1252" if found == "iso8859-1" else found  # as browsers do, so authors see that
    return None


def _known(name: str) -> str | None:
    """Python's name of a charset; None for what is none (codecs such as `hex` are none)."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except LookupError:
        return None
