"""What was found in a key text, in order, and which of it begins in a slice.

One kind of thing a collection: concepts, times, provinces. Finding them is their own modules' work.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Found(Protocol):
    """Something that stands at a place of a key text."""

    @property
    def start(self) -> int:
        """Where it begins."""


T = TypeVar("T", bound=Found)


class Spans(Generic[T]):
    """All that was found of one kind, by where it begins."""

    __slots__ = ("items", "starts")

    def __init__(self, items: Sequence[T]) -> None:
        self.items = items
        self.starts = [item.start for item in items]

    def begun_in(self, start: int, end: int) -> Sequence[T]:
        """Those that begin in key[start:end]."""
        starts = self.starts
        first = bisect_left(starts, start)
        return self.items[first : bisect_left(starts, end, first)] if first < len(starts) else ()

    def last_before(self, at: int) -> T | None:
        """The last one that begins before an offset."""
        index = bisect_left(self.starts, at)
        return self.items[index - 1] if index else None
