"""Which reader this is, so that what an older one read is found and read anew.

A hash of all that decides what the bytes of a page give: the code, the data files beside it, the libraries
that parse. Nobody has to remember to raise a number; a change that changes nothing costs one reading of the
archive. What a reading gives belongs to `scrapers.documents` and `scrapers.reading`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

PARTS = (
    "__init__.py",
    "catalogue",
    "datafiles.py",
    "documents",
    "errors.py",
    "model.py",
    "reading",
    "vietnam.py",
)
LIBRARIES = ("ahocorasick-rs", "charset-normalizer", "ftfy", "regex", "selectolax")
_KINDS = {".py", ".csv", ".yaml"}


def fingerprint(folder: Path) -> str:
    """The reader whose code lies in `folder`."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in LIBRARIES]).encode())
    for path in sorted(_files(folder)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _files(folder: Path) -> Iterator[Path]:
    for part in PARTS:
        path = folder / part
        yield from (found for found in (path, *path.rglob("*")) if found.suffix in _KINDS)


READER_VERSION = fingerprint(Path(__file__).parent)
