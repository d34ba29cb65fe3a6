"""One HTTP request with every cap a hostile server calls for.

Retries, redirects and robots live in `visit`.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import responses
from textwrap import shorten
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as urllib3_errors

from scrapers.archive import HttpHead
from scrapers.archive.coding import ACCEPTED, BodyBrokenError, BodyTooLargeError, decode
from scrapers.crawl.guard import BlockedAddressError, GuardedAdapter, check_literal
from scrapers.crawl.media import media_of
from scrapers.crawl.robots import AGENT
from scrapers.errors import UserError
from scrapers.model import Outcome

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one request and on one visit."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0  # silence between two packets
    total_seconds: float = 120.0
    body_bytes: int = 16 * 2**20  # as received
    decoded_bytes: int = 32 * 2**20
    redirects: int = 5
    attempts: int = 3
    backoff_seconds: float = 1.0  # doubles with every attempt


class FailureError(Exception):
    """A request that gave no page: its outcome, and one line a person can act on."""

    def __init__(
        self,
        outcome: Outcome,
        detail: str,
        *,
        url: str | None = None,
        status: int | None = None,
        content_type: str | None = None,
        transient: bool = False,
    ) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = shorten(detail, 300)  # parts of it may come from a hostile server
        self.url = url  # where it happened, when not at the address asked for
        self.status = status
        self.content_type = content_type
        self.transient = transient  # asking again may help
        self.elapsed_ms = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response. Redirects and errors come without their body, unless any status was wanted."""

    url: str
    status: int
    request: HttpHead
    response: HttpHead
    body: bytes  # as received
    content: bytes  # content coding undone
    elapsed_ms: int

    def header(self, name: str) -> str | None:
        """The first header field of that name."""
        found = (value for key, value in self.response.headers if key.lower() == name.lower())
        return next(found, None)

    @property
    def redirect(self) -> str | None:
        """Where it sends the asker, as written; raw UTF-8 is meant by servers that do not escape."""
        location = self.header("Location") if self.status in _REDIRECTS else None
        return location and location.encode("iso-8859-1").decode("utf-8", "replace")


class Client:
    """A session with one source.

    Args:
        local: The source is declared to live on loopback; addresses are not guarded.
        proxy: Address of a forward proxy; it resolves the names, so only literal addresses can be guarded.
        limits: Caps.
    """

    def __init__(self, *, local: bool, proxy: str | None, limits: Limits) -> None:
        self._local = local
        self._proxy = proxy
        self._limits = limits
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy is used when it is asked for, not when it happens to be set
        adapter = HTTPAdapter() if local else GuardedAdapter()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)
        self._session.headers.clear()
        self._session.headers.update(
            {
                "User-Agent": user_agent(),
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1",
                "Accept-Language": "vi,en;q=0.5",
                "Accept-Encoding": ACCEPTED,
            }
        )
        if proxy:
            self._session.proxies.update({"http": proxy, "https": proxy})

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def ask(
        self, url: str, headers: Mapping[str, str], *, any_type: bool = False, any_status: bool = False
    ) -> Answer:
        """One request, no redirect followed.

        Args:
            url: Canonical.
            headers: Besides those every request carries.
            any_type: Read the body whatever its content type says.
            any_status: Read the body of an error too.

        Raises:
            FailureError: no usable answer within the limits.
        """
        started = time.monotonic()
        try:
            return self._asked(url, headers, started, any_type, any_status)
        except FailureError as failure:
            failure.elapsed_ms = _milliseconds_since(started)
            raise

    def _asked(
        self, url: str, headers: Mapping[str, str], started: float, any_type: bool, any_status: bool
    ) -> Answer:
        try:
            if not self._local:
                check_literal(urlsplit(url).hostname or "")
            timeout = (self._limits.connect_seconds, self._limits.read_seconds)
            with self._session.get(
                url, headers=dict(headers), stream=True, allow_redirects=False, timeout=timeout
            ) as response:
                return self._answer(url, response, started, any_type, any_status)
        except BlockedAddressError as error:
            raise FailureError(Outcome.BLOCKED_ADDRESS, str(error)) from error
        except BodyTooLargeError as error:
            raise FailureError(Outcome.TOO_LARGE, str(error)) from error
        except BodyBrokenError as error:
            raise FailureError(Outcome.BROKEN, str(error), transient=True) from error
        except (requests.RequestException, urllib3_errors.HTTPError, OSError, ValueError) as error:
            raise self._failure(error) from error

    def _answer(
        self, url: str, response: requests.Response, started: float, any_type: bool, any_status: bool
    ) -> Answer:
        content_type = response.headers.get("Content-Type")
        wanted = 200 <= response.status_code < 300
        if wanted and not any_type and media_of(content_type) is None:
            detail = f"{content_type} is not read"
            raise FailureError(
                Outcome.WRONG_TYPE, detail, status=response.status_code, content_type=content_type
            )
        body = self._body(response, started) if wanted or any_status else b""
        version = "HTTP/1.0" if response.raw.version == 10 else "HTTP/1.1"
        reason = response.reason or responses.get(response.status_code, "")
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        asked = [(name, str(value)) for name, value in response.request.headers.items()]
        return Answer(
            url=url,
            status=response.status_code,
            request=HttpHead(f"GET {target} HTTP/1.1", (("Host", parts.netloc), *asked)),
            # the body is kept without its chunks, so it may not say that it has some
            response=HttpHead(
                f"{version} {response.status_code} {reason}",
                tuple((k, v) for k, v in response.raw.headers.items() if k.lower() != "transfer-encoding"),
            ),
            body=body,
            content=decode(body, response.headers.get("Content-Encoding"), self._limits.decoded_bytes),
            elapsed_ms=_milliseconds_since(started),
        )

    def _body(self, response: requests.Response, started: float) -> bytes:
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > self._limits.body_bytes:
            raise BodyTooLargeError(f"announces {length} bytes, more than {self._limits.body_bytes}")
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > self._limits.body_bytes:
                raise BodyTooLargeError(f"more than {self._limits.body_bytes} bytes")
            if time.monotonic() - started > self._limits.total_seconds:
                raise FailureError(Outcome.TIMEOUT, f"not complete after {self._limits.total_seconds:g} s")
        return bytes(body)

    def _failure(self, error: Exception) -> FailureError:
        causes = list(_causes(error))
        root = causes[-1]
        if self._proxy and _any(causes, urllib3_errors.NewConnectionError):
            detail = f"the proxy {self._proxy} cannot be reached: {_say(root)}"
            return FailureError(Outcome.CONNECTION, detail)
        if _any(causes, requests.exceptions.SSLError, urllib3_errors.SSLError):
            return FailureError(Outcome.TLS, f"no trusted connection: {root}")
        if _any(causes, TimeoutError, requests.Timeout, urllib3_errors.ReadTimeoutError):
            return FailureError(Outcome.TIMEOUT, "no answer in time", transient=True)
        if isinstance(root, OSError) and not isinstance(root, requests.RequestException):
            return FailureError(Outcome.CONNECTION, _say(root), transient=True)
        return FailureError(Outcome.BROKEN, f"not a whole HTTP response: {root}", transient=True)


def user_agent() -> str:
    """Who asks, with the contact of SOTTTT_CONTACT (a mail or web address).

    Raises:
        UserError: the contact cannot stand in a request.
    """
    contact = os.environ.get("SOTTTT_CONTACT", "").strip()
    if not (contact.isascii() and contact.isprintable()):
        raise UserError(f"SOTTTT_CONTACT={contact!r}: write a mail or web address in plain ASCII letters")
    return f"{AGENT}/0.1 ({contact})" if contact else f"{AGENT}/0.1"


def _chunks(response: requests.Response) -> Iterator[bytes]:
    # read1 hands over what has come: a trickling server meets the total cap, not one endless read
    while chunk := response.raw.read1(2**16, decode_content=False):
        yield chunk


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _any(causes: Iterable[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        inner = [
            arg for arg in (*current.args, getattr(current, "reason", None)) if isinstance(arg, Exception)
        ]
        current = inner[0] if inner else current.__cause__ or current.__context__


def _say(error: BaseException) -> str:
    if isinstance(error, socket.gaierror):
        return "the host name is not known"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error)
