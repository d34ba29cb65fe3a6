"""Provinces and scopes: whose figure it is, and whether it speaks of a part of the province or the country.

The document's province is a vote of title, publisher, host and body, with the evidence named. Names are
matched with a capital letter, so that hòa bình (peace) is no province.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from ahocorasick_rs import AhoCorasick, MatchKind

from scrapers.catalogue import provinces
from scrapers.model import Document
from scrapers.reading.text import KeyText, key_text, one_spelling

_CUE = re.compile(
    r"(?:tỉnh|thành phố|tp\.?|ubnd|sở [^,;.()]{2,40}|ngành [^,;.()]{2,40}|địa bàn|đảng bộ)(?: tỉnh"
    r"| thành phố| tp\.?)? ?$"
)
_JOINED = re.compile(r"^(?:,| và| -|;|/)* ?(?:tỉnh |thành phố |tp\.? ?)?$")
_SUB = re.compile(
    r"\b(?:khu vực (?:thành phố|thị xã|huyện|quận)|huyện(?: đảo| miền núi)?|quận|thị xã|thành phố|tp\.?|xã"
    r"|phường"
    r"|thị trấn|làng|thôn|bản|buôn|ấp"
    r"|khu công nghiệp|kcn|cụm công nghiệp|khu kinh tế|ubnd (?:huyện|quận|thị xã|xã|phường)) "
)
_THESE = re.compile(
    r"(?:^|[;.:(] ?|(?<=\d, )|(?<=nay, )|\b(?:cả|toàn|trong) )(?:huyện|thị xã|quận)(?: này)?(?= (?:có|còn"
    r"|đã|hiện|đang|đạt|cũng"
    r"|mới|lắp)\b)"
    r"|trung tâm (?:thị xã|thành phố|huyện|thị trấn)\b|(?:khu vực|riêng|ở|tại) (?:nội thị|nội ô|nội thành"
    r"|ngoại thành)\b"
    r"|(?:tại|ở) (?:các|những) (?:khu|xã|thôn|huyện|nơi|địa bàn|vùng|khu vực|đơn vị|điểm) (?:này|đó|trên)\b"
)
_COMPANY = re.compile(
    r"\b(?:viettel|vnpt|mobifone|vinaphone|fpt|evn telecom|gtel|vietnamobile|sfone|s-fone|cmc|sctv"
    r"|vtvcab|vnpost|bưu điện (?:tỉnh|thành phố|tp|huyện|thị xã|trung tâm)|công viên phần mềm"
    r"|khu công nghệ thông tin|khu công nghệ cao"
    r"|tổng công ty|tập đoàn)"
    r"|\b(?:doanh nghiệp|đơn vị|công ty|nhà mạng|chi nhánh) này"
)
_NATION = re.compile(
    r"\b(?:cả nước|toàn quốc|cấp quốc gia|bình quân chung|trung bình cả nước"
    r"|(?:bình quân|trung bình)(?: của)? (?:các tỉnh|6[34]|toàn quốc)|(?:của|trong) 6[34] tỉnh"
    r"|(?:báo cáo|thống kê|số liệu) của bộ\b|của các bộ, ngành|bộ thông tin và truyền thông (?:cấp"
    r"|quản lý)|trên thế giới|khu vực đông nam á)"
)
_OF_PROVINCE = re.compile(
    r"toàn tỉnh|của tỉnh|tỉnh (?:có|đã|cung cấp)|sở thông tin và truyền thông|sở tt&tt|sở bưu chính"
)
_NEWSPAPER = re.compile(r"\bbáo ")
TITLE_SUBJECT = 24  # letters of a title in which its subject begins
CAPITALS = ("01", "79")  # where offices of the whole country have their address, too
_ADDRESS = re.compile(r"(?:địa chỉ|trụ sở|tòa soạn|quận|phường|đường|(?<!thành )phố) [^|]*$")
_TITLES = re.compile(r"^(?:tỉnh|thành phố|tp\.?|thủ đô) ")
_NOT_SUB = ("thành phố ", "tp ", "tp. ", "tp.")
_CENTRAL = ("hà nội", "hồ chí minh", "hcm", "đà nẵng", "hải phòng", "cần thơ", "huế")
TITLE, PUBLISHER, HOST, FRAME, CUED, PLAIN = 6, 5, 4, 3, 2, 1
BODY_CAP = 8


class Mention(NamedTuple):
    """A province named in a key text."""

    start: int
    end: int
    code: str


@cache
def _names() -> tuple[AhoCorasick, tuple[str, ...]]:
    phrases: dict[str, str] = {}
    for code, province in provinces().items():
        for alias in [province.name_vi, *province.aliases.split("|")]:
            name = _TITLES.sub("", one_spelling(alias))
            if len(name) > 4 or name == "huế" or not alias.isupper():
                phrases.setdefault(name, code)
    return AhoCorasick(list(phrases), matchkind=MatchKind.LeftmostLongest), tuple(phrases.values())


def find_provinces(text: KeyText) -> list[Mention]:
    """All provinces named in a text, in order."""
    automaton, codes = _names()
    key, found = text.key, []
    for pattern, start, end in automaton.find_matches_as_indexes(key):
        inside = (start and key[start - 1].isalnum()) or (end < len(key) and key[end].isalpha())
        if not inside and text.original[text.origin(start)].isupper():
            found.append(Mention(start, end, codes[pattern]))
    return found


def document_province(
    document: Document, text: KeyText, mentions: list[Mention], title_end: int
) -> tuple[str | None, str]:
    """The province a document is about and the evidence that decided, or (None, "unresolved")."""
    points: dict[str, float] = defaultdict(float)
    rules: dict[str, str] = {}

    def vote(code: str, weight: float, rule: str) -> None:
        points[code] += weight
        rules.setdefault(code, rule)

    for mention in mentions:
        if mention.start < title_end:
            vote(mention.code, TITLE, "title")
    if document.publisher_province:
        vote(document.publisher_province, PUBLISHER, "publisher")
    host_code = _host_province(document.url)
    if host_code and host_code != document.publisher_province:
        vote(host_code, HOST, "host")
    frame = key_text(document.frame)
    framed = {
        one.code
        for one in find_provinces(frame)
        if one.code not in CAPITALS or not _ADDRESS.search(frame.key, max(0, one.start - 70), one.start)
    }
    if len(framed) == 1:
        vote(framed.pop(), FRAME, "frame")
    body: dict[str, float] = defaultdict(float)
    for mention in _not_listed([m for m in mentions if m.start >= title_end], text.key):
        cued = _CUE.search(text.key, max(0, mention.start - 60), mention.start)
        body[mention.code] += CUED if cued else PLAIN
    for code, weight in body.items():
        vote(code, min(weight, BODY_CAP), "body")
    if not points:
        return None, "unresolved"
    ranked = sorted(points, key=lambda code: (-points[code], code))
    best = ranked[0]
    only = len(points) == 1 and _OF_PROVINCE.search(text.key) and not _NATION.search(text.key)
    if (points[best] < CUED and not only) or (len(ranked) > 1 and points[ranked[1]] == points[best]):
        return None, "unresolved"
    return best, rules[best]


def _not_listed(mentions: list[Mention], key: str) -> list[Mention]:
    """Mentions that are no part of a list of provinces (… như Đà Nẵng, Hà Nội, HCM)."""
    listed: set[int] = set()
    for index, (one, two) in enumerate(pairwise(mentions)):
        if (one.code != two.code and _JOINED.match(key[one.end : two.start])) or (
            one.code != two.code and two.start - one.end < 14 and "," in key[one.end : two.start]
        ):
            listed |= {index, index + 1}
    return [mention for index, mention in enumerate(mentions) if index not in listed]


@cache
def _slugs() -> dict[str, str]:
    return {slug: code for code, province in provinces().items() for slug in province.web_slugs.split("|")}


def _host_province(url: str) -> str | None:
    """The province in a government or newspaper host: sotttt.<slug>.gov.vn, bao<slug>.vn."""
    labels = [part for part in (urlsplit(url).hostname or "").replace("-", "").split(".") if part]
    known = {slug.replace("-", ""): code for slug, code in _slugs().items()}
    for label in labels:
        for name in (label, label.removeprefix("bao"), label.removesuffix("tv")):
            if name in known:
                return known[name]
    return None


def scope_of(text: KeyText, start: int, at: int, end: int) -> str | None:
    """`district`, `company` or `nation` where key[start:end] speaks of that instead of the province.

    A company counts only left of the number at `at`, where it is who has or does something.
    """
    for match in _SUB.finditer(text.key, start, end):
        name = match.end()
        if name < len(text.key) and text.original[text.origin(name)].isupper():
            city = match[0].endswith(_NOT_SUB) and name in _province_starts(text, name)
            if city and text.key.startswith(_CENTRAL, name):
                continue
            return "district"
    if _THESE.search(text.key, start, end):
        return "district"
    if _NATION.search(text.key, start, end):
        return "nation"
    companies = {match[0] for match in _COMPANY.finditer(text.key, start, at) if _named(text, match.start())}
    return (
        "company"
        if len({name for name in companies if not name.endswith(" này")}) <= 1 <= len(companies)
        else None
    )


def _named(text: KeyText, at: int) -> bool:
    return text.original[text.origin(at)].isupper() or text.key.startswith(
        ("doanh nghiệp này", "đơn vị này", "công ty này", "nhà mạng này", "chi nhánh này"), at
    )


def names_newspaper(text: KeyText, start: int, end: int) -> bool:
    """Does key[start:end] speak of one paper, not of the press (báo tỉnh, Báo Hà Giang)?"""
    for match in _NEWSPAPER.finditer(text.key, start, end):
        if text.key.startswith("tỉnh ", match.end()) or match.end() in _province_starts(text, match.end()):
            return True
    return False


def company_of_title(text: KeyText, title_end: int) -> str | None:
    """The company whose news a page tells: its title sets out with it (`Viettel Lạng Sơn khép lại ...`)."""
    match = _COMPANY.search(text.key, 0, min(title_end, TITLE_SUBJECT))
    return match[0] if match and _named(text, match.start()) else None


def _province_starts(text: KeyText, at: int) -> list[int]:
    automaton, _ = _names()
    window = text.key[at : at + 24]
    return [
        at + start
        for _, start, end in automaton.find_matches_as_indexes(window)
        if end == len(window) or not _goes_on(text, at + end)
    ]


def _goes_on(text: KeyText, end: int) -> bool:
    """Does the name go on with another capital (Điện Biên Phủ)?"""
    if text.key[end : end + 1].isalpha():
        return True
    return (
        text.key[end : end + 1] == " "
        and text.original[text.origin(end + 1) : text.origin(end + 1) + 1].isupper()
    )
