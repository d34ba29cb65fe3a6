"""Sentences of a key text, and the boundaries inside them where one statement may end and the next begin."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…](?=\s|$)(?!\s*\()|(?=[-+•*] )(?<=[.;:] )")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:tp|tx|tt|tr|gs|ts|ths|pgs|đ/c|st|no|vd|stt|[a-zđ])\.$")
_BOUNDARY = re.compile(
    r"[,;()]|/(?=\d)|:(?!\d)| và (?=(?:khoảng |gần |hơn |trên |có )?\d"
    r"|(?:đưa|nâng|giảm|duy trì|số|tỷ lệ|tổng số|mật độ|doanh thu) )| trong đó| bao gồm| gồm"
    r"| chia ra| cùng với | còn (?=[^\W\d_])| tương ứng| với (?=\d|tổng)| (?:là|do) (?!khoảng|gần|hơn"
    r"|trên|dưới|xấp xỉ|tối|không|từ)(?=[^\W\d_])"
)


def split_sentences(key: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of key[start:end]; a parenthesis behind a full stop goes with the one before."""
    spans, begin = [], start
    for match in _END.finditer(key, start, end):
        stop = match.end()
        if _ABBREVIATION.search(key[max(begin, stop - 6) : stop]):
            continue
        if stop > begin:
            spans.append((begin, stop))
        begin = stop
    if key[begin:end].strip():
        spans.append((begin, end))
    return spans


def boundaries(key: str) -> list[int]:
    """All offsets at which one statement may end and the next begin."""
    return [match.start() for match in _BOUNDARY.finditer(key)]
