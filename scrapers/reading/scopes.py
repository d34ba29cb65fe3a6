"""Whom a number of running text speaks of: the province, or a district, a company, the whole country.

Which words name a scope is told in `places`; here it is decided how far such words reach.
"""

from __future__ import annotations

import re

from scrapers.reading.binding import Mention
from scrapers.reading.page import Page
from scrapers.reading.places import company_of_title, names_newspaper, scope_of

_NATION = re.compile(
    r"(?<!\d )(?<!đầu )(?<!với )(?<!nhất )\b"
    r"(?:cả nước|toàn quốc|trên phạm vi cả nước|(?:(?<=^)|(?<=[.;] ))toàn ngành (?:ước|đạt|có))"
)
_PROVINCE = re.compile(
    r"toàn tỉnh|trên địa bàn|của tỉnh|tại tỉnh|trong tỉnh|toàn thành phố|địa phương|tỉnh (?:ta|nhà|có|đã)"
    r"|\b(?:sở|để tỉnh|giúp tỉnh|ubnd tỉnh)\b"
)
# A sentence about a district or a company, or about the country, turns to the province.
_RELEASED = re.compile(r";|tỉnh")
_TURNED = re.compile(r"tỉnh(?!, thành)|trên địa bàn|địa phương")
_PUBLIC_POST = re.compile(r"bưu điện|vnpost")
_OPERATOR_LEFT = re.compile(
    r"\b(?:là|của|riêng) (?:viettel|vnpt|mobifone|vinaphone|vietnamobile|gtel)(?: với| có)? $"
)
_OF_ALL = re.compile(r"(?:của|trong|tại) 6[34] (?:tỉnh|địa phương)[^;.\d]{0,30}$")
_PLACE = re.compile(
    r"(?:trong đó|gồm|như|là|và|ở|tại|[,;:(])\s+(?P<name>(?:[^\W\d_a-zà-ỹđ][a-zà-ỹđ]+[ -]){2,3})(?:(?:với"
    r"|có|chiếm|đạt) )?$"
)
# (cả nước là 99,8%), đông nhất ở thành phố ...: behind the number, and not about it.
_ASIDE = re.compile(
    r"\(|, ?(?:nhiều|đông|tập trung|chủ yếu|phần lớn|rải|lớn|cao|đứng đầu|dẫn đầu|song|nhưng|tuy|trong khi"
    r"|mặc dù|kể cả|trừ|nhất là)\b"
)
_NATION_HAS = re.compile(r"cả nước (?:hiện|đã|có|đạt|phấn đấu|ước|còn|sẽ|đặt)")
NATION_LEAD = 60


class Scope:
    """One block while its sentences are read in order: whom they are about carries on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._company = company_of_title(page.text, page.title_end) is not None
        self._told = False  # does the sentence speak of the province?
        self._nation = False
        self._nation_at = 0  # where a sentence has said what the country has
        self._lead: str | None = None  # the district or company that a sentence sets out with
        self._first = 0  # where that number stands

    def begin(self, start: int, end: int, first: int | None) -> None:
        """Take in a sentence before it is read; `first`: where its first number stands."""
        text, words = self._page.text, self._page.text.key[start:end]
        lead = scope_of(text, start, first, first) if first is not None else None
        self._lead, self._first = (lead, first) if first is not None and lead != "nation" else (None, 0)
        nation = _NATION_HAS.search(words)
        self._nation_at = start + nation.end() if nation else 0
        self._told = bool(_PROVINCE.search(words))
        if self._told or self._page.provinces_in(start, end):
            self._nation = False
        elif _NATION.search(words[:NATION_LEAD]):
            self._nation = True

    def of(self, mention: Mention, floor: int, ceiling: int) -> str | None:
        """`district`, `company` or `nation` where the number speaks of that instead of the province."""
        page, key = self._page, self._page.text.key
        low, end = max(mention.low, floor), min(mention.high, ceiling)
        if _OPERATOR_LEFT.search(key, max(0, mention.start - 30), mention.start):
            return "company"
        if _OF_ALL.search(key, max(0, mention.start - 50), mention.start):
            return "nation"
        released = mention.start <= self._first or _RELEASED.search(key, self._first, mention.start)
        lead = None if released else self._lead
        if lead == "district" or (lead == "company" and mention.names[0].code not in page.lexicon.by_company):
            return lead
        if (
            self._nation_at
            and mention.start > self._nation_at
            and not _TURNED.search(key, self._nation_at, mention.start)
        ):
            return "nation"
        aside = _ASIDE.search(key, mention.unit.end, end)
        found = scope_of(page.text, low, mention.start, aside.start() if aside else end)
        if found == "nation" and mention.unit.kind == "rank":
            return None
        if found == "company" and mention.names[0].code in page.lexicon.by_company:
            return None if _PUBLIC_POST.search(key, low, mention.start) else found
        if found is None and self._names_place(low, mention.start):
            return "district"
        if found is None and names_newspaper(page.text, low, mention.start):
            return "company"
        if found is None and self._company and not self._told:
            return None if mention.names[0].code in page.lexicon.by_company else "company"
        return "nation" if found is None and self._nation and mention.unit.kind != "rank" else found

    def _names_place(self, low: int, start: int) -> bool:
        """Is a proper name that is no province's right before the number (trong đó Sốp Cộp 12)?"""
        text = self._page.text
        origin = text.origin(low)
        match = _PLACE.search(text.original[origin : text.origin(start)])
        if match is None:
            return False
        first = text.at(origin + match.start("name"))
        if self._page.hits_in(first, start):
            return False
        return not self._page.provinces_in(first - 12, start)
