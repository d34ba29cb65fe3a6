"""Indicators that are a yes: something operates, and no number is printed.

One fact where a sentence names the thing and says that it works, and plans nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal

from scrapers.model import Figure, Qualifier, Status
from scrapers.reading.figures import Statement, figures_of
from scrapers.reading.naming import Name
from scrapers.reading.numbers import Number
from scrapers.reading.page import Page
from scrapers.reading.periods import resolve
from scrapers.reading.sentences import split_sentences

_OPERATES = re.compile(
    r"(?:đi|đưa) vào (?:hoạt động|vận hành|khai thác|sử dụng)|(?:đang|đã|được"
    r"|duy trì)(?: chính thức)? (?:hoạt động"
    r"|vận hành)|khai trương|(?:hoạt động|vận hành|trực)(?: vận hành)?(?: suốt| liên tục)?"
    r"(?: ổn định| hiệu quả| 24/(?:7|24)| liên tục)|đã (?:thành lập|xây dựng|triển khai|hoàn thành"
    r"|đưa vào)|hình thành"
)
_PLANS = re.compile(
    r"\bsẽ\b|chưa|kế hoạch|phấn đấu|chuẩn bị|dự kiến|đề xuất|nghiên cứu|tiếp tục xây dựng"
    r"|đầu tư xây dựng|mục tiêu|tham mưu"
)


def read_flags(page: Page, start: int, end: int) -> list[Figure]:
    """The flags that key[start:end], one block, states."""
    block = page.mask(start, end)
    wordings = [w for w in page.lexicon.wordings.get("flag", ()) if block & w.slots[0].mask]
    figures: list[Figure] = []
    for low, high in split_sentences(page.text.key, start, end) if wordings else []:
        for wording in wordings:
            hit = next((h for h in page.hits_in(low, high) if h.mask & wording.slots[0].mask), None)
            sentence = page.text.key[low:high]
            if hit is None or not _OPERATES.search(sentence) or _PLANS.search(sentence):
                continue
            cues = [cue for cue in page.times_in(low, high) if not cue.compared]
            cues = [cue for cue in cues if not page.text.key.startswith("từ ", max(0, cue.start - 3))]
            year, span, month = resolve(cues[0] if cues else None, page.setting)
            figures += figures_of(
                page,
                Statement(
                    number=Number(hit.start, hit.end, Decimal(1)), unit_end=hit.end, low=low, high=high,
                    names=[Name(wording.code, Decimal(1), 1.0, True)], qualifier=Qualifier.EXACT,
                    status=Status.ACTUAL, year=year, span=span, month=month,
                    province=(page.province, page.province_rule), score=1.0,
                    rules=f"flag year:{'clause' if cues else 'setting'} status:clause",
                ),
            )  # fmt: skip
    return figures
