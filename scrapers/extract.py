"""Figures straight from files: what `sotttt extract` prints. Keeps no state."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from scrapers.documents import read_page
from scrapers.errors import UserError
from scrapers.model import Figure, PageOutcome
from scrapers.reading import read_document

CONTENT_TYPES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
Row = dict[str, str | int | float | list[int] | None]


def print_figures(paths: Iterable[Path]) -> int:
    """Print the figures of all pages, one JSON object per line; 1 when a file could not be read, else 0."""
    code = 0
    for path in _page_files(paths):
        try:
            for row in extract_file(path):
                print(json.dumps(row, ensure_ascii=False))
        except UserError as error:
            print(f"sotttt: {error}", file=sys.stderr)
            code = 1
    return code


def extract_file(path: Path) -> list[Row]:
    """All figures of one page, as plain values ready for JSON.

    Raises:
        UserError: the file cannot be read, is of an unknown kind, or holds no readable text.
    """
    content_type = CONTENT_TYPES.get(path.suffix.lower())
    if content_type is None:
        raise UserError(f"{path}: not a page; give files ending in {', '.join(CONTENT_TYPES)}")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    outcome, document, reason = read_page(body, url=path.name, source="file", content_type=content_type)
    if outcome is PageOutcome.LISTING:
        return []
    if document is None:
        raise UserError(f"{path}: {outcome}: {reason or 'no text to read figures from'}")
    return [_row(path.stem, figure) for figure in read_document(document).figures]


def _page_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the page files below the folders named, in a stable order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in CONTENT_TYPES)
        else:
            yield path


def _row(doc: str, figure: Figure) -> Row:
    return {
        "doc": doc,
        "indicator": figure.indicator,
        "province": figure.province,
        "year": figure.year,
        "period": figure.period,
        "value": format(figure.value, "f"),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "status": figure.status,
        "level": figure.level,
        "evidence": figure.evidence,
        "span": [figure.start, figure.end],
        "rule": figure.rule,
        "confidence": figure.confidence,
    }
