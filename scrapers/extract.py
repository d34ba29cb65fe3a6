"""Figures straight from files: what `sotttt extract` reads and prints. Keeps no state.

Reading a file and telling what is wrong with it belongs here; the page for reviewers is `scrapers.review`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scrapers.documents import read_page
from scrapers.errors import UserError
from scrapers.model import Document, Figure, PageOutcome, Reading
from scrapers.reading import read_document

CONTENT_TYPES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
_KINDS = ", ".join(CONTENT_TYPES)
_WAY_OUT = {
    PageOutcome.EMPTY: "save the page again, with its text",
    PageOutcome.UNREADABLE: "save it as HTML or plain text",
}
Row = dict[str, str | int | float | list[int] | None]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What reading one file gave."""

    path: Path
    outcome: PageOutcome | None = None  # None: there were no bytes to read
    document: Document | None = None
    reading: Reading = field(default_factory=Reading)
    reason: str | None = None  # why there is no document
    way_out: str | None = None  # what a person can do about it; None where nothing is wrong

    @property
    def problem(self) -> str | None:
        """One line: which file, what is wrong with it, the way out. None where nothing is."""
        if self.way_out is None:
            return None
        told = f"{self.outcome}: {self.reason}" if self.outcome else self.reason
        line = f"{self.path}: {told}; {self.way_out}"
        return "".join(char if char.isprintable() else "?" for char in line)


def print_figures(paths: Iterable[Path]) -> int:
    """Print the figures of all pages, one JSON object per line; 1 when a file could not be read, else 0."""
    code = 0
    for one in extract(paths):
        for figure in one.reading.figures:
            print(json.dumps(_row(one.path.stem, figure), ensure_ascii=False))
        if one.problem:
            print(f"sotttt: {one.problem}", file=sys.stderr)
            code = 1
    return code


def extract(paths: Iterable[Path], *, leave_out: Path | None = None) -> Iterator[Extracted]:
    """Read the files named and the page files below the folders named, in a stable order.

    Args:
        paths: Files and folders.
        leave_out: A file that is no page although it looks like one, where a folder holds it.
    """
    for path in paths:
        if not path.is_dir():
            yield read_file(path)
            continue
        pages = sorted(p for p in path.rglob("*") if p.suffix.lower() in CONTENT_TYPES and p.is_file())
        found = [page for page in pages if leave_out is None or page.resolve() != leave_out.resolve()]
        yield from map(read_file, found)
        if not found:
            yield Extracted(path, reason="no page in this folder", way_out=f"give files ending in {_KINDS}")


def read_file(path: Path) -> Extracted:
    """Read one file. Nothing that a file is or holds raises."""
    content_type = CONTENT_TYPES.get(path.suffix.lower())
    if not path.exists():
        return Extracted(path, reason="no such file", way_out="check the path")
    if content_type is None or not path.is_file():
        return Extracted(path, reason="not a page", way_out=f"give files ending in {_KINDS}")
    try:
        body = path.read_bytes()
    except OSError as error:
        return Extracted(path, reason=f"cannot be read: {error.strerror}", way_out="make it readable")
    outcome, document, reason = read_page(body, url=path.name, source="file", content_type=content_type)
    if document is None:
        return Extracted(path, outcome, reason=reason or "no text to read", way_out=_WAY_OUT.get(outcome))
    return Extracted(path, outcome, document, read_document(document))


def extract_file(path: Path) -> list[Row]:
    """All figures of one page, as plain values ready for JSON.

    Raises:
        UserError: the file cannot be read, is of an unknown kind, or holds no readable text.
    """
    one = read_file(path)
    if one.problem:
        raise UserError(one.problem)
    return [_row(path.stem, figure) for figure in one.reading.figures]


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
