"""Certificates not to be trusted, TLS that hangs or is none, names that change; and leave to look away."""

from __future__ import annotations

import base64
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests.adapters
import trustme

from scrapers.archive import Archive
from scrapers.crawl import crawl_source
from scrapers.model import Fetch, Outcome
from tests.scrapers.crawl.support import LIMITS, web_of
from tests.scrapers.scenario import article, source

KNOWN = trustme.CA()
WHILE_IT_STANDS = {"reason": "the authority of the portal is not known", "expires": date(2999, 1, 1)}
ENDED = WHILE_IT_STANDS | {"expires": date(2020, 1, 2)}


def certificate(kind: str) -> trustme.LeafCert:
    if kind == "expired":
        return KNOWN.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    if kind == "wrong-host":
        return KNOWN.issue_cert("khac.example.gov.vn")
    return (trustme.CA() if kind == "unknown-authority" else KNOWN).issue_cert("127.0.0.1")


def _vouch_for_itself(context: ssl.SSLContext) -> None:
    authority = trustme.CA()
    with tempfile.NamedTemporaryFile() as file:
        file.write(authority.private_key_pem.bytes() + authority.cert_pem.bytes())
        file.flush()
        context.load_cert_chain(file.name)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
            while self.path == "/slow":
                self.wfile.write(b"X")
            self.wfile.write(b"\r\nTin")

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that does not trust us goes away


@contextmanager
def tls(kind: str) -> Iterator[int]:
    """The port of an HTTPS server with such a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind == "self-signed":
        _vouch_for_itself(context)
    else:
        certificate(kind).configure_cert(context)
    with _Server(context) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@contextmanager
def mute() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def crawled(folder: Path, port: int, path: str = "/", **fields: object) -> Fetch:
    """The attempt at the server's page; another page of the portal is got all the same."""
    with web_of() as web:
        hosts = [f"127.0.0.1:{port}", f"127.0.0.1:{web.port}"]
        web.pages[f"http://{hosts[1]}/"] = article("còn đây")
        entries = [f"https://{hosts[0]}{path}", f"http://{hosts[1]}/"]
        portal = source(hosts=hosts, entry_points=entries, **fields)
        fetches = {
            fetch.url: fetch for fetch in crawl_source(portal, Archive(folder), run_id="r", limits=LIMITS)
        }
    fetch, other = (fetches[entry] for entry in entries)
    assert other.outcome is Outcome.OK
    return fetch


@pytest.fixture(autouse=True)
def known_authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "authorities.pem"
    KNOWN.cert_pem.write_to_path(bundle)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(bundle))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("expired", "expired"),
        ("wrong-host", "not valid for '127.0.0.1'"),
        ("unknown-authority", "unable to get local issuer"),
        ("self-signed", "self-signed certificate"),
    ],
)
def test_a_certificate_not_to_be_trusted(tmp_path: Path, kind: str, says: str) -> None:
    with tls(kind) as port:
        distrusted = crawled(tmp_path / "1", port)
        looked_away = crawled(tmp_path / "2", port, tls_exception=WHILE_IT_STANDS)
        ended = crawled(tmp_path / "3", port, tls_exception=ENDED)
    assert (distrusted.outcome, looked_away.outcome, ended.outcome) == (Outcome.TLS, Outcome.OK, Outcome.TLS)
    assert says in (distrusted.detail or "")
    assert "exception" not in (distrusted.detail or "")
    assert "ended on 2020-01-02: renew it in the source's entry" in (ended.detail or "")


def test_a_trusted_certificate(tmp_path: Path) -> None:
    with tls("good") as port:
        assert crawled(tmp_path, port).outcome is Outcome.OK


def test_headers_over_tls_are_capped(tmp_path: Path) -> None:
    with tls("good") as port:
        fetch = crawled(tmp_path, port, "/slow")
    assert fetch.outcome is Outcome.TOO_LARGE


def test_a_handshake_that_hangs(tmp_path: Path) -> None:
    with mute() as port:
        fetch = crawled(tmp_path, port)
    assert fetch.outcome is Outcome.TIMEOUT


def test_no_tls_on_the_port_of_tls(tmp_path: Path) -> None:
    with web_of() as web:
        fetch = crawled(tmp_path, web.port)
    assert fetch.outcome is Outcome.TLS


class _Tunnels(BaseHTTPRequestHandler):
    """A forward proxy; the name of the user says how it behaves."""

    def do_CONNECT(self) -> None:
        user = base64.b64decode(self.headers["Proxy-Authorization"].split()[1]).decode()
        if user == "refuse:x":
            self.send_error(403)
        elif user == "slow:x":
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while True:
                    self.wfile.write(b"X")
                    time.sleep(0.01)
        else:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port))) as there:
                back = threading.Thread(target=_pass_on, args=(there, self.connection))
                back.start()
                _pass_on(self.connection, there)
                back.join()

    def log_message(self, format: str, *args: object) -> None:
        pass


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(2**14):
            target.sendall(content)
        target.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize(
    ("user", "path", "outcome", "says"),
    [
        ("good", "/", Outcome.OK, ""),
        ("good", "/slow", Outcome.TOO_LARGE, "bytes of headers"),
        ("slow", "/", Outcome.TIMEOUT, "complete"),
        ("refuse", "/", Outcome.CONNECTION, "403"),
    ],
)
def test_tunnels_obey_the_caps(tmp_path: Path, user: str, path: str, outcome: Outcome, says: str) -> None:
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), _Tunnels)
    proxy.daemon_threads = True
    threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True).start()
    with tls("good") as port:
        host = f"127.0.0.1:{port}"
        portal = source(hosts=[host], entry_points=[f"https://{host}{path}"])
        way = f"http://{user}:x@127.0.0.1:{proxy.server_port}"
        (fetch,) = crawl_source(portal, Archive(tmp_path), run_id="r", proxy=way, limits=LIMITS)
    proxy.shutdown()
    assert fetch.outcome is outcome
    assert says in (fetch.detail or "")
    assert ":x@" not in (fetch.detail or "")


def test_a_name_that_changes_to_loopback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look-up gives a public address (one routed nowhere), all later ones loopback."""
    told = ["192.88.99.1"]

    def look_up(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        address = told.pop() if told else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with web_of() as web:
        host = f"doi.example.gov.vn:{web.port}"
        portal = source(local=False, hosts=[host], entry_points=[f"http://{host}/"])
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        (fetch,) = crawl_source(portal, Archive(tmp_path), run_id="r", limits=LIMITS)
        assert web.asked == []
    assert (told, fetch.outcome) == ([], Outcome.BLOCKED_ADDRESS)
