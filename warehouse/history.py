"""The past of a source as its next crawl needs it: what was got, what may rest, what was spent today.

How long a page rests: as long as it has stayed the same, within the bounds of the source's entry. A page that
changed last month is asked for again in a month, one that never did in the longest time allowed. The same
holds for an address that fails in a way that lasts, like a page that is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from scrapers.crawl import History
from scrapers.crawl.urls import host_of
from scrapers.model import GOT, Fetch, Outcome
from scrapers.registry import Revisit, Source
from scrapers.vietnam import vietnams_day
from warehouse import lake
from warehouse.tables import Table

_LASTING = frozenset({Outcome.TOO_LARGE, Outcome.WRONG_TYPE, Outcome.REDIRECT_OUT, Outcome.BROKEN})
_PASSING_STATUS = (408, 425, 429)  # of those that blame the asker
State = tuple[str, str | int | None]


def history(root: Path, source: Source, *, again: bool = False, now: datetime | None = None) -> History:
    """What earlier runs found of a source.

    Args:
        root: Of the lake.
        source: Of any kind.
        again: Nothing rests.
        now: For tests.
    """
    now = now or datetime.now(UTC)
    portal = source.kind == "portal"
    asked = attrgetter("url" if portal else "final_url")
    texts = _texts(root, source.id)
    got: list[Fetch] = []
    resting: set[str] = set()
    spent: Counter[str] = Counter()
    in_order = sorted(lake.fetches(root, source.id), key=lambda one: (asked(one), one.fetched_at))
    for address, group in groupby(in_order, key=asked):
        visits = list(group)
        known = [fetch for fetch in visits if fetch.outcome in GOT and fetch.page_sha256]
        got += known[-1:] if portal else known
        if not again and _rests(visits, texts, source.revisit, now):
            resting.add(address)
        today = [fetch for fetch in visits if vietnams_day(fetch.fetched_at) == vietnams_day(now)]
        spent[host_of(address)] += sum(fetch.requests for fetch in today)
    return History(sorted(got, key=lambda fetch: fetch.fetched_at), resting, spent)


def _rests(visits: Sequence[Fetch], texts: dict[State, str], bounds: Revisit, now: datetime) -> bool:
    visits = [fetch for fetch in visits if fetch.outcome is not Outcome.DEFERRED]
    state = _state(visits[-1], texts) if visits else None
    if state is None:
        return False
    last = since = visits[-1].fetched_at
    for fetch in reversed(visits):
        if _state(fetch, texts) != state:
            break
        since = fetch.fetched_at
    least, most = timedelta(days=bounds.least_days), timedelta(days=bounds.most_days)
    return now < last + min(max(last - since, least), most)


def _state(fetch: Fetch, texts: dict[State, str]) -> State | None:
    """What the address was found to be; None for failures that pass."""
    if fetch.outcome in GOT and fetch.page_sha256:
        # the text, not the bytes: a visit counter is no change
        return "got", texts.get((fetch.url, fetch.page_sha256), fetch.page_sha256)
    gone = 400 <= (fetch.http_status or 0) < 500 and fetch.http_status not in _PASSING_STATUS
    if fetch.outcome in _LASTING or (fetch.outcome is Outcome.HTTP_ERROR and gone):
        return fetch.outcome, fetch.http_status
    return None


def _texts(root: Path, source: str) -> dict[State, str]:
    """The document that each page version holds, by URL and hash; listings hold none."""
    rows: Iterable[dict[str, str]] = lake.columns(root, Table.PAGES, ["url", "page_sha256", "doc_id"], source)
    return {(row["url"], row["page_sha256"]): row["doc_id"] for row in rows if row["doc_id"]}
