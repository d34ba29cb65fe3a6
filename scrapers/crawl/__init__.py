"""Polite crawling of one source into the archive."""

from scrapers.crawl.client import Limits
from scrapers.crawl.crawl import crawl_source
from scrapers.crawl.history import History

__all__ = ["History", "Limits", "crawl_source"]
