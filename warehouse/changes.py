"""What another reading of the same pages says differently, figure by figure.

Pairing the figures of before with those of after, and telling what differs, belong here; where the two
readings come from does not (`warehouse.rereading`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Literal

from warehouse.tables import Row

_FACT = ("indicator", "province_scheme", "province", "year", "period", "status", "level")
_GROUNDS = ("evidence", "rule", "confidence")
FIELDS = (*_FACT, "value", "unit", "qualifier", *_GROUNDS)
# What makes two figures the same one, the surest first: the number where it stands, or what is said of it
# where the text came out otherwise and the number stands elsewhere.
_ALIKE = (
    ("figure_id",),
    ("doc_id", "start", "end", "indicator"),
    ("page", *_FACT, "value"),
    ("doc_id", "start", "end"),
    ("page", "evidence", "indicator"),
    ("page", *_FACT),
)

Kind = Literal["added", "changed", "reworded", "withdrawn"]  # reworded: says the same on other grounds


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is read otherwise than before; one side is None when it is new or gone."""

    source: str
    url: str
    old: Row | None
    new: Row | None
    why: str | None = None  # of one that is gone: what became of its number or its page

    @property
    def kind(self) -> Kind:
        """What happened to it."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "withdrawn"
        return "reworded" if set(self.fields) <= set(_GROUNDS) else "changed"

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs, when it was there before and is there now."""
        if self.old is None or self.new is None:
            return ()
        return tuple(name for name in FIELDS if self.old[name] != self.new[name])


def pairs(before: Iterable[Row], after: Iterable[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Each figure of before with the same one of after; None beside those that have none.

    Besides its columns a row has `page`: what tells the version of the page it was read from.
    """
    old, new = list(before), list(after)
    for names in _ALIKE:
        waiting: dict[tuple[object, ...], deque[Row]] = defaultdict(deque)
        for row in new:
            waiting[tuple(row[name] for name in names)].append(row)
        alone: list[Row] = []
        for row in old:
            if same := waiting.get(tuple(row[name] for name in names)):
                yield row, same.popleft()
            else:
                alone.append(row)
        old, new = alone, [row for rows in waiting.values() for row in rows]
    yield from ((row, None) for row in old)
    yield from ((None, row) for row in new)


def examples(changes: Iterable[Change], limit: int) -> list[Change]:
    """Some changes, of as many kinds as there are: one of each in turn, the most frequent kind first."""
    kinds: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind, change.fields].append(change)
    turns = zip_longest(*sorted(kinds.values(), key=len, reverse=True))
    return list(islice((change for turn in turns for change in turn if change is not None), limit))
