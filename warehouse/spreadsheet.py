"""What a text may be that ends in a spreadsheet.

Pages are hostile: a text of theirs that begins like a formula is run by the program that opens the file. Such
a text gets an apostrophe in front, and so does one that begins with an apostrophe itself: a program takes one
off every text that begins with one, and has lost nothing. Writing files belongs to those who have something
to write.
"""

from __future__ import annotations

import regex

# Formulas begin with = + - or @, in East Asian width too; some programs pass over blanks and unseen marks.
DANGEROUS = r"^([\t\r\n']|[\s\p{Z}\p{Cc}\p{Cf}]*[=+@＝＋－＠-])"  # as RE2 and `regex` read it
_DANGEROUS = regex.compile(DANGEROUS)


def no_formula(cell: object) -> object:
    """The cell, a text with an apostrophe before it if it could be taken for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _DANGEROUS.search(cell) else cell
