"""Connections of requests whose answers have an end, in bytes and in seconds, from their first byte.

`http.client` waits for each packet anew and takes headers of megabytes: a server that sends a byte a second
would hold a request for days. Which addresses may be connected to belongs to `guard`.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import InsecureRequestWarning

from scrapers.crawl.guard import Guarded

# Without trust a host is asked only where its entry gives a reason and a date: no one need be warned.
urllib3.disable_warnings(InsecureRequestWarning)
_FRAMING = 2**16  # bytes of chunk sizes and trailers that a whole body may have around it


class TooSlowError(Exception):
    """The time for the whole answer is over."""


class TooMuchError(Exception):
    """More bytes came than may come."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What one answer may take, from the moment its request was sent."""

    silence: float  # seconds between two packets
    total: float  # seconds
    head_bytes: int
    body_bytes: int


class _Wire(RawIOBase):
    """What comes from a socket, as long as it may."""

    def __init__(self, sock: socket.socket, raw: Any, caps: Caps) -> None:  # noqa: ANN401 - a SocketIO
        self._sock = sock
        self._raw = raw
        self._caps = caps
        self._ends = time.monotonic() + caps.total
        self._received = 0
        self.in_head = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - as in RawIOBase
        caps = self._caps
        # looked at before more is read: what came along with the end of a head is not held against it
        if self.in_head and self._received >= caps.head_bytes:
            raise TooMuchError(f"more than {caps.head_bytes} bytes of headers")
        if self._received > caps.head_bytes + caps.body_bytes + _FRAMING:
            raise TooMuchError(f"more than {caps.body_bytes} bytes")
        rest = self._ends - time.monotonic()
        if rest <= 0:
            raise TooSlowError(f"not complete after {caps.total:g} s")
        self._sock.settimeout(min(rest, caps.silence))
        try:
            count: int | None = self._raw.readinto(buffer)
        except TimeoutError as error:
            if rest <= caps.silence:
                raise TooSlowError(f"not complete after {caps.total:g} s") from error
            raise
        if not count and self.in_head and self._received:
            raise HTTPException("cut short in its headers")
        self._received += count or 0
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *, caps: Caps, method: str | None = None) -> None:
        super().__init__(sock, method=method)
        self._wire = _Wire(sock, self.fp.detach(), caps)
        self.fp = BufferedReader(self._wire)

    def begin(self) -> None:
        super().begin()
        self._wire.in_head = False
        if len(set(self.headers.get_all("Content-Length", []))) > 1:
            raise HTTPException("two lengths")
        coding = self.headers.get("Transfer-Encoding", "").strip().lower()
        if coding not in ("", "identity", "chunked"):
            raise HTTPException(f"transfer coding {coding!r} was not asked for")


class CappedAdapter(HTTPAdapter):
    """Transport of a requests session.

    Args:
        caps: Of every answer.
        guarded: Connect to public addresses only; a proxy's own address is not guarded.
    """

    def __init__(self, caps: Caps, *, guarded: bool) -> None:
        self._response: Callable[..., HTTPResponse] = partial(_Response, caps=caps)
        self._guarded = guarded
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as in requests
        """As in requests."""
        super().init_poolmanager(*args, **kwargs)
        self._equip(self.poolmanager, guarded=self._guarded)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:  # noqa: ANN401 - as in requests
        """As in requests."""
        known = proxy in self.proxy_manager
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        if not known:
            self._equip(manager, guarded=False)
        return manager

    def _equip(self, manager: PoolManager, *, guarded: bool) -> None:
        checks = (Guarded,) if guarded else ()
        parts = {"response_class": staticmethod(self._response)}
        http = type("_Connection", (*checks, HTTPConnection), parts)
        https = type("_Connection", (*checks, HTTPSConnection), parts)
        manager.pool_classes_by_scheme = {
            "http": type("_Pool", (HTTPConnectionPool,), {"ConnectionCls": http}),
            "https": type("_Pool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
        }
