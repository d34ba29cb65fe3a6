"""Text in Markdown, for release notes and the Dagster UI: what a page contained is shown, never obeyed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import quote

LONGEST = 300  # characters of a cell
_LONGEST_ADDRESS = 2000
_SAFE = "%/:?#@!$&'()+,;=~"  # signs of an address that are no markup between < and >


class Address(str):
    """A text that is to be an address: where a page is, not what stands in it."""


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; nothing in a cell is markup but for addresses, and no text is longer than LONGEST."""
    lines = [header, ["---"] * len(header), *([plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(cell: object) -> str:
    """A value in one line, as text: entities for all that is markup, no character that nobody sees.

    An Address of the web stays one that can be followed and copied.
    """
    text = "" if cell is None else " ".join(str(cell).split())
    if isinstance(cell, Address) and re.fullmatch(r"https?://\S+", text):
        address = quote(text, safe=_SAFE)
        if len(address) <= _LONGEST_ADDRESS:
            # Only what looks like an entity is read as one between < and >.
            return f"<{re.sub(r'&(?=#?[0-9A-Za-z]+;)', '&#38;', address)}>"
    # Controls end lines or cells, marks of direction turn round what stands beside them.
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf"))
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    for mark in "&\\`*_[]<>|~":
        text = text.replace(mark, f"&#{ord(mark)};")
    return text
