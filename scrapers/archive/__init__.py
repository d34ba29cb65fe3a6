"""Everything that enters, enters as a WARC record: writing, reading, bringing in files."""

from scrapers.archive.archive import Archive, ArchivedPage, Position
from scrapers.archive.records import HttpHead

__all__ = ["Archive", "ArchivedPage", "HttpHead", "Position"]
