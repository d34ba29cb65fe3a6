"""A page for people: documents with what was read from them and why. Reads nothing itself; `extract` does.

`write_report` is the way in. What a page holds is untrusted: all of it is escaped, no script runs.
"""

from scrapers.review.report import write_report

__all__ = ["write_report"]
