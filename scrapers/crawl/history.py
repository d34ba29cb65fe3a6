"""What earlier crawls of a source found, as far as the next one needs it. Who keeps it is no matter here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scrapers.model import Fetch


@dataclass(frozen=True, slots=True)
class History:
    """The past of one source. An empty one means that nothing was asked before."""

    got: Sequence[Fetch] = ()  # successful attempts, oldest first; of a portal the last one per URL will do
    resting: Collection[str] = frozenset()  # addresses not due yet: of portals as found, of archives as asked
    spent: Mapping[str, int] = field(default_factory=dict)  # requests to each host today, Vietnam's day
