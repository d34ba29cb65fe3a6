"""Polite crawling of one source into the archive."""

from scrapers.crawl.client import Limits
from scrapers.crawl.crawl import Progress, crawl_source

__all__ = ["Limits", "Progress", "crawl_source"]
