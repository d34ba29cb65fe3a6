"""Text in Markdown, for release notes and the Dagster UI: what a page contained is shown, never obeyed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

LONGEST = 300  # characters of a cell


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; nothing in a cell is markup, and none is longer than LONGEST."""
    lines = [header, ["---"] * len(header), *([plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(cell: object) -> str:
    """A value in one line, as text: entities for all that is markup, no character that nobody sees."""
    text = "" if cell is None else " ".join(str(cell).split())
    # Controls end lines or cells, marks of direction turn round what stands beside them.
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf"))
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    for mark in "&\\`*_[]<>|~":
        text = text.replace(mark, f"&#{ord(mark)};")
    return text
