"""Kinds, levels and words of blocks, from markup."""

import pytest

from scrapers.model import BlockKind, Document
from tests.scrapers.documents.conftest import Reader

PAGE = "<html><head><title>Tiêu đề của bài</title></head><body><div id='news-bodyhtml'>{}</div></body></html>"


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks[1:]]


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<h2>Kết quả</h2><p>Đạt 5%</p>", [("heading", 2, "Kết quả"), ("paragraph", 0, "Đạt 5%")]),
        ("<p><b>Kết quả</b></p>", [("heading", 3, "Kết quả")]),
        ("<p><span style='font-weight:700'>KẾT QUẢ</span></p>", [("heading", 2, "KẾT QUẢ")]),
        ("<p><b>Doanh thu 50 tỷ đồng</b></p>", [("paragraph", 0, "Doanh thu 50 tỷ đồng")]),
        ("<p><b>Bưu chính</b>: 50 bưu cục</p>", [("paragraph", 0, "Bưu chính : 50 bưu cục")]),
        ("<p>II. Viễn thông</p>", [("heading", 2, "II. Viễn thông")]),
        ("<p>2. Viễn thông năm 2015:</p>", [("heading", 3, "2. Viễn thông năm 2015:")]),
        ("<p>2. Có 15 trạm</p>", [("item", 1, "2. Có 15 trạm")]),
        ("<p>1.020 tỷ đồng là doanh thu</p>", [("paragraph", 0, "1.020 tỷ đồng là doanh thu")]),
        ("<p>-5,27% so với 2010</p>", [("paragraph", 0, "-5,27% so với 2010")]),
        (
            "<p>Gồm:<br>- Xã: 5%<br>+ Vùng cao: 2%<br>- Huyện: 7%</p>",
            [
                ("paragraph", 0, "Gồm:"),
                ("item", 1, "- Xã: 5%"),
                ("item", 2, "+ Vùng cao: 2%"),
                ("item", 1, "- Huyện: 7%"),
            ],
        ),
        ("<p>Toàn tỉnh<br>có 5 xã</p>", [("paragraph", 0, "Toàn tỉnh\ncó 5 xã")]),
        ("<p>Một đoạn.<br><br>Đoạn nữa</p>", [("paragraph", 0, "Một đoạn."), ("paragraph", 0, "Đoạn nữa")]),
        (
            "<ol><li>Xã<ul><li>Thôn</li></ul></li><li>Huyện</li></ol>",
            [("item", 1, "Xã"), ("item", 2, "Thôn"), ("item", 1, "Huyện")],
        ),
        ("<p>a<!-- x -->b&nbsp;&amp;\n c<script>var d=1</script></p>", [("paragraph", 0, "ab & c")]),
        ("<p>Lượt xem: 1.234</p><p>Còn 3 xã</p>", [("paragraph", 0, "Còn 3 xã")]),
    ],
)
def test_blocks(read: Reader, markup: str, blocks: list[tuple[str, int, str]]) -> None:
    assert shown(read(PAGE.format(markup))) == blocks


def test_letters_are_kept_as_they_are(read: Reader) -> None:
    decomposed = "Tỷ lệ hộ nghe đài đạt 98%\u00ad trở lên"
    assert decomposed in read(PAGE.format(f"<p>{decomposed}</p>")).text


def test_spans_are_laid_out_on_the_grid(read: Reader) -> None:
    document = read(
        PAGE.format(
            "<table><tr><td rowspan=2>Huyện</td><td colspan=2>Thuê bao</td></tr>"
            "<tr><td>2009</td><td>2010</td></tr>"
            "<tr><td>A</td><td>1.200</td><td>1.300</td></tr><tr><td rowspan=2>B</td><td>7</td><td></td></tr>"
            "<tr><td>8</td><td>9</td></tr></table><p>ĐVT: máy</p>"
        )
    )
    _, table, unit = document.blocks
    assert table.kind is BlockKind.TABLE
    assert unit.kind is BlockKind.CAPTION
    places = {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in table.cells}
    assert places == {
        (0, 0): "Huyện",
        (0, 1): "Thuê bao",
        (1, 1): "2009",
        (1, 2): "2010",
        (2, 0): "A",
        (2, 1): "1.200",
        (2, 2): "1.300",
        (3, 0): "B",
        (3, 1): "7",
        (3, 2): "",
        (4, 1): "8",
        (4, 2): "9",
    }
    assert {(cell.row, cell.column) for cell in table.cells if cell.header} == {
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
    }
    assert document.text[table.start : table.end].splitlines()[3] == "B\t7\t"


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><p>Một đoạn</p></td></tr><tr><td><p>Đoạn nữa</p></td></tr></table>",  # one column
        "<table><tr><td>Một</td><td>Hai</td></tr></table>",  # one row
        "<table><tr><td><img src=a></td><td>Một</td></tr><tr><td><img src=b></td><td>Hai</td></tr></table>",
        f"<table><tr><td>{'Một đoạn dài. ' * 30}</td><td>{'Đoạn nữa. ' * 30}</td></tr>"
        "<tr><td>Ba</td><td>Bốn</td></tr></table>",
    ],
)
def test_a_table_that_arranges_the_page_is_no_data(read: Reader, table: str) -> None:
    document = read(PAGE.format(table))
    assert len(document.blocks) > 2
    assert {block.kind for block in document.blocks[1:]} == {BlockKind.PARAGRAPH}


def test_data_inside_a_layout_table_is_found(read: Reader) -> None:
    inner = "<table><tr><th>Xã</th><th>Máy</th></tr><tr><td>A</td><td>5</td></tr></table>"
    layout = f"<table><tr><td>Trái</td><td><p>Số liệu như sau</p>{inner}</td></tr></table>"
    kinds = [block.kind for block in read(PAGE.format(layout)).blocks[1:]]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.TABLE]


def test_density_finds_a_page_that_is_mostly_a_table(read: Reader) -> None:
    rows = "<tr><th>Huyện</th><th>2019</th></tr>" + "<tr><td>Huyện A của tỉnh</td><td>1.234</td></tr>" * 12
    document = read(
        f"<body><div><h1>Số thuê bao điện thoại</h1><table>{rows}</table>"
        "<p>Ghi chú: chưa gồm thuê bao tạm khóa.</p></div>"
        "<div><p>Trang tin của tỉnh, ghi rõ nguồn khi phát hành lại từ trang này.</p></div></body>",
        profile="generic",
    )
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert "phát hành lại" not in document.text
