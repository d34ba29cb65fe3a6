"""One HTTP request with every cap a hostile server calls for.

Retries, redirects and robots live in `visit`.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, responses
from textwrap import shorten
from urllib.parse import urlsplit

from scrapers.archive import HttpHead
from scrapers.archive.coding import ACCEPTED, BodyBrokenError, BodyTooLargeError, decode
from scrapers.crawl.cookies import Cookies
from scrapers.crawl.guard import BlockedAddressError, check_literal
from scrapers.crawl.media import media_of
from scrapers.crawl.robots import AGENT
from scrapers.crawl.transport import ProxyUnreachableError, Transport, target_of
from scrapers.crawl.wire import Caps, Response, TooMuchError, TooSlowError
from scrapers.errors import UserError
from scrapers.model import Outcome
from scrapers.registry.fields import TlsException

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one request and on one visit."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0  # silence between two packets
    total_seconds: float = 120.0
    header_bytes: int = 64 * 2**10
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
        # parts of it may come from a hostile server and must not steer a terminal
        self.detail = "".join(c if c.isprintable() else "?" for c in shorten(detail, 300))
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
        tls_exception: While it holds, certificates are not verified.

    Raises:
        UserError: the proxy's address or the contact cannot be used.
    """

    def __init__(
        self, *, local: bool, proxy: str | None, limits: Limits, tls_exception: TlsException | None = None
    ) -> None:
        self._local = local
        self._limits = limits
        self._tls_exception = tls_exception
        self._transport = Transport(
            guarded=not local,
            proxy=proxy,
            caps=Caps(limits.read_seconds, limits.total_seconds, limits.header_bytes, limits.body_bytes),
            connect_seconds=limits.connect_seconds,
            verify=tls_exception is None or not tls_exception.holds(),
        )
        self._cookies = Cookies()
        self._fields = (
            ("User-Agent", user_agent()),
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"),
            ("Accept-Language", "vi,en;q=0.5"),
            ("Accept-Encoding", ACCEPTED),
        )

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

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
            parts = urlsplit(url)
            if not self._local:
                check_literal(parts.hostname or "")
            fields = (("Host", parts.netloc), *self._fields, *headers.items(), *self._cookies.fields(url))
            request = HttpHead(f"GET {target_of(parts)} HTTP/1.1", fields)
            with self._transport.get(url, fields) as response:
                self._cookies.keep(url, response)
                _check(response, headers, any_type)
                wanted = any_status or 200 <= response.status < 300
                body = self._body(response) if wanted else b""
            return Answer(
                url=url,
                status=response.status,
                request=request,
                response=_head(response),
                body=body,
                content=decode(body, _joined(response, "Content-Encoding"), self._limits.decoded_bytes),
                elapsed_ms=_milliseconds_since(started),
            )
        except (BodyTooLargeError, TooMuchError) as error:
            raise FailureError(Outcome.TOO_LARGE, str(error)) from error
        except BodyBrokenError as error:
            raise FailureError(Outcome.BROKEN, str(error), transient=True) from error
        except BlockedAddressError as error:
            raise FailureError(Outcome.BLOCKED_ADDRESS, str(error)) from error
        except TooSlowError as error:
            raise FailureError(Outcome.TIMEOUT, str(error)) from error
        except (HTTPException, OSError, ValueError) as error:
            raise self._failure(error) from error

    def _body(self, response: Response) -> bytes:
        most = self._limits.body_bytes
        if response.length is not None and response.length > most:
            raise BodyTooLargeError(f"announces {response.length} bytes, more than {most}")
        body = bytearray()
        for chunk in response.chunks():
            body += chunk
            if len(body) > most:
                raise BodyTooLargeError(f"more than {most} bytes")
        return bytes(body)

    def _failure(self, error: Exception) -> FailureError:
        if isinstance(error, ProxyUnreachableError):
            why = _say(error.__cause__ or error)
            return FailureError(Outcome.CONNECTION, f"the proxy {error} cannot be reached: {why}")
        if isinstance(error, ssl.SSLError):
            return FailureError(Outcome.TLS, f"no trusted connection: {error}{self._ended_exception()}")
        if isinstance(error, TimeoutError):
            return FailureError(Outcome.TIMEOUT, "no answer in time", transient=True)
        if isinstance(error, OSError):
            return FailureError(Outcome.CONNECTION, _say(error), transient=True)
        return FailureError(Outcome.BROKEN, f"not a whole HTTP response: {error}", transient=True)

    def _ended_exception(self) -> str:
        exception = self._tls_exception
        if exception is None or exception.holds():
            return ""
        return f"; the tls_exception ended on {exception.expires}: renew it in the source's entry"


def user_agent() -> str:
    """Who asks, with the contact of SOTTTT_CONTACT (a mail or web address).

    Raises:
        UserError: the contact cannot stand in a request.
    """
    contact = os.environ.get("SOTTTT_CONTACT", "").strip()
    if not (contact.isascii() and contact.isprintable()):
        raise UserError(f"SOTTTT_CONTACT={contact!r}: write a mail or web address in plain ASCII letters")
    return f"{AGENT}/0.1 ({contact})" if contact else f"{AGENT}/0.1"


def _check(response: Response, headers: Mapping[str, str], any_type: bool) -> None:
    """Refuse what is no page before its body is read."""
    status, content_type = response.status, response.headers.get("Content-Type")
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


def _head(response: Response) -> HttpHead:
    version = "HTTP/1.0" if response.version == 10 else "HTTP/1.1"
    reason = response.reason or responses.get(response.status, "")
    # the body is kept without its chunks, so it may not say that it has some
    fields = tuple(field for field in response.fields if field[0].lower() != "transfer-encoding")
    return HttpHead(f"{version} {response.status} {reason}", fields)


def _joined(response: Response, name: str) -> str:
    return ",".join(response.headers.get_all(name, []))


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _say(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no connection in time"
    if isinstance(error, socket.gaierror):
        return "the host name is not known"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error)
