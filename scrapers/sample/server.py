"""The sample portals over HTTP on loopback, as a forward proxy: clients keep the real hosts and addresses.

`python -m scrapers.sample.server --port 8080` serves them to a browser that has 127.0.0.1:8080 as HTTP proxy.
"""

from __future__ import annotations

import argparse
import errno
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from urllib.parse import urlsplit

from scrapers.errors import UserError
from scrapers.sample import rendering
from scrapers.sample.content import load_portals
from scrapers.sample.site import Response, Site, html

LOOPBACK = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # an idle keep-alive connection must not hold up the end

    def __init__(self, port: int) -> None:
        portals = load_portals()
        self.sites: Mapping[str, Site] = {portal.host: Site(portal) for portal in portals}
        self.index = html(rendering.index(portals))
        super().__init__((LOOPBACK, port), _Handler)

    def answer(self, target: str, host_header: str, known_etag: str | None) -> Response:
        """To a request line's target: an absolute URL (proxy request), or a path with a Host header."""
        url = target if target.startswith("http://") else f"http://{host_header}{target}"
        host = (urlsplit(url).hostname or "").lower()
        if host in self.sites:
            return self.sites[host].respond(url, known_etag)
        if host in (LOOPBACK, "localhost"):
            return self.index
        known = ", ".join(sorted(self.sites))
        return Response(
            502,
            f"No sample portal has the host {host!r}. There are: {known}\n".encode(),
            {"Content-Type": "text/plain; charset=utf-8"},
        )

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """A client that went away is no event; anything else keeps its traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Microsoft-IIS/7.5", ""
    wbufsize = -1  # head and body in one packet: two make Nagle's algorithm wait for each page
    timeout = 60

    def do_GET(self) -> None:
        response = self.server.answer(
            self.path, self.headers.get("Host", ""), self.headers.get("If-None-Match")
        )
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_HEAD = do_GET  # noqa: N815 - the name is http.server's

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the crawl reports its own fetches."""


@contextmanager
def serve(port: int = 0) -> Iterator[str]:
    """Serve the sample portals while the context lasts.

    Args:
        port: On loopback; 0 takes a free one.

    Yields:
        The address to use as HTTP proxy, `http://127.0.0.1:PORT`.

    Raises:
        UserError: the port is in use or may not be taken.
    """
    try:
        server = _Server(port)
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
        raise UserError(f"port {port} on {LOOPBACK} {why}; choose another, or 0 for any free one") from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the sample portals as an HTTP proxy on loopback.")
    parser.add_argument("--port", type=int, default=8080)
    port = parser.parse_args().port
    try:
        with serve(port) as proxy:
            sys.stdout.write(f"{proxy} lists the portals; use it as HTTP proxy. Ctrl-C ends.\n")
            sys.stdout.flush()
            threading.Event().wait()
    except UserError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
