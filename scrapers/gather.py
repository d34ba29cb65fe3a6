"""Getting what a source has, whatever its kind: from its portal, or from archives when it is dead."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers.archive import Archive
from scrapers.crawl import History, Limits, crawl_source
from scrapers.dead import recover_source
from scrapers.model import Fetch
from scrapers.registry import Source


def gather_source(
    source: Source,
    archive: Archive,
    *,
    run_id: str,
    proxy: str | None = None,
    history: History | None = None,
    limits: Limits | None = None,
) -> Iterator[Fetch]:
    """One Fetch per address asked for, as they end; none for imports, which are brought in by hand.

    Args:
        source: Of any kind.
        archive: Gets the records.
        run_id: Goes into every Fetch.
        proxy: Forward proxy, `http://host:port`.
        history: What earlier runs found.
        limits: Caps on requests.

    Raises:
        UserError: the archive cannot be written.
    """
    match source.kind:
        case "portal":
            gather = crawl_source
        case "wayback" | "commoncrawl":
            gather = recover_source
        case "import":
            return iter(())
    return gather(source, archive, run_id=run_id, proxy=proxy, history=history, limits=limits)
