"""Requests that gave no page: which outcome each error of the network means, and how it is told.

What a request is belongs to `client`, what is done about a failure to `visit`.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPException
from textwrap import shorten
from urllib.parse import urlsplit

import requests
from urllib3 import exceptions as urllib3_errors

from scrapers.archive.coding import BodyBrokenError, BodyTooLargeError
from scrapers.crawl.guard import BlockedAddressError
from scrapers.crawl.transport import TooMuchError, TooSlowError
from scrapers.model import Outcome
from scrapers.registry import TlsException

# Our own refusals, wherever in a chain of causes they stand.
_OUTCOMES: dict[type[BaseException], Outcome] = {
    BlockedAddressError: Outcome.BLOCKED_ADDRESS,
    BodyTooLargeError: Outcome.TOO_LARGE,
    TooMuchError: Outcome.TOO_LARGE,
    TooSlowError: Outcome.TIMEOUT,
    BodyBrokenError: Outcome.BROKEN,
}
FAILURES: tuple[type[Exception], ...] = (
    BlockedAddressError,
    BodyTooLargeError,
    TooMuchError,
    TooSlowError,
    BodyBrokenError,
    requests.RequestException,
    urllib3_errors.HTTPError,
    HTTPException,
    OSError,
    ValueError,
)


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


def failure_of(error: Exception, proxy: str | None, tls_exception: TlsException | None) -> FailureError:
    """The failure that an error means.

    Args:
        error: One of FAILURES.
        proxy: That was asked through.
        tls_exception: Of the source; one that has ended is worth telling.
    """
    causes = list(_causes(error))
    root = causes[-1]
    for cause in causes:
        if (outcome := _OUTCOMES.get(type(cause))) is not None:
            return FailureError(outcome, str(cause), transient=outcome is Outcome.BROKEN)

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if proxy and caused_by(urllib3_errors.NewConnectionError):
        parts = urlsplit(proxy)
        told = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"  # without its password
        return FailureError(Outcome.CONNECTION, f"the proxy {told} cannot be reached: {_say(root)}")
    if caused_by(requests.exceptions.SSLError, urllib3_errors.SSLError):
        ended = ""
        if tls_exception is not None and not tls_exception.holds():
            ended = f"; the tls_exception ended on {tls_exception.expires}: renew it in the source's entry"
        return FailureError(Outcome.TLS, f"no trusted connection: {root}{ended}")
    if caused_by(TimeoutError, requests.Timeout, urllib3_errors.ReadTimeoutError):
        return FailureError(Outcome.TIMEOUT, "no answer in time", transient=True)
    if isinstance(root, OSError) and not isinstance(root, requests.RequestException):
        lasting = isinstance(root, socket.gaierror) and root.errno == socket.EAI_NONAME  # no such name
        return FailureError(Outcome.CONNECTION, _say(root), transient=not lasting)
    return FailureError(Outcome.BROKEN, f"not a whole HTTP response: {root}", transient=True)


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
    if isinstance(error, TimeoutError):
        return "no connection in time"
    if isinstance(error, socket.gaierror):
        return "the host name is not known"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error)
