"""One host asked, politely and at most fifteen times: what it is and how it could be crawled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import ValidationError

from scrapers.crawl.client import Answer, Limits
from scrapers.crawl.discovery import page_links
from scrapers.crawl.pace import Pace
from scrapers.crawl.urls import host_of
from scrapers.documents.charset import declared, decode
from scrapers.documents.errors import UnreadableError
from scrapers.documents.markup import parse, words
from scrapers.documents.profiles import GENERIC, candidates
from scrapers.errors import UserError
from scrapers.probe.articles import Found, Search
from scrapers.probe.asking import Asking, Front
from scrapers.probe.entry import proposed, publisher_of
from scrapers.probe.network import CountingClient, addresses, certificate
from scrapers.probe.record import Probe, clean
from scrapers.registry import Source

_LIMITS = Limits(read_seconds=20, total_seconds=60, attempts=1)
_DELAY = 1.0


def probe(
    host: str,
    *,
    local: bool = False,
    proxy: str | None = None,
    known: Mapping[str, Source] | None = None,
    delay: float = _DELAY,
    limits: Limits = _LIMITS,
) -> Probe:
    """Ask a host. Whatever it answers, each step leaves a finding and nothing of it raises.

    Args:
        host: A name, with a port where that is not the usual one.
        local: It may live on loopback; addresses are not guarded.
        proxy: Forward proxy, `http://host:port`; names and certificates are then its matter.
        known: The registry, by id; an entry that has the host gives its id, publisher and province.
        delay: Seconds between two requests, more where robots.txt asks for it.
        limits: Caps on requests.

    Raises:
        UserError: `host` is no host name.
    """
    source = source_of(host)
    (host, *_) = source.hosts
    now = datetime.now(UTC)
    entry = next((one for one in (known or {}).values() if host in one.hosts), None)
    client = CountingClient(local=local, proxy=proxy, limits=limits)
    asking = Asking(source, client, Pace(delay), limits)
    front, found, facts = Front(), Found(), dict[str, object]()
    family: str | None = None
    try:
        if entry is not None:
            asking.tell("registry", True, f"already there as {entry.id}")
        if _reachable(asking, host, now, local=local, proxy=proxy):
            front = asking.front(host)
        if front.base is not None:
            asking.robots(front.answer.url if front.answer else front.base)
        if front.answer is not None:
            family, found, facts = _site(asking, front.answer)
    finally:
        client.close()
    facts |= {
        "status": None if front.answer else "moved" if front.away else "unknown",
        "local": local or None,
        "notes": _notes(asking, front),
    }
    return Probe(
        host=host,
        answered=front.base is not None,
        findings=tuple(asking.findings),
        family=family,
        samples=tuple(found.samples),
        listings=tuple(found.listings),
        requests=len(client.trace),
        source=proposed(host, now.date(), entry, **facts),
    )


def source_of(host: str) -> Source:
    """The source as which the host is asked: it and its name with or without `www.` count as one.

    Raises:
        UserError: it is no host name.
    """
    name = host.strip().lower()
    twin = name.removeprefix("www.") if name.startswith("www.") else f"www.{name}"
    hosts = [name] if name.replace(".", "").partition(":")[0].isdigit() else [name, twin]
    try:
        return Source.model_validate({"id": "probe", "publisher": "probe", "hosts": hosts})
    except ValidationError as error:
        raise UserError(f"{host!r}: no host name; write it like `stttt.example.gov.vn`, no scheme") from error


def _reachable(asking: Asking, host: str, now: datetime, *, local: bool, proxy: str | None) -> bool:
    if proxy:
        asking.tell("dns", True, "left to the proxy, as are certificates")
        return True
    finding, found = addresses(host, local=local)
    asking.tell(finding.step, finding.good, finding.text)
    if found:
        # IPv4 first: many networks still have no way to the others
        tls = certificate(host, min(found, key=lambda address: ":" in address), now)
        asking.tell(tls.step, tls.good, tls.text)
    return bool(found)


def _site(asking: Asking, answer: Answer) -> tuple[str | None, Found, dict[str, object]]:
    """The steps after a front page was seen: family, found articles, fields of the entry."""
    delay = asking.visitor.robots(answer.url).crawl_delay
    facts: dict[str, object] = {
        "hosts": list(dict.fromkeys([asking.source.hosts[0], host_of(answer.url)])),
        "entry_points": [answer.url],
        "delay_seconds": delay if delay > 2 else None,
    }
    kind = answer.header("Content-Type")
    try:
        decoded = decode(answer.content, content_type=kind)
        tree = parse(decoded.text)
    except UnreadableError as error:
        asking.tell("charset", False, str(error))
        return None, Found(), facts
    said = declared(answer.content, kind)
    facts["publisher"] = publisher_of(words(tree.css_first("title")), asking.source.hosts[0])
    asking.tell(
        "charset",
        said is None or decoded.charset == said,
        f"declared {said or 'none'}, read as {decoded.charset}",
    )
    announced = [link.url for link in page_links(answer.content, answer.url) if link.feed]
    feeds = asking.feeds(answer.url, announced)
    search = Search(asking, answer.url)
    search.add_page(answer, answer.url)
    for _, links in feeds:
        for link in links[:200]:
            search.add(link.url, link.title)
    found = search.run()
    generator = tree.css_first('meta[name="generator" i]')
    said_family = clean((generator.attributes.get("content") or "") if generator else "", 80)
    read_as = Counter(one.family for one in found.samples if one.family != GENERIC).most_common(1)
    family = read_as[0][0] if read_as else next((one.name for one in candidates(decoded.text)), GENERIC)
    asking.tell("cms", family != GENERIC, family + (f"; calls itself {said_family}" if said_family else ""))
    _tell(asking, found)
    entries = [answer.url, *found.apart, *(url for url, _ in feeds)]
    facts["entry_points"] = entries
    facts["hosts"] = list(dict.fromkeys([asking.source.hosts[0], *map(host_of, entries)]))
    facts |= {"article_pattern": found.article_pattern, "listing_pattern": found.listing_pattern}
    return family, found, facts


def _tell(asking: Asking, found: Found) -> None:
    asking.tell("listings", bool(found.listings), ", ".join(found.listings) or "none found")
    for one in found.samples:
        day = f"{one.published} ({one.rule})" if one.published else "no date"
        asking.tell("article", bool(one.title and one.published), f"{day}  {one.title}  {one.url}")
    if len(found.samples) < 3:
        asking.tell("articles", False, f"only {len(found.samples)} of 3 found")
    pattern = found.article_pattern
    asking.tell("pattern", pattern is not None, pattern or "no common shape of article addresses")


def _notes(asking: Asking, front: Front) -> str | None:
    if front.away:
        return clean(f"Leads to {front.away}", 200)
    if front.answer is None:
        failed = [finding for finding in asking.findings if not finding.good]
        return clean("; ".join(f"{finding.step}: {finding.text}" for finding in failed), 300)
    return None
