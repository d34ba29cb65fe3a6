"""Everything that enters, enters as a WARC record: writing, reading, bringing in files."""

from scrapers.archive.archive import Archive, ArchivedPage, HttpHead, Position

__all__ = ["Archive", "ArchivedPage", "HttpHead", "Position"]
