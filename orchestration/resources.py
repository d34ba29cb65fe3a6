"""What a run needs from its surroundings, as Dagster resources that tests and the command line replace."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapers.errors import UserError
from scrapers.registry import Source, load_sources

if TYPE_CHECKING:  # crawler and reader: a second, which the UI need not wait for
    from warehouse.collect import Collected


@dataclass(frozen=True, slots=True)
class Portals:
    """The registry of a site set, and the way to reach its portals."""

    registry: Mapping[str, Source]
    proxy_url: str | None = None

    @property
    def sources(self) -> dict[str, Source]:
        """The enabled ones, by id."""
        return {name: source for name, source in sorted(self.registry.items()) if source.enabled}

    def chosen(self, names: Collection[str]) -> list[Source]:
        """The enabled sources of these names, in order; all, when none is named.

        Raises:
            UserError: There is no enabled source of that name.
        """
        if unknown := sorted(set(names) - set(self.sources)):
            raise UserError(f"{unknown[0]}: no enabled source has that name; `sotttt sites list` lists them")
        return [source for name, source in self.sources.items() if name in names or not names]

    @classmethod
    def current(cls) -> Portals:
        """What the environment names: SOTTTT_SITES (sample or live) and SOTTTT_PROXY.

        Raises:
            UserError: the registry is not valid.
        """
        return cls(load_sources(os.environ.get("SOTTTT_SITES", "sample")), os.environ.get("SOTTTT_PROXY"))

    @contextmanager
    def proxy(self) -> Iterator[str | None]:
        """The proxy to crawl through; sample portals are served by one of their own while the block runs."""
        if not any(source.local for source in self.sources.values()):
            yield self.proxy_url
            return
        from scrapers.sample.server import serve

        with serve() as url:
            yield url


class Progress:
    """Hears what a run does, as it happens. This one keeps silent; the command line draws bars."""

    def page(self) -> None:
        """One more address was asked for. Called from several threads."""

    def source(self, collected: Collected) -> None:
        """A source is done, well or not."""

    def node(self) -> None:
        """One more node of the dbt project is done."""
