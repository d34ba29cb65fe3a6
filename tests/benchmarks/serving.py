"""A server in a process of its own, so that a benchmark counts only the asking."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import TypeVar

_Content = TypeVar("_Content")
Answer = Callable[[str, str, _Content], bytes | None]  # path and query, host, content: the body, None for 404


@contextmanager
def serving(answer: Answer[_Content], content: _Content) -> Iterator[int]:
    """The port of a server on loopback that says what `answer`, a function of a module, gives."""
    context = multiprocessing.get_context("spawn")
    told, tell = context.Pipe(duplex=False)
    server = context.Process(target=_serve, args=(answer, content, tell), daemon=True)
    server.start()
    try:
        yield told.recv()
    finally:
        server.terminate()
        server.join()


def _serve(answer: Answer[_Content], content: _Content, tell: Connection) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            body = answer(self.path, self.headers["Host"], content)
            self.send_response(404 if body is None else 200)
            for name, value in {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Length": str(len(body or b"")),
                "Cache-Control": "private",
                "X-AspNet-Version": "4.0.30319",
                "X-Powered-By": "ASP.NET",
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tell.send(server.server_address[1])
    server.serve_forever()
