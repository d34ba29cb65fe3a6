"""What the registry says of a source: whose it is, where it is, and how it is to be treated.

The forms of single values are in `fields`; how a source is crawled or read belongs elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator

from scrapers import catalogue
from scrapers.datafiles import Record
from scrapers.registry.fields import (
    BaseUrl,
    ByDate,
    Codec,
    CrawlEvery,
    Host,
    Minimum,
    QuietHours,
    Regex,
    Revisit,
    Scheme,
    TlsException,
    known_province,
)

Kind = Literal["portal", "import", "wayback", "commoncrawl"]
SERVICES: Mapping[str, tuple[str, str]] = {  # of web archives: where the index is, and where the bodies are
    "wayback": ("https://web.archive.org", "https://web.archive.org"),
    "commoncrawl": ("https://index.commoncrawl.org", "https://data.commoncrawl.org"),
}


class Source(Record):
    """One publisher's site (or set of saved files) and how to treat it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    publisher: str = Field(min_length=1)
    scheme: Scheme = "gso63"  # of the province's code
    province: str | None = None  # of the publisher
    kind: Kind = "portal"
    status: Literal["live", "moved", "archived", "unknown"] = "live"  # unknown: nobody has asked the host yet
    enabled: bool = False
    hosts: tuple[Host, ...] = Field((), validate_default=True)
    # of web archives only; None: the service's own address
    archive_url: BaseUrl | None = None  # of the index
    data_url: BaseUrl | None = None  # of the bodies, where they are elsewhere
    indexes: tuple[Annotated[str, Field(pattern=r"^[\w-]+$")], ...] = Field((), validate_default=True)
    entry_points: tuple[str, ...] = Field((), validate_default=True)
    date_archives: tuple[ByDate, ...] = ()  # listings by date, like `https://a.gov.vn/tin?nam={year}`
    profile: str | None = None  # None: found out from the page
    article_pattern: Regex | None = None  # searched in the canonical URL
    listing_pattern: Regex | None = None
    exclude_pattern: Regex | None = None
    # searched in the title of a link and in its URL, besides the words of `scrapers/crawl/relevance.yaml`
    wanted_pattern: Regex | None = None  # asked for before anything else
    unwanted_pattern: Regex | None = None  # never asked for
    delay_seconds: float = Field(2.0, ge=0, le=3600)  # between two requests to one host
    requests_per_day: int = Field(5_000, ge=1)  # to one host, a day being Vietnam's
    quiet_hours: QuietHours | None = None
    max_pages: int = Field(500, ge=1)  # requests in one crawl
    crawl_every: CrawlEvery = CrawlEvery()
    revisit: Revisit = Revisit()
    charset: Codec | None = None  # where pages declare a wrong one
    tls_exception: TlsException | None = None
    local: bool = False  # served on loopback, through a proxy
    minimum: Minimum = Minimum()
    valid_from: date | None = None  # of a web archive only captures of this period are asked for
    valid_to: date | None = None
    verification: str = ""
    notes: str = ""

    @property
    def territory(self) -> str | None:
        """The gso63 code of the province of that name: what a page means that names none."""
        if self.scheme == "gso63" or self.province is None:
            return self.province
        return catalogue.codes_before_merger()[self.province]

    @property
    def services(self) -> tuple[str, str] | None:
        """Base addresses of the index and of the bodies of a web archive; None for other kinds."""
        if self.kind not in SERVICES:
            return None
        index, data = SERVICES[self.kind]
        return self.archive_url or index, self.data_url or self.archive_url or data

    @field_validator("province")
    @classmethod
    def _known(cls, code: str | None, info: ValidationInfo) -> str | None:
        return code and known_province(code, info.data.get("scheme", "gso63"))

    @field_validator("hosts")
    @classmethod
    def _some_host(cls, hosts: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("kind") in SERVICES and not hosts:
            raise ValueError("a web archive is asked for the captures of these hosts; name at least one")
        return hosts

    @field_validator("archive_url", "data_url")
    @classmethod
    def _of_web_archives(cls, url: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if url and kind is not None and kind not in SERVICES:
            raise ValueError(f"only sources of kind {' or '.join(SERVICES)} have one; remove it")
        return url

    @field_validator("indexes")
    @classmethod
    def _of_common_crawl(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind = info.data.get("kind")
        if names and kind not in ("commoncrawl", None):
            raise ValueError("only sources of kind commoncrawl have some; remove them")
        if kind == "commoncrawl" and not names:
            raise ValueError("name the crawls to look in, like [CC-MAIN-2015-22]")
        return names

    @field_validator("entry_points", "date_archives")
    @classmethod
    def _on_own_hosts(cls, urls: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        hosts = info.data.get("hosts", ())
        for url in urls:
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https"):
                raise ValueError(f"{url}: not an http or https address")
            if hosts and parts.netloc.lower() not in hosts:
                raise ValueError(f"{url}: its host is none of {', '.join(hosts)}; add the host or correct it")
        portal = info.data.get("enabled") and info.data.get("kind") == "portal"
        if info.field_name == "entry_points" and portal and not urls:
            raise ValueError("an enabled portal needs at least one; add one or set `enabled: false`")
        return urls

    @model_validator(mode="after")
    def _period(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"valid_from {self.valid_from} is after valid_to {self.valid_to}; swap them")
        if self.date_archives and self.valid_from is None:
            raise ValueError("date_archives begin with valid_from; write it")
        return self
