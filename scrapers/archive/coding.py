"""HTTP content coding (gzip, deflate), undone with a cap: a bomb stops at the cap, not in memory."""

from __future__ import annotations

import zlib
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader

DECODED_LIMIT = 64 * 2**20
ACCEPTED = "gzip, deflate"
_MOST_CODINGS = 3  # one over another
_MOST_MEMBERS = 1_000  # of a gzip body; each costs a copy of the rest


class BodyTooLargeError(Exception):
    """The decoded body passes the cap."""


class BodyBrokenError(Exception):
    """The body does not follow its declared coding, or is cut short."""


def decode(body: bytes, encoding: str | None, limit: int = DECODED_LIMIT) -> bytes:
    """The body without its content codings, innermost coding last.

    Raises:
        BodyTooLargeError: more than `limit` bytes.
        BodyBrokenError: unknown coding, wrong bytes, or a cut.
    """
    codings = [name.strip().lower() for name in (encoding or "").split(",")]
    codings = [name for name in codings if name not in ("", "identity")]
    if len(codings) > _MOST_CODINGS:
        raise BodyBrokenError(f"{len(codings)} content codings one over another")
    for name in reversed(codings):
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, zlib.MAX_WBITS | 16, limit)
        elif name == "deflate":
            zlib_header = body[:1] == b"\x78"  # many servers send bare deflate data under this name
            body = _inflate(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, limit)
        else:
            raise BodyBrokenError(f"content coding {name!r} was not asked for and cannot be read")
    return body


def unchunked(body: bytes) -> bytes:
    """A body that other archivers kept in its chunks; one without chunks comes back as it is."""
    return bytes(ChunkedDataReader(BytesIO(body)).read())


def _inflate(data: bytes, window: int, limit: int) -> bytes:
    whole = bytearray()
    members = 0
    while data:  # a gzip body may hold several members
        members += 1
        if members > _MOST_MEMBERS:
            raise BodyBrokenError(f"more than {_MOST_MEMBERS} compressed parts")
        inflater = zlib.decompressobj(window)
        try:
            whole += inflater.decompress(data, limit + 1 - len(whole))
        except zlib.error as error:
            raise BodyBrokenError(f"broken compression: {error}") from error
        if len(whole) > limit:
            raise BodyTooLargeError(f"more than {limit} bytes after decompression")
        if not inflater.eof:
            raise BodyBrokenError("compressed body cut short")
        data = inflater.unused_data.lstrip(b"\0")
    return bytes(whole)
