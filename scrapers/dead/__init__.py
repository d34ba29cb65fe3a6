"""Dead sites: what web archives have kept of them, brought into the archive like crawled pages."""

from scrapers.dead.recovery import recover_source

__all__ = ["recover_source"]
