"""What a single line of a page is: chrome, heading, list item or plain text. Shared by markup and plain text.

Lines are matched in NFC and never changed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from scrapers.datafiles import Record, load_yaml
from scrapers.model import BlockKind

LONGEST_HEADING = 150
_LONGEST_CHROME = 220
_LONGEST_END = 80


class _Chrome(Record):
    lines: tuple[str, ...]
    ends: tuple[str, ...]
    sites: tuple[str, ...]
    contacts: tuple[str, ...]
    contact_marks: tuple[str, ...]
    contact_words: tuple[str, ...]


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_chrome = load_yaml(Path(__file__).with_name("chrome.yaml"), _Chrome)
_LINE, _END, _SITE = _any(_chrome.lines), _any(_chrome.ends), _any(_chrome.sites)
_CONTACT = _any(_chrome.contacts)
_CONTACT_MARKS = [re.compile(mark, re.IGNORECASE) for mark in _chrome.contact_marks]
_CONTACT_WORDS = AhoCorasick(_chrome.contact_words)
_LONGEST_CONTACT = 500
_FEWEST_MARKS = 2

_DAY = r"(?:ngày )?\d{1,2}[/.-]\d{1,2}"
_TIME = r"(?:[ ,-]+\d{1,2}[:h]\d\d)?"
_DATED = re.compile(rf"[(\[]\s*{_DAY}[/.-]\d{{2,4}}{_TIME}\s*[)\]]\s*\.?$", re.I)
_DATE_ALONE = re.compile(rf"\W*{_DAY}[/.-](?:19|20)\d\d{_TIME}\W*", re.I)
_DATE_ENDS = (")", "]", ").", "].")
_LONGEST_DATE = 40
_DATED_LINK = re.compile(
    rf"{_DAY}(?:[/.-]\d{{2,4}})?(?: \d{{1,2}}[:h]\d\d)?\s*[)\]]?\s*$|^[(\[]?{_DAY}[/.-]\d{{2,4}}", re.I
)

_CAPTION = re.compile(
    r"(bảng|biểu|phụ lục)( số)? ?[\dIVX]+\b|(bảng|biểu) (tổng hợp|số liệu|thống kê|chi tiết)\b|\d{3}[.:] "
    r"|\(?\s*(đơn vị( tính)?|đvt|đv tính)\s*:",
    re.I,
)
_UNIT_LINE = re.compile(r"\(?\s*(đơn vị( tính)?|đvt|đv tính)\s*:", re.I)

# Marks that open a heading or an item, from the outermost to the innermost.
_MARKS = (
    re.compile(r"(?:phần |chương |mục )?[IVX]{1,5} ?[.)/:-](?=\s*[^\W\d])", re.I),
    re.compile(r"\d{1,2} ?[.)/-](?=\s*[^\W\d])"),
    re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?: ?[.)-](?=\s*[^\W\d])|(?= [A-ZĐÀ-Ỹ]))"),
    re.compile(r"[a-zđ] ?[.)/](?=\s*[^\W\d])|[A-HĐ] ?[.)](?=\s*[^\W\d])"),
    re.compile(r"[-–—•·*●○▪■➢✓](?!\d|[-–—*])(?=\s*\S)"),
    re.compile(r"\+(?!\d)(?=\s*\S)"),
)
_LETTER_RANK = 3  # marks up to here may open a heading
_HEADING_LEVEL = (2, 3, 4, 4)
_NOT_A_FIGURE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|\b(?:19|20)\d\d\b|\d+ tháng|\b[2-6]G\b"
    r"|\b(?:tháng|quý|ngày|độ|thứ|số|khóa|mức) \d+(?:[/,] ?\d+)*",
    re.I,
)


def nfc(text: str) -> str:
    """The text in composed form, for matching only."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def is_chrome(line: str) -> bool:
    """Is the whole line a counter, clock, rating, sharing bar or the like?"""
    return len(line) <= _LONGEST_CHROME and _LINE.fullmatch(nfc(line)) is not None


def ends_content(line: str) -> bool:
    """Does the frame of the page begin with this line of a saved text?"""
    return len(line) <= _LONGEST_END and _END.fullmatch(nfc(line)) is not None


def names_site(line: str) -> bool:
    """Does the line name the site rather than an article?"""
    return len(line) <= _LONGEST_CHROME and _SITE.fullmatch(nfc(line)) is not None


def is_contact(line: str) -> bool:
    """Does the line tell address, telephone, licence or editor of the site?"""
    if len(line) > _LONGEST_CONTACT:
        return False
    text = nfc(line)
    if not _CONTACT_WORDS.find_matches_as_indexes(text.lower()):
        return False
    if _CONTACT.match(text):
        return True
    return sum(mark.search(text) is not None for mark in _CONTACT_MARKS) >= _FEWEST_MARKS


def is_dated(line: str, *, linked: bool = False) -> bool:
    """Does the line end in a date in brackets, or hold nothing else? So are other articles named.

    A link may show the date without brackets, before or behind its words.
    """
    if linked and _DATED_LINK.search(nfc(line[:_LONGEST_CHROME])):
        return True
    if len(line) <= _LONGEST_DATE and _DATE_ALONE.fullmatch(nfc(line)):
        return True
    return line.endswith(_DATE_ENDS) and _DATED.search(nfc(line[-_LONGEST_DATE:])) is not None


def is_caption(line: str) -> bool:
    """Could the line be the number or the unit line of a table?"""
    return len(line) <= _LONGEST_CHROME and _CAPTION.match(nfc(line)) is not None


def is_unit_line(line: str) -> bool:
    """Does the line only tell the unit of a table ("Đơn vị tính: ...")?"""
    return len(line) <= LONGEST_HEADING and _UNIT_LINE.match(nfc(line)) is not None


def mark_rank(line: str) -> int | None:
    """How deep the mark that opens the line stands (0 = Roman number), or None without one."""
    head = nfc(line[:24]).lstrip()
    for rank, mark in enumerate(_MARKS):
        if mark.match(head):
            return rank
    return None


def has_figure(line: str) -> bool:
    """Does the line hold digits other than its mark, years, dates and levels?"""
    text = nfc(line)
    for mark in _MARKS:
        if found := mark.match(text):
            text = text[found.end() :]
            break
    return any(map(str.isdecimal, _NOT_A_FIGURE.sub("", text)))


@dataclass(slots=True)
class Outline:
    """Tells kind and level of one line after the other; remembers which list marks are open."""

    _open: list[int] = field(default_factory=list)

    def place(self, line: str, *, bold: bool = False) -> tuple[BlockKind, int]:
        """Kind and level of a line that stands as a paragraph of its own."""
        rank = mark_rank(line)
        short = len(line) <= LONGEST_HEADING and not line.endswith((".", ";", ",", "!", "?"))
        may_head = short and (rank is None or rank <= _LETTER_RANK) and (bold or rank is not None)
        if may_head and not has_figure(line):
            self._open.clear()
            if rank is not None:
                return BlockKind.HEADING, _HEADING_LEVEL[rank]
            return BlockKind.HEADING, 2 if line.isupper() else 3
        if rank is None:
            self._open.clear()
            return BlockKind.PARAGRAPH, 0
        while self._open and self._open[-1] > rank:
            self._open.pop()
        if not self._open or self._open[-1] != rank:
            self._open.append(rank)
        return BlockKind.ITEM, len(self._open)
