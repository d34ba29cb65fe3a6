"""Pages as tests write them, through documents and reading: a test says only what it is about."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import settings

from scrapers.documents import read_page
from scrapers.model import Document, Figure, Reading
from scrapers.reading import read_document

TITLE = "Kết quả công tác thông tin và truyền thông tỉnh Hà Nam năm 2018"
PLAIN_TITLE = "Tin bưu chính, viễn thông tỉnh Hà Nam"
PUBLISHED = "2019-01-15"
BTS, SITES, PHONES = "telecom.bts_stations", "telecom.bts_sites", "telecom.phone_subscriptions"
MOBILE, FIXED, INTERNET = (
    "telecom.mobile_subscriptions",
    "telecom.fixed_subscriptions",
    "telecom.internet_subscriptions",
)
OFFICES, POINTS, CULTURAL = (
    "postal.post_offices",
    "postal.service_points",
    "postal.commune_cultural_post_offices",
)
# The same examples on every run and no clock: a slow machine is no failure.
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=60)


def markup(*body: str, title: str = TITLE, published: str | None = PUBLISHED) -> str:
    """A page; what does not begin with a tag is a paragraph."""
    blocks = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in body)
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    head = f"<head><meta charset=utf-8>{date}</head>"
    return f"<html>{head}<body><div><h1>{title}</h1>{blocks}</div></body></html>"


def document(
    html: str | bytes, *, url: str = "http://tin.mau.vn/bai.html", publisher: str | None = None
) -> Document:
    """The document of a page that must have one."""
    body = html.encode() if isinstance(html, str) else html
    _, found, reason = read_page(
        body, url=url, source="mau", content_type="text/html", publisher_province=publisher
    )
    assert found is not None, reason
    return found


def reading(*body: str, title: str = TITLE, published: str | None = PUBLISHED) -> Reading:
    """What reading a page gives."""
    return read_document(document(markup(*body, title=title, published=published)))


def figures(*body: str, title: str = TITLE, published: str | None = PUBLISHED) -> tuple[Figure, ...]:
    """The figures of a page."""
    return reading(*body, title=title, published=published).figures


def table(*rows: str, head: str = "") -> str:
    """A table of rows whose cells are parted by `|`; `head` is markup for rows with spans."""
    lines = ["".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows]
    return f"<table>{head}{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def plain(value: Decimal) -> str:
    """1E+3 and 1000.0 as 1000."""
    return format(value.normalize(), "f")


def values(found: tuple[Figure, ...], code: str | None = None) -> list[str]:
    """The values of one indicator, or of all, in the order of the text."""
    return [plain(figure.value) for figure in found if code in (None, figure.indicator)]


def by_code(found: tuple[Figure, ...]) -> dict[str, str]:
    """Values by indicator, where each has one; of more, all in the order of the text."""
    codes = dict.fromkeys(figure.indicator for figure in found)
    return {code: " ".join(values(found, code)) for code in codes}
