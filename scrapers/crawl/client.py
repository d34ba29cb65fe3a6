"""One HTTP request with every cap a hostile server calls for.

Retries, redirects and robots live in `visit`.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import responses
from urllib.parse import urlsplit

import requests
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header

from scrapers.archive import HttpHead
from scrapers.archive.coding import ACCEPTED, BodyTooLargeError, decode
from scrapers.crawl.failures import FAILURES, FailureError, failure_of
from scrapers.crawl.guard import check_literal
from scrapers.crawl.media import media_of
from scrapers.crawl.robots import AGENT
from scrapers.crawl.transport import CappedAdapter, Caps
from scrapers.errors import UserError
from scrapers.model import Outcome
from scrapers.registry.fields import TlsException

_CONTROL = re.compile("[\x00-\x1f\x7f]")  # ESC steers terminals
_MOST_COOKIES = 8 * 2**10  # bytes; with more in one request, common servers refuse it
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one request and on one visit."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0  # silence between two packets
    total_seconds: float = 120.0
    header_bytes: int = 64 * 2**10
    body_bytes: int = 16 * 2**20  # before any content coding is undone
    decoded_bytes: int = 32 * 2**20
    redirects: int = 5
    attempts: int = 3
    backoff_seconds: float = 1.0  # doubles with every attempt


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
    _named: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def header(self, name: str) -> str | None:
        """The first header field of that name."""
        if not self._named:
            self._named.update((key.lower(), value) for key, value in reversed(self.response.headers))
        return self._named.get(name.lower())

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
        tls_exception: While it holds, certificates are not verified.

    Raises:
        UserError: the contact cannot be sent.
    """

    def __init__(
        self, *, local: bool, proxy: str | None, limits: Limits, tls_exception: TlsException | None = None
    ) -> None:
        self._local = local
        self._limits = limits
        self._tls_exception = tls_exception
        self._verify = tls_exception is None or not tls_exception.holds()
        self._proxy = proxy
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        caps = Caps(limits.read_seconds, limits.total_seconds, limits.header_bytes, limits.body_bytes)
        self._adapter = CappedAdapter(caps, guarded=not local)
        self._cookies = RequestsCookieJar()
        headers = {
            "User-Agent": user_agent(),
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1",
            "Accept-Language": "vi,en;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
        self._request = requests.Request("GET", "http://localhost/", headers).prepare()

    def close(self) -> None:
        """Close the connections."""
        self._adapter.close()

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
            # not by a session of requests: what it merges anew for each request is always the same here
            request = self._prepared(url, headers)
            limits = self._limits
            timeout = (limits.connect_seconds, limits.read_seconds)
            with self._adapter.send(
                request, stream=True, timeout=timeout, verify=self._verify, proxies=self._proxies
            ) as response:
                extract_cookies_to_jar(self._cookies, request, response.raw)  # type: ignore[no-untyped-call]
                _check(response, headers, any_type)
                wanted = any_status or 200 <= response.status_code < 300
                body = self._body(response) if wanted else b""
            return Answer(
                url=url,
                status=response.status_code,
                request=_asked_head(request),
                response=_answered_head(response),
                body=body,
                content=decode(body, response.headers.get("Content-Encoding"), limits.decoded_bytes),
                elapsed_ms=_milliseconds_since(started),
            )
        except FAILURES as error:
            raise failure_of(error, self._proxy, self._tls_exception) from error

    def _prepared(self, url: str, headers: Mapping[str, str]) -> requests.PreparedRequest:
        request = self._request.copy()
        request.url = url  # canonical already
        request.headers.update(headers)
        if self._cookies:
            cookies = get_cookie_header(self._cookies, request)  # type: ignore[no-untyped-call]
            if cookies and len(cookies) > _MOST_COOKIES:
                self._cookies.clear()
            elif cookies:
                request.headers["Cookie"] = cookies
        return request

    def _body(self, response: requests.Response) -> bytes:
        most = self._limits.body_bytes
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > most:
            raise BodyTooLargeError(f"announces {length} bytes, more than {most}")
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > most:
                raise BodyTooLargeError(f"more than {most} bytes")
        return bytes(body)


def user_agent() -> str:
    """Who asks, with the contact of SOTTTT_CONTACT (a mail or web address).

    Raises:
        UserError: the contact cannot stand in a request.
    """
    contact = os.environ.get("SOTTTT_CONTACT", "").strip()
    if not (contact.isascii() and contact.isprintable()):
        raise UserError(f"SOTTTT_CONTACT={contact!r}: write a mail or web address in plain ASCII letters")
    return f"{AGENT}/0.1 ({contact})" if contact else f"{AGENT}/0.1"


def _check(response: requests.Response, headers: Mapping[str, str], any_type: bool) -> None:
    """Refuse what is no page before its body is read."""
    status, content_type = response.status_code, response.headers.get("Content-Type")
    if status == 206 and "Range" not in headers:
        detail = "a part of the page, although the whole was asked for"
        raise FailureError(Outcome.BROKEN, detail, status=status, content_type=content_type)
    if any_type or not 200 <= status < 300:
        return
    if status in (204, 205):
        raise FailureError(Outcome.HTTP_ERROR, f"the server answered {status}: no page", status=status)
    if media_of(content_type) is None:
        detail = f"{content_type} is not read"
        raise FailureError(Outcome.WRONG_TYPE, detail, status=status, content_type=content_type)


def _asked_head(request: requests.PreparedRequest) -> HttpHead:
    parts = urlsplit(request.url or "")
    headers = [(name, str(value)) for name, value in request.headers.items()]
    return HttpHead(f"GET {request.path_url} HTTP/1.1", (("Host", parts.netloc), *headers))


def _answered_head(response: requests.Response) -> HttpHead:
    version = "HTTP/1.0" if response.raw.version == 10 else "HTTP/1.1"
    reason = _CONTROL.sub(" ", response.reason or responses.get(response.status_code, "")).strip()
    # the body is kept without its chunks, so it may not say that it has some
    fields = ((k, v) for k, v in response.raw.headers.items() if k.lower() != "transfer-encoding")
    return HttpHead(f"{version} {response.status_code} {reason}", tuple(fields))


def _chunks(response: requests.Response) -> Iterator[bytes]:
    # read1 hands over what has come: a trickling server meets the total cap, not one endless read
    while chunk := response.raw.read1(2**16, decode_content=False):
        yield chunk


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
