"""The day an article was published: how dates are written, and where a page says it.

Never the clock in the header, the licence in the footer or the dates of related news: only places that
belong to the article are looked at.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents.lines import is_chrome, nfc
from scrapers.documents.markup import words
from scrapers.vietnam import vietnams_day

_MONTHS = (
    "một",
    "hai",
    "ba",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
)
_MONTH_NAMES = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    "giêng": 1,
    "bốn": 4,
    "bẩy": 7,
    "chạp": 12,
}
_NAMES = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<![\d/])(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? năm (?P<y>(?:19|20)\d\d)", re.I),
    re.compile(rf"tháng (?P<m>{_NAMES}) (?P<d>\d{{1,2}}), ?(?P<y>(?:19|20)\d\d)", re.I),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}}) tháng (?P<m>{_NAMES}|\d{{1,2}}),? (?P<y>(?:19|20)\d\d)", re.I),
)
_IN_URL = (
    re.compile(r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[-/](?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-3]\d)(?!\d)"),
)
_META = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="pubdate"]',
    'meta[name="publishdate"]',
    'meta[name="dc.date" i]',
    'meta[name="dc.date.issued" i]',
    'meta[name="dcterms.created" i]',
)
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_EARLIEST = 1995
_VIEWS = re.compile(
    r"(?:lượt xem|lượt đọc|đã xem|xem)\s*:?\s*\d[\d., ]*|\d[\d., ]* (?:lượt xem|lượt đọc|lần xem)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:ngày (?:đăng|cập nhật|xuất bản)|đăng (?:tin|ngày|lúc)|cập nhật)(?: ngày| lúc| tin)?\s*:?\s*",
    re.IGNORECASE,
)
_BEHIND_LABEL = 40  # letters: a weekday, a time
_TIME_WORDS = re.compile(
    r"\d{1,2}[:hg]\d{0,2}(?::\d\d)?'?|\b(?:ngày|cập nhật|đăng|lúc|thứ|chủ nhật|hai|ba|tư|năm|sáu|bảy)\b"
    r"|\b(?:gmt|am|pm|sa|ch|ict)\b|\+7",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d]{2,}")
_NUMBER = re.compile(r"\d\d")
_MOST_WORDS = 8  # besides the date: place, section, "Xem cỡ chữ"
_LONGEST_LINE = 160
_LONG_LINK = 20  # letters; the title of another article


def find_date(text: str) -> date | None:
    """The date in a text that is named as that of publication, else the first; None without one."""
    text = nfc(text)
    if (label := _LABEL.search(text)) and (day := _first(text[label.end() : label.end() + _BEHIND_LABEL])):
        return day
    return _first(text)


def _first(text: str) -> date | None:
    found = [match for form in _FORMS for match in form.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        if day := _day(match):
            return day
    return None


def is_labelled(line: str) -> bool:
    """Does a line name its date as that of publication ("Ngày đăng: ...", "Cập nhật: ...")?"""
    return _LABEL.search(nfc(line)) is not None


def date_line(line: str) -> date | None:
    """The date of a line that says little else ("Thứ sáu - 23/10/2009 15:12"), else None."""
    if len(line) > _LONGEST_LINE or line.endswith((".", ";")):
        return None
    rest = nfc(line)
    for form in _FORMS:
        rest = form.sub(" ", rest)
    rest = _VIEWS.sub(" ", _TIME_WORDS.sub(" ", rest))
    terse = len(_WORD.findall(rest)) <= _MOST_WORDS and _NUMBER.search(rest) is None
    return find_date(line) if terse else None


def from_meta(tree: LexborHTMLParser, html: str) -> date | None:
    """The date in the head of the page: article meta elements, then JSON-LD."""
    head = tree.head
    if head is not None:
        for selector in _META:
            node = head.css_first(selector)
            if node is not None and (day := _stamp(node.attributes.get("content") or "")):
                return day
    if "datePublished" in html and (match := _JSON_LD.search(html)):
        return _stamp(match[1])
    return None


def near_title(title: LexborNode) -> date | None:
    """The date line that follows the title, before any longer text or other article."""
    node: LexborNode | None = title
    for _ in range(4):
        if node is None or node.tag in ("body", "html"):
            return None
        following = node.next
        while following is not None:
            if following.is_element_node:
                text = words(following)
                if any(_names_article(words(link)) for link in following.css("a")):
                    return None
                if day := date_line(text):
                    return day
                if len(text) > _LONGEST_LINE:
                    return None
            following = following.next
        node = node.parent
    return None


def _names_article(link: str) -> bool:
    return len(link) >= _LONG_LINK and not is_chrome(link)


def from_url(url: str) -> date | None:
    """The date in the address, as newspapers write it."""
    for form in _IN_URL:
        if (match := form.search(url)) and (day := _day(match)):
            return day
    return None


def _stamp(text: str) -> date | None:
    """The day, in Vietnam, of an ISO time stamp; any other form as written."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return find_date(text)
    day = vietnams_day(moment) if moment.tzinfo else moment.date()
    return day if day.year >= _EARLIEST else None


def _day(match: re.Match[str]) -> date | None:
    month = match["m"].lower()
    number = _MONTH_NAMES[month] if month in _MONTH_NAMES else int(month)
    try:
        day = date(int(match["y"]), number, int(match["d"]))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST else None
