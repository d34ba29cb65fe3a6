"""What a probe finds: one finding per step, also of those that failed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from scrapers.registry import Source

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step told. Its text is one line without control characters, whatever a server sent."""

    step: str
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """An article as the reader reads it."""

    url: str
    title: str
    published: date | None
    rule: str | None  # how the date was found
    family: str  # CMS profile it was read with


@dataclass(frozen=True, slots=True)
class Probe:
    """All that one host told."""

    host: str
    answered: bool  # any HTTP answer, an error included
    findings: tuple[Finding, ...]
    family: str | None  # CMS profile; None when no page was seen
    samples: tuple[Sample, ...]
    listings: tuple[str, ...]
    requests: int
    source: Source  # the proposed entry, not enabled


def clean(text: str, width: int = _LONGEST) -> str:
    """One line of visible characters: control, format (also those that turn direction) and others go."""
    seen = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return shorten(seen, width, placeholder=" …")
