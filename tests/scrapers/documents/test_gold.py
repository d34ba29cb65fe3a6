"""The development pages of the gold set: evidence, title and date are found, chrome is not."""

import html
import json
import re
from collections import defaultdict
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scrapers.model import BlockKind, Document
from tests.scrapers.documents.conftest import Reader

GOLD = Path(__file__).parents[2] / "gold"
DEVELOPMENT = json.loads((GOLD / "split.json").read_text(encoding="utf-8"))["development"]
DOCUMENTS = {
    entry["doc"]: entry
    for entry in map(json.loads, (GOLD / "documents.jsonl").read_text(encoding="utf-8").splitlines())
    if entry["doc"] in DEVELOPMENT
}
EVIDENCE: dict[str, list[str]] = defaultdict(list)
for label in map(json.loads, (GOLD / "labels.jsonl").read_text(encoding="utf-8").splitlines()):
    EVIDENCE[label["doc"]].append(label["evidence"])
CHROME = ("Tổng truy cập", "lượt xem", "Lượt người xem", "bình chọn", "Tỷ giá", "Giấy phép số", "Xử phạt")
NAMES = re.compile(rb"\s(?:class|id)=(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
TITLE = re.compile(
    r'<(?:h1 class="(?:title|entry-title|article__title)[^>]*|h2 class="title-detail"|h3|TD class=tieude'
    r'|div class="tieude_chitiet")>(.*?)</(?:h1|h2|h3|TD|div)>'
)


class PageText(HTMLParser):
    """The text that evidence is cut from: each tag a space, scripts and styles dropped."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.pieces.append(" ")
        self.silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(" ")
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data)

    def __str__(self) -> str:
        return collapsed("".join(self.pieces))


def collapsed(text: str) -> str:
    return " ".join(text.split())


def page(doc: str) -> bytes:
    return (GOLD / "pages" / f"{doc}.html").read_bytes()


@pytest.fixture(params=[None, "generic"], ids=["by profile", "by density"])
def gold(request: pytest.FixtureRequest, read: Reader) -> dict[str, Document]:
    return {
        doc: read(page(doc), url=entry["source_url"], profile=request.param)
        for doc, entry in DOCUMENTS.items()
    }


def test_all_evidence_is_kept(gold: dict[str, Document]) -> None:
    lost = [
        (doc, words)
        for doc, document in gold.items()
        for words in EVIDENCE[doc]
        if words not in collapsed(document.text)
    ]
    assert lost == []


def test_all_evidence_is_kept_where_no_element_has_a_name(read: Reader) -> None:
    """Markup never seen before: the pages without any class or id."""
    for doc, entry in DOCUMENTS.items():
        document = read(NAMES.sub(b"", page(doc)), url=entry["source_url"], profile="generic")
        text = collapsed(document.text)
        assert [words for words in EVIDENCE[doc] if words not in text] == [], doc
        assert [words for words in CHROME if words in text] == [], doc


def test_publication_dates(gold: dict[str, Document]) -> None:
    found = {doc: document.published for doc, document in gold.items()}
    assert found == {doc: date.fromisoformat(e["publish_date"]) for doc, e in DOCUMENTS.items()}


def test_titles(gold: dict[str, Document]) -> None:
    for doc, document in gold.items():
        marked = TITLE.search(page(doc).decode())
        assert marked, doc
        title = collapsed(html.unescape(re.sub("<[^>]*>", " ", marked[1])))
        assert document.title == title, doc
        first = document.blocks[0]
        assert (first.kind, first.level) == (BlockKind.HEADING, 1)
        assert document.text[first.start : first.end] == title


def test_no_chrome(gold: dict[str, Document]) -> None:
    left = [(doc, words) for doc, d in gold.items() for words in CHROME if words in d.text]
    assert left == []


def test_every_block_is_a_stretch_of_the_page(gold: dict[str, Document]) -> None:
    """Nothing invented, nothing moved: what evidence cut from a block says, the page says."""
    for doc, document in gold.items():
        text = str(PageText(page(doc).decode()))
        for block in document.blocks:
            assert collapsed(document.text[block.start : block.end]) in text, doc


def test_blocks_are_in_order_and_apart(gold: dict[str, Document]) -> None:
    for doc, document in gold.items():
        end = 0
        for block in document.blocks:
            assert end <= block.start < block.end <= len(document.text), doc
            for cell in block.cells:
                assert block.start <= cell.start <= cell.end <= block.end, doc
            end = block.end
