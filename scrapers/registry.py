"""The registry of sources: one YAML file per source below `sources/<sites>/`, checked before anything runs.

A source is one publisher's site for a period; it belongs to a province, it is not the province. How a source
is crawled or read belongs elsewhere.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from scrapers import catalogue
from scrapers.datafiles import Problem, Record, YamlFile, check, suggestion
from scrapers.errors import UserError

SOURCES = Path(__file__).parent / "sources"
SITES = ("sample", "live")
IMPORT_ID = "import"
Kind = Literal["portal", "import", "wayback", "commoncrawl"]
SERVICES: Mapping[str, tuple[str, str]] = {  # of web archives: where the index is, and where the bodies are
    "wayback": ("https://web.archive.org", "https://web.archive.org"),
    "commoncrawl": ("https://index.commoncrawl.org", "https://data.commoncrawl.org"),
}


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


def _province(code: str) -> str:
    known = {number: province.name_vi for number, province in catalogue.provinces().items()}
    if code in known:
        return code
    by_name = {name: number for number, name in known.items()}
    if code.zfill(2) in known:
        near = f"did you mean {code.zfill(2)} ({known[code.zfill(2)]})?"
    elif code in by_name:
        near = f"write the code: {by_name[code]}"
    else:
        near = suggestion(code, known)
    raise ValueError(f"no such province in the gso63 scheme; {near}")


Regex = Annotated[str, AfterValidator(_regex)]


class Minimum(Record):
    """What a healthy source gives at least; less is a failed check."""

    pages: int = Field(0, ge=0)
    documents: int = Field(0, ge=0)
    figures: int = Field(0, ge=0)


class Source(Record):
    """One publisher's site (or set of saved files) and how to treat it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    publisher: str = Field(min_length=1)
    province: Annotated[str, AfterValidator(_province)] | None = None  # gso63 code of the publisher
    kind: Kind = "portal"
    status: Literal["live", "moved", "archived", "unknown"] = "live"  # unknown: nobody has asked the host yet
    enabled: bool = False
    hosts: tuple[Annotated[str, AfterValidator(_host)], ...] = Field((), validate_default=True)
    # of web archives only; None: the service's own address
    archive_url: Annotated[str, AfterValidator(_base)] | None = None  # of the index
    data_url: Annotated[str, AfterValidator(_base)] | None = None  # of the bodies, where they are elsewhere
    indexes: tuple[Annotated[str, Field(pattern=r"^[\w-]+$")], ...] = Field((), validate_default=True)
    entry_points: tuple[str, ...] = Field((), validate_default=True)
    profile: str | None = None  # None: found out from the page
    article_pattern: Regex | None = None  # searched in the canonical URL
    listing_pattern: Regex | None = None
    exclude_pattern: Regex | None = None
    delay_seconds: float = Field(2.0, ge=0, le=3600)  # between two requests to one host
    max_pages: int = Field(500, ge=1)  # requests in one crawl
    charset: Annotated[str, AfterValidator(_codec)] | None = None  # where pages declare a wrong one
    local: bool = False  # served on loopback, through a proxy
    minimum: Minimum = Minimum()
    valid_from: date | None = None  # of a web archive only captures of this period are asked for
    valid_to: date | None = None
    verification: str = ""
    notes: str = ""

    @property
    def services(self) -> tuple[str, str] | None:
        """Base addresses of the index and of the bodies of a web archive; None for other kinds."""
        if self.kind not in SERVICES:
            return None
        index, data = SERVICES[self.kind]
        return self.archive_url or index, self.data_url or self.archive_url or data

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

    @field_validator("entry_points")
    @classmethod
    def _on_own_hosts(cls, urls: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        hosts = info.data.get("hosts", ())
        for url in urls:
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https"):
                raise ValueError(f"{url}: not an http or https address")
            if hosts and parts.netloc.lower() not in hosts:
                raise ValueError(f"{url}: its host is none of {', '.join(hosts)}; add the host or correct it")
        if info.data.get("enabled") and info.data.get("kind") == "portal" and not urls:
            raise ValueError("an enabled portal needs at least one; add one or set `enabled: false`")
        return urls

    @model_validator(mode="after")
    def _period(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"valid_from {self.valid_from} is after valid_to {self.valid_to}; swap them")
        return self


def load_sources(sites: str, root: Path = SOURCES) -> dict[str, Source]:
    """All sources of a site set by id, the import source among them; disabled ones too.

    Args:
        sites: `sample` or `live`.
        root: Folder with one folder per site set.

    Raises:
        UserError: a wrong row of the catalogue, an unknown site set, or all problems of its files.
    """
    catalogue.check()
    if sites not in SITES:
        raise UserError(f"SOTTTT_SITES={sites!r}: no such set of sites; use {' or '.join(SITES)}")
    sources = {
        IMPORT_ID: Source(id=IMPORT_ID, publisher="Files brought in by hand", kind="import", enabled=True)
    }
    files: dict[str, YamlFile] = {}
    problems: list[Problem | UserError] = []
    for path in sorted((root / sites).glob("*.yaml")):
        try:
            file = YamlFile(path)
        except UserError as error:
            problems.append(error)
            continue
        source, wrong = file.read(Source)
        problems += wrong
        if source is None:
            continue
        problems += _clashes(source, file, sources, files)
        sources[source.id], files[source.id] = source, file
    check(problems)
    return sources


def _clashes(
    source: Source, file: YamlFile, others: dict[str, Source], files: dict[str, YamlFile]
) -> Iterator[Problem]:
    if source.id in others:
        where = files[source.id].path.name if source.id in files else "the import source"
        yield file.problem("id", f"already taken by {where}; choose another", source.id)
    elif source.id != file.path.stem:
        yield file.problem("id", f"must be the file's name, {file.path.stem}; rename one", source.id)
    for other in others.values():
        if other.kind != source.kind:  # a dead site may be looked for in several archives
            continue
        for host in sorted(set(source.hosts) & set(other.hosts)):
            yield file.problem("hosts", f"already belongs to source {other.id}; remove it from one", host)
