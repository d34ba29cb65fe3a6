"""Page bytes to documents: charset, CMS profile, title, date, blocks. Fetching and figures are elsewhere."""

from scrapers.documents.links import Link, page_links
from scrapers.documents.page import read_page

__all__ = ["Link", "page_links", "read_page"]
