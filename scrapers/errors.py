"""Errors a person can cause and mend. Anything else is a defect and keeps its traceback."""

from __future__ import annotations


class UserError(Exception):
    """Wrong input or a broken surrounding; the message says what, where, which value, and the way out."""
