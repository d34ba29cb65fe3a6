"""Documents to figures: numbers, units, names, times, and the binding of one to the other.

`read_document` is the way in. The wordings of indicators are data (`lexicon`),
the rules are one small module each.
"""

from scrapers.reading.reader import read_document

__all__ = ["read_document"]
