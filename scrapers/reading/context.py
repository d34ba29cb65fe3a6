"""One block of running text while its sentences are read in order: what earlier ones said carries on.

When a number holds is `timing`'s to say, as what `standing`'s, for whom `scopes`'.
"""

from __future__ import annotations

from scrapers.reading.binding import Mention
from scrapers.reading.page import Heading, Page
from scrapers.reading.scopes import Scope
from scrapers.reading.standing import Standing
from scrapers.reading.times import TimeCue
from scrapers.reading.timing import INDEX_UNITS, Timing


class Context:
    """What the headings, the block and its sentences so far tell of a number."""

    def __init__(self, page: Page, path: list[Heading], earlier: TimeCue | None) -> None:
        self.page = page
        self.timing = Timing(page, path, earlier)
        self.standing = Standing(page, path)
        self.scope = Scope(page)
        self.previous: list[Mention] = []  # the named numbers of the sentence before
        self.said = 0  # concepts of the sentence before
        self.head = 0
        for heading in path[-3:]:
            self.head |= page.mask(heading.start, heading.end)

    def province(self, mention: Mention) -> tuple[str | None, str]:
        """The document's province, or another one that the number's own words name."""
        page = self.page
        named = {
            one.code for one in page.provinces_in(mention.low, mention.start) if one.start >= page.title_end
        }
        if len(named) == 1 and page.province not in named:
            return named.pop(), "clause"
        return page.province, page.province_rule

    def begin(self, start: int, end: int, first: int | None) -> None:
        """Take in a sentence before it is read; `first`: where its first number stands."""
        self.standing.begin(start, first if first is not None else end)
        self.scope.begin(start, end, first)

    def finish(self, start: int, end: int, first: int | None) -> None:
        """Take in a sentence after it was read; `first`: where its first number stands."""
        self.said = self.page.mask(start, end)
        self.standing.finish(first is not None)
        ranked = bool(self.previous) and all(one.unit.kind in INDEX_UNITS for one in self.previous)
        self.timing.finish(start, end, first, self.standing.lead, ranked)
