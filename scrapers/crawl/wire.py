"""Reading one HTTP answer off a socket, within the time and the bytes a request may take.

`http.client` waits for each packet anew and takes headers of megabytes; here both have an end from the first
byte on, and heads as old servers write them are read. How a socket comes about belongs to `transport`.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import BadStatusLine, HTTPException, HTTPMessage, HTTPResponse, IncompleteRead
from io import BufferedReader, RawIOBase
from typing import Any

_MOST_FIELDS = 100
_CHUNK = 2**16
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


class TooSlowError(Exception):
    """The time for the whole request is over."""


class TooMuchError(Exception):
    """More bytes came than may come."""


@dataclass(slots=True)
class Caps:
    """What one request may take; `start` begins the time anew."""

    silence: float  # seconds between two packets
    total: float  # seconds
    head_bytes: int
    body_bytes: int
    ends: float = 0.0

    def start(self) -> None:
        """A request begins."""
        self.ends = time.monotonic() + self.total

    def apply(self, sock: socket.socket, at_most: float) -> bool:
        """Let the socket wait for no longer than it may; tells whether the whole time ends with that.

        Raises:
            TooSlowError: no time is left.
        """
        rest = self.ends - time.monotonic()
        if rest <= 0:
            raise self.over()
        sock.settimeout(min(rest, at_most))
        return rest <= at_most

    def over(self) -> TooSlowError:
        """The error that tells of the end of the time."""
        return TooSlowError(f"not complete after {self.total:g} s")


class _Wire(RawIOBase):
    def __init__(self, sock: socket.socket, raw: Any, caps: Caps) -> None:  # noqa: ANN401 - a SocketIO
        self._sock = sock
        self._raw = raw
        self._caps = caps
        self._received = 0
        self.in_head = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - as in RawIOBase
        caps = self._caps
        # looked at before more is read: what came along with the end of a head is not held against it
        if self.in_head and self._received >= caps.head_bytes:
            raise TooMuchError(f"more than {caps.head_bytes} bytes of headers")
        if self._received > caps.head_bytes + caps.body_bytes + _CHUNK:  # a little data in a lot of framing
            raise TooMuchError(f"more than {caps.body_bytes} bytes")
        last = caps.apply(self._sock, caps.silence)
        try:
            count: int | None = self._raw.readinto(buffer)
        except TimeoutError as error:
            if last:
                raise caps.over() from error
            raise
        self._received += count or 0
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class Response(HTTPResponse):
    """An answer whose head and body obey the caps; `fields` are its headers in order, as they came."""

    def __init__(self, sock: socket.socket, caps: Caps) -> None:
        super().__init__(sock, method="GET")
        self._wire = _Wire(sock, self.fp.detach(), caps)
        self.fp = BufferedReader(self._wire)
        self.fields: tuple[tuple[str, str], ...] = ()
        self.whole = False  # nothing is left to read: the connection may be used again

    def begin(self) -> None:
        """Read the head of the final answer.

        Raises:
            TooSlowError: it did not end in time.
            TooMuchError: it is too long.
            HTTPException: it is no head.
        """
        interim = True
        while interim:
            version, self.status, self.reason = self._status()
            self.fields = tuple(self._fields())
            interim = 100 <= self.status < 200 and self.status != 101
        self._wire.in_head = False
        self.version = 10 if version in ("HTTP/1.0", "HTTP/0.9") else 11
        self.headers = self.msg = HTTPMessage()
        for name, value in self.fields:
            self.headers.set_raw(name, value)
        self._frame()

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes, without its chunks.

        Raises:
            TooSlowError: it did not end in time.
            TooMuchError: it is too long.
            HTTPException: it is cut short.
        """
        count = 0
        while chunk := self.read1(_CHUNK):  # what has come: waiting for more would wait for a trickle
            count += len(chunk)
            yield chunk
        if self.length:
            raise HTTPException(f"{count} bytes read, {self.length} more announced")
        self.whole = not self.will_close

    def _line(self) -> str:
        line = self.fp.readline()
        if not line.endswith(b"\n"):
            raise IncompleteRead(line) if line else ConnectionResetError("closed without an answer")
        return line.decode("iso-8859-1").rstrip("\r\n")

    def _status(self) -> tuple[str, int, str]:
        line = self._line()
        version, _, rest = line.partition(" ")
        status, _, reason = rest.strip().partition(" ")
        if not version.startswith("HTTP/") or not re.fullmatch("[1-9][0-9]{2}", status, re.ASCII):
            raise BadStatusLine(line)
        return version, int(status), _CONTROL.sub(" ", reason).strip()

    def _fields(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        while line := self._line():
            line = _CONTROL.sub(" ", line)  # a bare CR ends a line for some, ESC steers terminals
            if line[0] in " \t":  # the value above goes on
                if found:
                    name, value = found[-1]
                    found[-1] = (name, f"{value} {line.strip()}")
                continue
            name, colon, value = line.partition(":")
            if colon and name.strip():  # other lines say nothing
                found.append((name.strip(), value.strip()))
            if len(found) > _MOST_FIELDS:
                raise HTTPException(f"got more than {_MOST_FIELDS} headers")
        return found

    def _frame(self) -> None:
        coding = ", ".join(self.headers.get_all("Transfer-Encoding", [])).strip().lower()
        if coding not in ("", "identity", "chunked"):
            raise HTTPException(f"transfer coding {coding!r} was not asked for and cannot be read")
        self.chunked = coding == "chunked"
        self.chunk_left = None
        lengths = {length.strip() for length in self.headers.get_all("Content-Length", [])}
        if len(lengths) > 1:
            raise HTTPException(f"two lengths: {', '.join(sorted(lengths))}")
        length = next(iter(lengths), "")
        self.length = int(length) if length.isdecimal() and not self.chunked else None
        if self.status in (204, 304):
            self.length, self.chunked = 0, False
        options = ",".join(self.headers.get_all("Connection", [])).lower()
        keeps = "keep-alive" in options if self.version == 10 else "close" not in options
        self.will_close = not keeps or not (self.chunked or self.length is not None)
