"""What a cell may hold that ends in a spreadsheet.

Pages are hostile: a text of theirs that begins like a formula is run by the program that opens the file.
Writing files belongs to those who have something to write.
"""

from __future__ import annotations

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # also full width


def no_formula(cell: object) -> object:
    """The cell, a text with an apostrophe before it if it would be taken for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA) else cell
