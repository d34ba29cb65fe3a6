"""Connections of one session: looked up, checked, opened, encrypted, tunnelled through a proxy, kept.

What an answer is belongs to `wire`, what a request says to `client`.
"""

from __future__ import annotations

import select
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

import certifi

from scrapers.archive import HttpHead
from scrapers.crawl.guard import check_address
from scrapers.crawl.wire import Caps, Response
from scrapers.errors import UserError

CA_BUNDLE = certifi.where()
_PORTS = {"http": 80, "https": 443}


class ProxyUnreachableError(OSError):
    """No connection to the proxy."""


class Transport:
    """One connection per origin, used again while both sides keep it; not for several threads.

    Args:
        guarded: Connect to public addresses only; a proxy's own address is not guarded.
        proxy: `http://[user:password@]host:port`.
        caps: Of every request.
        connect_seconds: For each address of a host.
        verify: Trust no host without a valid certificate.

    Raises:
        UserError: the proxy is not spoken to over plain HTTP.
    """

    def __init__(
        self, *, guarded: bool, proxy: str | None, caps: Caps, connect_seconds: float, verify: bool
    ) -> None:
        self._guarded = guarded
        self._proxy = _proxy_parts(proxy) if proxy else None
        self._caps = caps
        self._connect_seconds = connect_seconds
        self._verify = verify
        self._context: ssl.SSLContext | None = None
        self._kept: dict[tuple[str, str], socket.socket] = {}

    def close(self) -> None:
        """Close the connections."""
        while self._kept:
            self._kept.popitem()[1].close()

    @contextmanager
    def get(self, url: str, fields: tuple[tuple[str, str], ...]) -> Iterator[Response]:
        """Ask for a URL, and give the answer up to its body. The connection ends if that is not read.

        Raises:
            BlockedAddressError: the host is not public.
            OSError: no connection, not a trusted one, or it broke.
            TooSlowError, TooMuchError: see Caps.
            HTTPException: not HTTP.
        """
        parts = urlsplit(url)
        origin = (parts.scheme, parts.netloc)
        self._caps.start()
        kept = self._kept.pop(origin, None)
        if kept is not None and _ended(kept):
            kept.close()
            kept = None
        sock = kept or self._connected(parts)
        whole = False
        try:
            self._send(sock, self._request(parts, fields))
            response = Response(sock, self._caps)
            try:
                response.begin()
                yield response
                whole = response.whole
            finally:
                response.close()
        finally:
            if whole:
                self._kept[origin] = sock
            else:
                sock.close()

    def _request(self, parts: SplitResult, fields: tuple[tuple[str, str], ...]) -> bytes:
        target = target_of(parts)
        if self._proxy and parts.scheme == "http":
            target = f"http://{parts.netloc}{target}"
            fields += _credentials(self._proxy)
        return bytes(HttpHead(f"GET {target} HTTP/1.1", fields))

    def _send(self, sock: socket.socket, content: bytes) -> None:
        self._caps.apply(sock, self._caps.silence)
        sock.sendall(content)

    def _connected(self, parts: SplitResult) -> socket.socket:
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        sock = self._to_proxy(self._proxy) if self._proxy else self._open(host, port, guarded=self._guarded)
        if parts.scheme == "http":
            return sock
        try:
            if self._proxy:
                self._tunnel(sock, self._proxy, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
            self._caps.apply(sock, self._caps.silence)  # the whole handshake has that long
            return self._tls().wrap_socket(sock, server_hostname=host)
        except BaseException:
            sock.close()
            raise

    def _open(self, host: str, port: int, *, guarded: bool) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if guarded:
            for *_, address in found:
                check_address(host, str(address[0]))
        failure: OSError | None = None
        for family, kind, protocol, _, address in found:  # these and no others: a name may change in between
            sock = socket.socket(family, kind, protocol)
            try:
                self._caps.apply(sock, self._connect_seconds)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect(address)
            except OSError as error:
                sock.close()
                failure = error
            except BaseException:
                sock.close()
                raise
            else:
                return sock
        raise failure or OSError(f"{host} has no address")

    def _to_proxy(self, proxy: SplitResult) -> socket.socket:
        try:
            return self._open(proxy.hostname or "", proxy.port or 80, guarded=False)
        except OSError as error:
            raise ProxyUnreachableError(f"{proxy.scheme}://{_host(proxy)}") from error

    def _tunnel(self, sock: socket.socket, proxy: SplitResult, authority: str) -> None:
        fields = (("Host", authority), *_credentials(proxy))
        self._send(sock, bytes(HttpHead(f"CONNECT {authority} HTTP/1.1", fields)))
        answer = Response(sock, self._caps)
        try:
            answer.begin()
        finally:
            answer.close()
        if not 200 <= answer.status < 300:
            raise OSError(f"the proxy answered {answer.status} {answer.reason}")

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:  # reading the bundle takes long; many portals have no TLS
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            if self._verify:
                context.load_verify_locations(CA_BUNDLE)
            else:
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.set_alpn_protocols(["http/1.1"])
            self._context = context
        return self._context


def target_of(parts: SplitResult) -> str:
    """What a request line asks for."""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _ended(sock: socket.socket) -> bool:
    """Whether a connection without a request has something to read: its end, or bytes nobody asked for."""
    watch = select.poll()
    watch.register(sock, select.POLLIN)
    return bool(watch.poll(0))


def _proxy_parts(proxy: str) -> SplitResult:
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if parts.scheme != "http" or not parts.hostname:
        raise UserError(f"proxy {parts.scheme}://{_host(parts)}: write it like http://host:port")
    return parts


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]  # without its password


def _credentials(proxy: SplitResult) -> tuple[tuple[str, str], ...]:
    if proxy.username is None:
        return ()
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return (("Proxy-Authorization", f"Basic {b64encode(pair.encode()).decode()}"),)
