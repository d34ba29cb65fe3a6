"""Reading a page in a test: only what the test is about has to be said."""

from typing import Any, Protocol

import pytest

from scrapers.documents import read_page
from scrapers.model import Document, PageOutcome


class Reader(Protocol):
    def __call__(self, page: str | bytes, **options: Any) -> Document: ...


@pytest.fixture(scope="session")
def read() -> Reader:
    """Reads a page that must be a document."""

    def reading(page: str | bytes, **options: Any) -> Document:
        body = page.encode() if isinstance(page, str) else page
        options.setdefault("url", "http://stttt.mau.gov.vn/tin")
        outcome, document, reason = read_page(body, source="mau", **options)
        assert outcome is PageOutcome.DOCUMENT, reason
        assert document is not None
        return document

    return reading
