"""Why a page cannot be read; `read_page` turns it into an outcome with a reason."""

from __future__ import annotations


class UnreadableError(Exception):
    """The bytes are no page, or one that no browser would show; the message is the reason."""
