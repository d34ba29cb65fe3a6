"""Below HTTP: names, addresses, certificates, and a client that counts what it asks."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from scrapers.crawl.client import Answer, Client, Limits
from scrapers.crawl.failures import FailureError
from scrapers.crawl.guard import BlockedAddressError, check_address
from scrapers.model import Outcome
from scrapers.probe.record import Finding

MOST_REQUESTS = 15
_WAIT = 10.0
# The second time in a certificate is the end of its validity (RFC 5280: UTCTime, from 2050 GeneralizedTime).
_TIMES = re.compile(rb"\x17\x0d(\d{12})Z|\x18\x0f(\d{14})Z")
_WHY = {10: "expired", 18: "self-signed", 19: "self-signed in its chain", 20: "unknown issuer"} | {
    21: "incomplete chain or unknown issuer",
    62: "made out to another name",
    64: "made out to another address",
}


@dataclass(frozen=True, slots=True)
class Hop:
    """One request: its status (None without an answer) and where it sends the asker."""

    url: str
    status: int | None
    redirect: str | None = None


class CountingClient(Client):
    """A client that remembers its requests and stops when a probe has asked enough."""

    def __init__(self, *, local: bool, proxy: str | None, limits: Limits) -> None:
        super().__init__(local=local, proxy=proxy, limits=limits)
        self.trace: list[Hop] = []

    def ask(
        self, url: str, headers: Mapping[str, str], *, any_type: bool = False, any_status: bool = False
    ) -> Answer:
        """As in Client.

        Raises:
            FailureError: no usable answer, or the probe's requests are spent.
        """
        if len(self.trace) >= MOST_REQUESTS:
            raise FailureError(Outcome.BROKEN, f"not asked: {MOST_REQUESTS} requests were spent")
        try:
            answer = super().ask(url, headers, any_type=any_type, any_status=any_status)
        except FailureError as failure:
            self.trace.append(Hop(url, failure.status))
            raise
        self.trace.append(Hop(url, answer.status, answer.redirect))
        return answer


def split_host(host: str) -> tuple[str, int | None]:
    """A host's name and its port, where one is given."""
    name, _, port = host.partition(":")
    return name, int(port) if port else None


def addresses(host: str, *, local: bool) -> tuple[Finding, list[str]]:
    """What the name leads to: public addresses (with `local` any), none when there is one that is not."""
    name, port = split_host(host)
    try:
        told = socket.getaddrinfo(name, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        known = not isinstance(error, socket.gaierror) or error.errno == socket.EAI_AGAIN
        why = "names cannot be resolved now" if known else "the host name is not known"
        return Finding("dns", False, why), []
    found = list(dict.fromkeys(str(address[0]) for *_, address in told))
    try:
        if not local:
            for address in found:
                check_address(name, address)
    except BlockedAddressError as error:
        return Finding("dns", False, f"{error}; nothing is asked of it"), []
    return Finding("dns", True, ", ".join(found)), found


def certificate(host: str, address: str, now: datetime) -> Finding:
    """Whether the certificate is trusted, why not, and when it ends. The address is one already checked."""
    name, port = split_host(host)
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    context.set_alpn_protocols(["http/1.1"])
    try:
        end = _end(context, name, address, port or 443)
    except ssl.SSLCertVerificationError as error:
        why = _WHY.get(error.verify_code, error.verify_message)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # only to read when it ends
        ends = None
        with suppress(OSError):
            ends = _end(context, name, address, port or 443)
        return Finding("tls", False, f"not trusted: {why}{_ending(ends, now)}")
    except OSError as error:
        return Finding("tls", False, f"no TLS: {(error.strerror or str(error)).lower()}")
    return Finding("tls", True, f"trusted{_ending(end, now)}")


def _end(context: ssl.SSLContext, name: str, address: str, port: int) -> datetime | None:
    with (
        socket.create_connection((address, port), timeout=_WAIT) as plain,
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        times = _TIMES.findall(secure.getpeercert(binary_form=True) or b"")[:2]
    if len(times) < 2:
        return None
    short, long = times[1]
    # two digits are 1950 to 2049 there, 1969 to 2068 for strptime: the century is written out first
    digits = long.decode() or ("20" if short[:2] < b"50" else "19") + short.decode()
    with suppress(ValueError):
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return None


def _ending(end: datetime | None, now: datetime) -> str:
    if end is None:
        return ""
    return f", {'ended' if end < now else 'ends'} {end:%Y-%m-%d}"
