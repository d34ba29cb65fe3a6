"""Items and listings as HTML in a family's templates, with chrome that differs at every fetch.

Which address shows what belongs to `site`; what is said, to `content`.
"""

from __future__ import annotations

import itertools
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scrapers.sample.content import ROOT, Item, Portal
from scrapers.vietnam import VIETNAM

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Headlines of news boxes: numbers beside an article that are none of its figures.
_TEASERS = (
    "Trạm BTS thứ {n} trên địa bàn được đưa vào hoạt động",
    "Trao {n} suất quà cho học sinh vùng khó khăn",
    "Hội nghị tập huấn an toàn thông tin có {n} học viên",
    "Quyết định số {n}/QĐ-UBND về kiện toàn Ban Chỉ đạo",
    "Bưu điện tỉnh chuyển {n} đơn hàng nông sản trong tuần",
    "Đường dây nóng mới của Sở: 1900.{n}",
    "Thêm {n} thuê bao cáp quang trong tháng cao điểm",
)
_hits = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds a page at one fetch; the next fetch has another."""

    now: datetime
    visits: int
    online: int
    today: int
    related: Sequence[Item]
    teasers: Sequence[tuple[str, datetime]]
    token: str  # what ASP.NET pages carry as view state


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a listing."""

    heading: str
    items: Sequence[Item]
    page: int
    pages: Sequence[str]  # addresses of all its pages
    section: str = ""


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")


_environment = Environment(
    loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_environment.filters["dots"] = _dots
_environment.filters["weekday"] = lambda moment: _WEEKDAYS[moment.weekday()]


def article(portal: Portal, item: Item) -> str:
    """An article in its portal's look."""
    return _page(portal, "article", item=item)


def listing(portal: Portal, shown: Listing) -> str:
    """One page of a listing in its portal's look."""
    return _page(portal, "listing", listing=shown)


def feed(portal: Portal, name: str) -> str:
    """`sitemap.xml` or `rss.xml` of a portal."""
    return _environment.get_template(name).render(portal=portal)


def index(portals: Sequence[Portal]) -> str:
    """The server's own page: which portals there are and how a browser reaches them."""
    return _environment.get_template("index.html").render(portals=portals)


def encode(html: str, charset: str) -> bytes:
    """Bytes of a page; windows-1258 writes the tone as a letter of its own, as Vietnamese systems did."""
    if charset != "windows-1258":
        return html.encode(charset)
    return "".join(_split_tone(char) for char in unicodedata.normalize("NFC", html)).encode(charset)


def _split_tone(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(part for part in parts if part in _TONES)
    base = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", base) + tone


def _page(portal: Portal, kind: str, **shown: object) -> str:
    template = _environment.get_template(f"{portal.family}/{kind}.html")
    return template.render(portal=portal, chrome=_chrome(portal), **shown)


def _chrome(portal: Portal) -> Chrome:
    hit, now = next(_hits), datetime.now(VIETNAM)
    articles = [item for item in portal.items if item.body]
    return Chrome(
        now=now,
        visits=portal.visits + int(time.time()) % 1_000_000 + hit,
        online=11 + hit * 7 % 61,
        today=400 + hit,
        related=[articles[(hit + step) % len(articles)] for step in range(min(4, len(articles)))],
        teasers=[
            (_TEASERS[(hit + step) % len(_TEASERS)].format(n=101 + (hit * 37 + step * 211) % 8000), now)
            for step in range(2)
        ],
        token=f"/wEPDwUKMTY{hit:08d}D2QWAgIBD2QWAgID",
    )
