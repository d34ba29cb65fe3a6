"""The pages that are measured: news, reports, and pages of any length.

Chrome belongs to `chrome`, how pages come into an archive to `landing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from scrapers.sample.content import Portal, load_portals
from scrapers.sample.rendering import article, encode
from tests.benchmarks.chrome import padded

PAGE_BYTES = 50_000
_REPORT_LETTERS = 9_000  # of markup: about 8 KB of text
_GOLD = Path(__file__).parents[1] / "gold" / "pages"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the markup as its authors wrote it, and as a portal of usual size serves it."""

    url: str
    bare: str
    html: str
    charset: str = "utf-8"

    @property
    def body(self) -> bytes:
        """The bytes as served."""
        return encode(self.html, self.charset)


def news() -> list[Page]:
    """The labelled pages: what a portal mostly has, a page of text with some figures."""
    paths = sorted(_GOLD.glob("*.html"))
    return [_page(path.stem, path.read_text(encoding="utf-8"), seed) for seed, path in enumerate(paths)]


def reports() -> list[Page]:
    """Articles of a sample portal joined to reports of several pages of text, full of figures."""
    return [
        _page(f"{portal.id}-{number}", html, number, charset)
        for portal in load_portals()
        for number, (html, charset) in enumerate(_reports(portal))
    ]


def long_page(size: int) -> bytes:
    """An article of about `size` bytes and nothing else: articles of all sample portals, over and over."""
    parts: list[str] = []
    for body in cycle(item.body for portal in load_portals() for item in portal.items if item.body):
        parts.append(body)
        size -= len(body.encode())
        if size <= 0:
            break
    return _framed("".join(parts))


def long_table(rows: int) -> bytes:
    """A table with a row per commune and a column per year."""
    names = (
        "Số trạm BTS",
        "Thuê bao điện thoại cố định",
        "Số điểm bưu điện - văn hóa xã",
        "Doanh nghiệp CNTT",
    )
    head = "".join(f"<th>Năm {year}</th>" for year in range(2016, 2020))
    lines = (
        f"<tr><td>{row + 1}</td><td>{names[row % 4]}</td>"
        + "".join(f"<td>{100 + (row * 37 + year * 11) % 8000}</td>" for year in range(4))
        + "</tr>"
        for row in range(rows)
    )
    return _framed(f"<table border=1><tr><th>TT</th><th>Chỉ tiêu</th>{head}</tr>{''.join(lines)}</table>")


def _page(name: str, html: str, seed: int, charset: str = "utf-8") -> Page:
    url = f"https://portal.example.vn/tin-tuc/{name}.html"
    return Page(url, html, padded(html, PAGE_BYTES, seed), charset)


def _reports(portal: Portal) -> Iterator[tuple[str, str]]:
    """One report for each article of a portal: the article and those after it, until it is long enough."""
    items = [item for item in portal.items if item.body]
    for start, item in enumerate(items):
        body = ""
        for other in islice(cycle(items), start, None):
            body += f"<p><strong>{other.title}</strong></p>{other.body}"
            if len(body) >= _REPORT_LETTERS:
                break
        yield article(portal, item.model_copy(update={"body": body})), item.charset


def _framed(content: str) -> bytes:
    title = "Báo cáo tổng kết tỉnh Thái Nguyên"
    body = f"<article><h1>{title}</h1>{content}</article>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
