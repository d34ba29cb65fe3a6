"""Getting what a source has, whatever its kind: from its portal, or from archives when it is dead."""

from __future__ import annotations

from collections.abc import Sequence

from scrapers.archive import Archive
from scrapers.crawl import Limits, Progress, crawl_source
from scrapers.dead import recover_source
from scrapers.model import Fetch
from scrapers.registry import Source


def gather_source(
    source: Source,
    archive: Archive,
    *,
    run_id: str,
    proxy: str | None = None,
    known: Sequence[Fetch] = (),
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> list[Fetch]:
    """One Fetch per address asked for; none for imports, which are brought in by hand.

    Args:
        source: Of any kind.
        archive: Gets the records.
        run_id: Goes into every Fetch.
        proxy: Forward proxy, `http://host:port`.
        known: Earlier successful fetches of the source, oldest first.
        progress: Called after every attempt.
        limits: Caps on requests.

    Raises:
        UserError: the archive cannot be written.
    """
    match source.kind:
        case "portal":
            last = {fetch.url: fetch for fetch in known}
            return crawl_source(
                source, archive, run_id=run_id, proxy=proxy, known=last, progress=progress, limits=limits
            )
        case "wayback" | "commoncrawl":
            return recover_source(
                source, archive, run_id=run_id, proxy=proxy, known=known, progress=progress, limits=limits
            )
        case "import":
            return []
