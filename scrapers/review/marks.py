"""Text to runs: where a figure, a rejected number or the words that named a figure begin and end.

Offsets only. What a run says to a person is `views`, how it looks is the template.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scrapers.model import Reading, Rejection


@dataclass(frozen=True, slots=True)
class Mark:
    """A number of the text: stated as these figures (by their place in the reading), or rejected."""

    start: int
    end: int
    figures: tuple[int, ...] = ()
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Text that is shown alike: one mark, or what stands between marks."""

    text: str
    mark: Mark | None = None
    begins: bool = True  # the mark; False where it goes on from the cell or block before
    evidence: bool = False  # the words of some figure


class MarkedText:
    """A document's text with its marks, to be cut into runs block by block."""

    def __init__(self, text: str, reading: Reading) -> None:
        self._text = text
        self.marks = _marks(reading)
        self._ends = [mark.end for mark in self.marks]
        self._evidence = _merged((f.evidence_start, f.evidence_end) for f in reading.figures)
        self._evidence_ends = [end for _, end in self._evidence]

    def runs(self, start: int, end: int) -> Iterator[Run]:
        """The runs of text[start:end], without a gap."""
        at = start
        for mark in self._within(start, end):
            low, high = max(mark.start, at), min(mark.end, end)
            yield from self._between(at, low)
            yield Run(self._text[low:high], mark, begins=low == mark.start)
            at = high
        yield from self._between(at, end)

    def figures(self, start: int, end: int) -> list[int]:
        """The figures whose number begins in text[start:end], in order."""
        begun = (mark for mark in self._within(start, end) if mark.start >= start)
        return [figure for mark in begun for figure in mark.figures]

    def _within(self, start: int, end: int) -> Iterator[Mark]:
        place = bisect_right(self._ends, start)
        while place < len(self.marks) and self.marks[place].start < end:
            yield self.marks[place]
            place += 1

    def _between(self, start: int, end: int) -> Iterator[Run]:
        at, place = start, bisect_right(self._evidence_ends, start)
        while at < end and place < len(self._evidence) and self._evidence[place][0] < end:
            low, high = self._evidence[place]
            if at < low:
                yield Run(self._text[at:low])
            yield Run(self._text[max(at, low) : min(high, end)], evidence=True)
            at, place = min(high, end), place + 1
        if at < end:
            yield Run(self._text[at:end])


def _marks(reading: Reading) -> list[Mark]:
    """All numbers in order, none over another: figures whose numbers overlap share a mark and go first."""
    stated = _merged((figure.start, figure.end) for figure in reading.figures)
    ends = [end for _, end in stated]
    figures: list[list[int]] = [[] for _ in stated]
    for place, figure in enumerate(reading.figures):
        figures[bisect_right(ends, figure.start)].append(place)
    marks = [Mark(*span, figures=tuple(places)) for span, places in zip(stated, figures, strict=True)]
    at = 0
    for rejection in sorted(reading.rejections, key=lambda one: (one.start, -one.end)):
        after = bisect_right(ends, rejection.start)
        free = after == len(stated) or rejection.end <= stated[after][0]
        if free and at <= rejection.start < rejection.end:
            marks.append(Mark(rejection.start, rejection.end, rejection=rejection))
            at = rejection.end
    return sorted(marks, key=lambda mark: mark.start)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order; those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
