"""A channel for messages on loopback, which keeps what comes in, and the sensor that sends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import dagster as dg

from orchestration.alerting.channels import Channels
from orchestration.alerting.sensors import Told, alerts


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


class Watch:
    """Evaluates the sensor as the daemon does: the cursor goes on only after a tick that ended well."""

    def __init__(self, instance: dg.DagsterInstance, inbox: Inbox) -> None:
        self._inbox = inbox
        self._cursor: str | None = None
        self.tick(instance)  # the first one only begins

    def tick(
        self,
        instance: dg.DagsterInstance,
        channels: Channels | None = None,
        later: timedelta = timedelta(),
    ) -> Any:
        """One evaluation, as if so much later than the last."""
        if self._cursor and later:
            told = Told.model_validate_json(self._cursor)
            told.at = {key: at - later for key, at in told.at.items()}
            self._cursor = told.model_dump_json()
        resources = {"channels": channels or self._inbox.channels}
        with dg.build_sensor_context(instance, self._cursor, resources=resources) as context:
            done = alerts.evaluate_tick(context)
        self._cursor = done.cursor
        return done


@contextmanager
def open_inbox() -> Iterator[Inbox]:
    with Inbox() as inbox:
        Thread(target=inbox.serve_forever, daemon=True).start()
        yield inbox
        inbox.shutdown()
