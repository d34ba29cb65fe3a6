"""Every CMS profile reads a saved page of its family exactly as expected.

`python -m tests.scrapers.documents.test_profiles` writes the expectations anew; read the difference before
committing it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.documents import read_page
from scrapers.documents.profiles import load_profiles
from scrapers.model import Document, PageOutcome

SAVED = Path(__file__).with_name("profiles")
URL = "http://stttt.mau.gov.vn/tin/bai-viet"


def read(name: str) -> Document:
    outcome, document, reason = read_page(SAVED.joinpath(f"{name}.html").read_bytes(), url=URL, source="mau")
    assert outcome is PageOutcome.DOCUMENT, reason
    assert document is not None
    return document


def summary(document: Document) -> dict[str, Any]:
    return {
        "profile": document.profile,
        "title": document.title,
        "published": str(document.published),
        "published_rule": document.published_rule,
        "frame": document.frame,
        "blocks": [
            f"{block.kind} {block.level}: {document.text[block.start : block.end]}"
            for block in document.blocks
        ],
        "header_cells": [
            document.text[cell.start : cell.end]
            for block in document.blocks
            for cell in block.cells
            if cell.header
        ],
    }


@pytest.mark.parametrize("name", sorted(load_profiles()))
def test_reads_a_saved_page_as_expected(name: str) -> None:
    expected = json.loads(SAVED.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    assert summary(read(name)) == expected


def test_no_saved_page_is_left_without_a_profile() -> None:
    assert {path.stem for path in SAVED.iterdir()} == set(load_profiles())


if __name__ == "__main__":
    for profile in load_profiles():
        text = json.dumps(summary(read(profile)), ensure_ascii=False, indent=1)
        SAVED.joinpath(f"{profile}.json").write_text(text + "\n", encoding="utf-8")
