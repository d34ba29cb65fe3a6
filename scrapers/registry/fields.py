"""The forms that single values of a registry entry may take; each refusal says the way out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from string import Formatter
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from scrapers import catalogue
from scrapers.datafiles import Record, suggestion
from scrapers.vietnam import VIETNAM, vietnams_day

Scheme = Literal["gso63", "gso34"]
_DATE_PARTS = ("year", "month", "day")


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}; mend the pattern") from error
    return pattern


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?", host):
        raise ValueError("not a host name; write it like `stttt.example.gov.vn`, no scheme and no path")
    return host


def _base(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("not an address to build on; write it like `https://archive.example.org`")
    return url.rstrip("/")


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise ValueError("unknown charset; write utf-8, windows-1258, ... or leave it out") from error


def _by_date(template: str) -> str:
    try:
        used = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        template.format(year=2015, month=1, day=1)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise ValueError("its braces hold something else than {year}, {month:02} and {day:02}") from error
    if not used:
        raise ValueError("nothing in it changes; write {year}, {month:02} or {day:02} where the date goes")
    return template


Regex = Annotated[str, AfterValidator(_regex)]
Host = Annotated[str, AfterValidator(_host)]
BaseUrl = Annotated[str, AfterValidator(_base)]
Codec = Annotated[str, AfterValidator(_codec)]
ByDate = Annotated[str, AfterValidator(_by_date)]


def known_province(code: str, scheme: Scheme) -> str:
    """A province's code, checked against the scheme.

    Raises:
        ValueError: there is no such province; the message proposes one.
    """
    known = _names(scheme)
    if code in known:
        return code
    by_name = {name: number for number, name in known.items()}
    if code.zfill(2) in known:
        near = f"did you mean {code.zfill(2)} ({known[code.zfill(2)]})?"
    elif code in by_name:
        near = f"write the code: {by_name[code]}"
    else:
        near = suggestion(code, known)
    raise ValueError(f"no such province in the {scheme} scheme; {near}")


def _names(scheme: Scheme) -> Mapping[str, str]:
    former = {number: province.name_vi for number, province in catalogue.provinces().items()}
    if scheme == "gso63":
        return former
    return {new: former[old] for old, new in catalogue.codes_since_merger().items()}


class Minimum(Record):
    """What a healthy source gives at least; less is a failed check."""

    pages: int = Field(0, ge=0)
    documents: int = Field(0, ge=0)
    figures: int = Field(0, ge=0)


class Interval(Record):
    """How long something is left alone: for as long as it has stayed the same, within these bounds."""

    least_days: float
    most_days: float

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.least_days > self.most_days:
            raise ValueError(f"least_days {self.least_days:g} is more than most_days {self.most_days:g}")
        return self


class Revisit(Interval):
    """Of a page."""

    least_days: float = Field(6, ge=0)  # a weekly crawl asks for what changes every week
    most_days: float = Field(180, ge=0)


class CrawlEvery(Interval):
    """Of a whole source, which stays the same while it brings no document; whole days."""

    least_days: int = Field(7, ge=1)
    most_days: int = Field(28, ge=1)


class TlsException(Record):
    """Leave to talk to hosts whose certificate is not trusted, for a reason and for a time."""

    reason: str = Field(min_length=10)
    expires: date  # its last day

    def holds(self, today: date | None = None) -> bool:
        """Whether it still stands."""
        return (today or vietnams_day(datetime.now(UTC))) <= self.expires


class QuietHours(Record):
    """Hours of Vietnam's day, maybe over midnight, in which the hosts are not asked."""

    begin: time
    end: time

    def at(self, moment: datetime) -> bool:
        """Whether a moment (with a time zone) lies in them; the end does not."""
        now = moment.astimezone(VIETNAM).time()
        if self.begin <= self.end:
            return self.begin <= now < self.end
        return now >= self.begin or now < self.end
