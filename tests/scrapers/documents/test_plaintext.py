"""Saved texts: the input stays as it is, chrome has no block."""

from datetime import date

from scrapers.documents import read_page
from scrapers.model import BlockKind, Document, PageOutcome
from tests.scrapers.documents.conftest import Reader

SAVED = """\ufeff15:52 ICT Thứ sáu, 05/06/2020\r
English\r
\r
Cổng thông tin điện tử Sở Thông tin và Truyền thông tỉnh Mẫu\r
http://stttt.mau.gov.vn\r
\r
  Kế hoạch phát triển bưu chính năm 2010\r
\r
Thứ sáu - 23/10/2009 15:12\r
\r
Căn cứ tình hình thực tế, Sở đề ra các chỉ tiêu như sau:\r
 1. Bưu chính:\r
- 150 điểm phục vụ\r
+ Trong đó 30 bưu cục\r
- Bán kính phục vụ dưới 3,5km, phục vụ tốt hơn cho người dân ở vùng sâu, vùng xa\r
và vùng biên giới.\r
a. Mục tiêu tổng quát\r
\r
Năm 2010 : 100% xã có điện thoại\r
\r
Thống kê truy cập\r
Hôm nay : 674\r
Năm 2010 : 390.935\r
Địa chỉ: số 5, đường Mẫu, thành phố Mẫu\r
"""


def lines(document: Document) -> list[tuple[BlockKind, int, str]]:
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_saved_text(read: Reader) -> None:
    document = read(SAVED, content_type="text/plain")
    assert document.text == SAVED.removeprefix("\ufeff")  # spans point into the file
    assert document.title == "Kế hoạch phát triển bưu chính năm 2010"
    assert (document.published, document.published_rule) == (date(2009, 10, 23), "text")
    assert document.frame == (
        "Cổng thông tin điện tử Sở Thông tin và Truyền thông tỉnh Mẫu"
        " | Địa chỉ: số 5, đường Mẫu, thành phố Mẫu"
    )
    assert lines(document) == [
        (BlockKind.HEADING, 1, "Kế hoạch phát triển bưu chính năm 2010"),
        (BlockKind.PARAGRAPH, 0, "Căn cứ tình hình thực tế, Sở đề ra các chỉ tiêu như sau:"),
        (BlockKind.HEADING, 3, "1. Bưu chính:"),
        (BlockKind.ITEM, 1, "- 150 điểm phục vụ"),
        (BlockKind.ITEM, 2, "+ Trong đó 30 bưu cục"),
        (
            BlockKind.ITEM,
            1,
            "- Bán kính phục vụ dưới 3,5km, phục vụ tốt hơn cho người dân ở vùng sâu, vùng xa\r\n"
            "và vùng biên giới.",
        ),
        (BlockKind.HEADING, 4, "a. Mục tiêu tổng quát"),
        (BlockKind.PARAGRAPH, 0, "Năm 2010 : 100% xã có điện thoại"),
    ]


def test_without_a_date_there_is_none(read: Reader) -> None:
    document = read("Tin bưu chính\n\nNgày 5/3/2015 Sở họp bàn về 20 bưu cục và các việc khác của năm.\n")
    assert document.published is None


def test_one_line_is_a_paragraph(read: Reader) -> None:
    document = read("Toàn tỉnh có 980 trạm BTS năm 2018.")
    assert [kind for kind, _, _ in lines(document)] == [BlockKind.PARAGRAPH]


def test_same_words_same_document_whatever_the_white_space(read: Reader) -> None:
    first, second = read("Tin mới\n\nCó 5 xã"), read("Tin mới\r\n\r\n  Có 5   xã\r\n")
    assert first.doc_id == second.doc_id
    assert len(first.doc_id) == 16
    assert read("Tin mới\n\nCó 5 xã", url="http://khac.vn/").doc_id != first.doc_id


def test_same_words_same_document_whatever_the_counter_says(read: Reader) -> None:
    first, second = read(SAVED), read(SAVED.replace("674", "1.204").replace("15:52", "09:01"))
    assert first.text != second.text
    assert (first.text_sha256, first.doc_id) == (second.text_sha256, second.doc_id)
    assert read(SAVED.replace("150 điểm", "151 điểm")).text_sha256 != first.text_sha256


def test_news_lists_have_no_block(read: Reader) -> None:
    document = read(
        "Sơ kết công tác năm 2009\n\nTin mới\n\nToàn tỉnh có 47 bưu cục và 72 điểm bưu điện - văn hóa xã.\n"
        "Kiểm tra 34 đại lý (25/06/2009)\nHọp báo tháng 6 (19/06/2009)\n"
    )
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Sơ kết công tác năm 2009",
        "Toàn tỉnh có 47 bưu cục và 72 điểm bưu điện - văn hóa xã.",
    ]


def test_only_chrome_is_empty() -> None:
    outcome, document, reason = read_page(
        b"Th\xe1\xbb\x91ng k\xc3\xaa truy c\xe1\xba\xadp\n", url="x:", source="mau"
    )
    assert (outcome, document, reason) == (PageOutcome.EMPTY, None, "no readable text")
