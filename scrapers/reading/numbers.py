"""Digits to values: separators, multipliers, fractions, ranges. What is a figure is decided elsewhere.

A single separator with three digits behind it has two readings (1.020 is 1020 or 1.02; 4,907 likewise).
The Vietnamese one comes first, the other stays as `alternative` until the indicator's bounds are known.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_TOKEN = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d{1,2})?(?![.,/:-]?\d)|\d+(?:[.,/:-]\d+)*")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)*")
_SPACED = re.compile(r"(\d{1,3}(?: \d{3})+)(,\d+)?")
_PAIR = re.compile(r"(\d+(?:[.,]\d+)*)([/-])(\d+(?:[.,]\d+)*)")
_MALFORMED = re.compile(r"[1-9]\d+[.,]\d{4,}")  # 101.6000: no convention groups so
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_DATE = re.compile(
    r"(?:\d{1,2}[/.-]){2}(?:(?:19|20)\d\d|\d\d)|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d\d|(?:19"
    r"|20)\d\d-\d\d?(?:-\d\d?)?"
    r"|(?:19|20)\d\d/(?:19|20)\d\d"
)
_MULTIPLIER = re.compile(
    r" ?(nghìn tỷ|nghìn tỉ|ngàn tỷ|ngàn tỉ|triệu|nghìn|ngàn|(?:tỷ|tỉ)(?! lệ| trọng| số))(?![^\W\d_](?<!đ))"
)
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_TO = re.compile(r" ?(?:-|đến|tới) ?(?:khoảng )?")


class Number(NamedTuple):
    """One number of a key text; spans are key offsets and take in multiplier words."""

    start: int
    end: int
    value: Decimal
    alternative: Decimal | None = None
    digits: str = ""
    scale: int = 1  # of the multiplier words
    denominator: Decimal | None = None  # of a fraction a/b
    bound: str = ""  # "low" or "high" of a range


class Token(NamedTuple):
    """Digits that are no number at all by their shape alone: a date, a clock time, a year range, a phone."""

    start: int
    end: int
    reason: str


def find_numbers(key: str, start: int = 0, end: int | None = None) -> tuple[list[Number], list[Token]]:
    """All digit runs of key[start:end], as numbers or as tokens with the reason why they are none."""
    numbers: list[Number] = []
    others: list[Token] = []
    end = len(key) if end is None else end
    for match in _TOKEN.finditer(key, start, end):
        reason = _no_number(key, match)
        if reason:
            others.append(Token(match.start(), match.end(), reason))
        else:
            numbers.extend(_read(key, match, end))
    return _join(key, numbers), others


def to_value(digits: str) -> tuple[Decimal, Decimal | None] | None:
    """Value and second reading of digits with separators, or None where no convention fits."""
    spaced = _SPACED.fullmatch(digits)
    if spaced:
        return Decimal(spaced[1].replace(" ", "") + (spaced[2] or "").replace(",", ".")), None
    separators = {char for char in digits if char in ".,"}
    if not separators:
        return Decimal(digits), None
    if len(separators) == 2:
        decimal = digits[max(digits.rfind("."), digits.rfind(","))]
        grouped, _, fraction = digits.rpartition(decimal)
        other = "," if decimal == "." else "."
        if decimal in grouped or not _grouped(grouped.split(other)):
            return None
        return Decimal(grouped.replace(other, "") + "." + fraction), None
    separator = separators.pop()
    parts = digits.split(separator)
    if len(parts) > 2:
        return (Decimal("".join(parts)), None) if _grouped(parts) else None
    as_decimal = Decimal(".".join(parts))
    if separator == "." and len(parts[0]) > 3:
        return None
    if len(parts[1]) != 3 or not _grouped(parts) or parts[0].startswith("0"):
        return as_decimal, None
    as_thousands = Decimal("".join(parts))
    return (as_thousands, as_decimal) if separator == "." else (as_decimal, as_thousands)


def _grouped(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def _no_number(key: str, match: re.Match[str]) -> str | None:
    text = match[0]
    if ":" in text:
        return "time"
    if "/" in text or "-" in text or text.count(".") == 2:
        if _DATE.fullmatch(text):
            return "date"
        pair = _PAIR.fullmatch(text)
        if pair and pair[2] == "-" and _YEAR.fullmatch(pair[1]) and _YEAR.fullmatch(pair[3]):
            return "year"
        if not pair and not _PLAIN.fullmatch(text):
            return "phone" if text.count("-") + text.count(".") > 1 else "date"
    if _MALFORMED.fullmatch(text):
        return "malformed"
    if text[0] == "0" and len(re.sub(r"\D", "", text)) >= 8:
        return "phone"
    if _PLAIN.fullmatch(text) and to_value(text) is None:
        return "phone" if len(text) > 8 else "label"
    return None


def _read(key: str, match: re.Match[str], end: int) -> list[Number]:
    """A plain number, a fraction a/b, or both ends of a range a-b."""
    pair = None if " " in match[0] else _PAIR.fullmatch(match[0])
    if not pair:
        values = to_value(match[0])
        return [_multiplied(key, match.start(), match.end(), end, match[0], *values)] if values else []
    first, second = to_value(pair[1]), to_value(pair[3])
    if not first or not second:
        return []
    middle = match.start() + len(pair[1])
    if pair[2] == "/":
        return [Number(match.start(), middle, *first, digits=pair[1], denominator=second[0])]
    low = Number(match.start(), middle, *first, digits=pair[1])
    return [low, _multiplied(key, middle + 1, match.end(), end, pair[3], *second)]


def _multiplied(
    key: str, start: int, end: int, last: int, digits: str, value: Decimal, other: Decimal | None
) -> Number:
    """Takes in multiplier words behind the digits: 1,2 triệu; 88,5 nghìn tỷ."""
    match = _MULTIPLIER.match(key, end, last)
    if not match:
        return Number(start, end, value, other, digits)
    scale = 1
    for word in match[1].split():
        scale *= _SCALES[word]
    return Number(start, match.end(), value * scale, other and other * scale, digits, scale)


def _join(key: str, numbers: list[Number]) -> list[Number]:
    """Adjacent numbers that make one (1 triệu 300 nghìn) or a range (từ 3 đến 6; 20 - 25)."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last is None or last.denominator is not None or number.start - last.end > 16:
            joined.append(number)
            continue
        gap = key[last.end : number.start]
        if last.scale > number.scale > 1 and gap in (" ", ", "):
            joined[-1] = last._replace(end=number.end, value=last.value + number.value, alternative=None)
        elif _is_range(key, last, number, gap):
            scale = number.scale if last.scale == 1 and last.value * number.scale <= number.value else 1
            joined[-1] = last._replace(value=last.value * scale, bound="low")
            joined.append(number._replace(bound="high"))
        else:
            joined.append(number)
    return joined


def _is_range(key: str, low: Number, high: Number, gap: str) -> bool:
    if low.bound:
        return False
    if low.value * max(1, high.scale // low.scale) >= high.value and low.value >= high.value:
        return False
    if _YEAR.fullmatch(low.digits) and _YEAR.fullmatch(high.digits):
        return False
    bare = gap.removeprefix("%").removeprefix(" %")
    if not _TO.fullmatch(bare):
        return False
    return "-" in bare or key[max(0, low.start - 12) : low.start].rstrip().endswith(
        ("từ", "khoảng", "trong khoảng")
    )
