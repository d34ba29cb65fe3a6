"""Files that are there whole or not at all.

Only the atomic replacement belongs here; what is written is the caller's.
"""

from __future__ import annotations

import glob
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.workspace import writing


@contextmanager
def replacing(path: Path, mode: int = 0o644) -> Iterator[Path]:
    """Give a temporary path beside `path`; what was written there takes its place when the block ends well.

    The file reaches the disk before it gets its name, so a crash leaves the old file or the new one.

    Raises:
        UserError: The disk is read-only or full.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}.draft")  # no reader's pattern matches it
        try:
            yield draft
            draft.chmod(mode)
            sync(draft)
            draft.replace(path)
            sync(path.parent)
        finally:
            draft.unlink(missing_ok=True)


def replace_bytes(path: Path, content: bytes) -> bool:
    """Write `content` to `path` unless it already holds just that; tells whether it was written."""
    if path.exists() and path.read_bytes() == content:
        return False
    with replacing(path) as draft:
        draft.write_bytes(content)
    return True


def _sweep(path: Path) -> None:
    """Remove what a killed run left of `path` a day ago or more; a younger draft may still be at work."""
    for draft in path.parent.glob(f".{glob.escape(path.name)}.*.draft*"):
        if draft.stat().st_mtime < time.time() - 86_400:
            draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until what a file holds, or which names a folder has, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
