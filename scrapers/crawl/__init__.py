"""Polite crawling of one source into the archive."""

from scrapers.crawl.attempts import Progress
from scrapers.crawl.client import Limits
from scrapers.crawl.crawl import crawl_source

__all__ = ["Limits", "Progress", "crawl_source"]
