"""A channel for messages on loopback: what Apprise posts to a webhook, kept in order."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from orchestration.alerting.channels import Channels


class Inbox(HTTPServer):
    """Takes messages while `status` is 200."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict[str, str]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server_port}"

    @property
    def channels(self) -> Channels:
        return Channels(self.url, "https://dagster.example.vn/")


class _Handler(BaseHTTPRequestHandler):
    server: Inbox

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status == 200:
            self.server.messages.append(body)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def open_inbox() -> Iterator[Inbox]:
    with Inbox() as inbox:
        Thread(target=inbox.serve_forever, daemon=True).start()
        yield inbox
        inbox.shutdown()
