"""Pages that mean harm, or are none: an outcome with a reason, whatever the bytes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.documents import page_links, read_page
from scrapers.errors import UserError
from scrapers.model import BlockKind, PageOutcome

HEAD = "<html><meta name=generator content=NukeViet><body><h1>Tin bưu chính</h1><div id=news-bodyhtml>"
WORDS = "Toàn tỉnh có 1.234 trạm BTS. "
NOISE = random.Random(7).randbytes(50_000)  # noqa: S311 - any bytes will do
UNREADABLE, EMPTY, DOCUMENT = PageOutcome.UNREADABLE, PageOutcome.EMPTY, PageOutcome.DOCUMENT


@pytest.mark.parametrize(
    ("body", "outcome", "reason"),
    [
        (b"", EMPTY, "no text"),
        (b" \r\n\t", EMPTY, "no text"),
        (b"<html><body></body></html>", EMPTY, "no readable text"),
        (b"\0" * 5_000, UNREADABLE, "binary"),
        (NOISE, UNREADABLE, "binary"),
        (b"%PDF-1.4", UNREADABLE, "PDF"),
        (b"<html><body>" + b"<div>" * 200_000 + b"5 xa", UNREADABLE, "nested"),
        (b"<html><body>" + b"<div>" * 200_000 + b"5 xa" + b"</div>" * 200_000, UNREADABLE, "nested"),
        (b"<table><tr><td>" * 70_000 + b"5 xa", UNREADABLE, "nested"),
        ("".join(f"<p><font size={i}>x" for i in range(3_000)).encode(), UNREADABLE, "nested"),
        (("<b>" * 400 + "<p>x" * 9_000).encode(), UNREADABLE, "multiply"),
        (b"<html><!--" * 90_000, EMPTY, "no readable text"),
    ],
)
def test_no_document_but_a_reason(body: bytes, outcome: PageOutcome, reason: str) -> None:
    found, document, why = read_page(body, url="http://mau.vn/", source="mau", content_type="text/html")
    assert (found, document) == (outcome, None)
    assert reason in (why or "")
    assert page_links(body, "http://mau.vn/") == []


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        (f"<p>{WORDS * 50}</p>" * 3_000, 3_001),
        (f"<p>{WORDS * 100_000}</p>", 2),
        (f"{WORDS}<br>" * 50_000, 50_001),
        ("<p>" + " " * 3_000_000 + "x 5</p>", 2),
        ("<ul><li>xã 5" * 400, 401),
    ],
)
def test_megabytes_are_read_whole(markup: str, blocks: int) -> None:
    outcome, document, _ = read_page((HEAD + markup).encode(), url="http://mau.vn/", source="mau")
    assert outcome is DOCUMENT
    assert document is not None
    assert len(document.blocks) == blocks


def test_ten_thousand_rows() -> None:
    rows = "<tr><th>Xã</th><th>Máy</th></tr>" + "<tr><td>A</td><td>1.234</td></tr>" * 10_000
    _, document, _ = read_page(f"{HEAD}<table>{rows}</table>".encode(), url="http://mau.vn/", source="mau")
    assert document is not None
    assert document.blocks[-1].kind is BlockKind.TABLE
    assert len(document.blocks[-1].cells) == 20_002


def test_spans_beyond_belief_are_not_believed() -> None:
    row = "<tr>" + "<td colspan=99999 rowspan=99999>5</td>" * 20 + "</tr>"
    _, document, _ = read_page(
        f"{HEAD}<table>{row * 50}</table>".encode(), url="http://mau.vn/", source="mau"
    )
    assert document is not None
    assert max(cell.column for cell in document.blocks[-1].cells) < 5_000


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_no_bytes_crash_the_reader(body: bytes) -> None:
    for content_type in (None, "text/html", "text/plain"):
        outcome, document, reason = read_page(body, url="http://m/", source="m", content_type=content_type)
        assert (outcome is DOCUMENT) == (document is not None)
        assert (document is None) == (reason is not None)
    page_links(body, "http://mau.vn/")


TAGS = "<p> </p> <table> <tr> <td> <td/rowspan=3> </td> </table> <b> </b> <br> <li> </div> <ul> </ul>"
PIECES = st.sampled_from(
    [
        *TAGS.split(),
        "<h2>",
        "<!-- c -->",
        "Có 5 xã",
        "- mục",
        "1. Bưu chính:",
        "&nbsp;",
        "ĐVT: máy",
        "Lượt xem: 5",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_blocks_are_in_order_and_cover_what_they_say(markup: str) -> None:
    _, document, _ = read_page((HEAD + markup).encode(), url="http://mau.vn/", source="mau")
    end = 0
    for block in document.blocks if document else ():
        assert document is not None
        assert end <= block.start < block.end <= len(document.text)
        assert document.text[block.start : block.end].strip()
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        places = [(cell.row, cell.column) for cell in block.cells]
        assert places == sorted(set(places))
        end = block.end


def test_unknown_profile_is_a_users_error() -> None:
    with pytest.raises(UserError, match="did you mean nukeviet"):
        read_page(b"<p>x", url="http://mau.vn/", source="mau", profile="nukeviett")


def test_chrome_nested_in_chrome_is_dropped_once() -> None:
    chrome = '<div class="related"><div class="related"><p class="share">Phạt 5 triệu đồng</p></div></div>'
    prose = f"<p>{WORDS * 9}</p>"
    page = f"<body><div><h1>Tin bưu chính tỉnh</h1>{prose}{chrome * 300}{prose}</div></body>"
    _, document, _ = read_page(page.encode(), url="http://mau.vn/", source="mau", profile="generic")
    assert document is not None
    assert len(document.blocks) == 3
    assert "Phạt" not in document.text
