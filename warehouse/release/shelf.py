"""The shelf: a folder per release, `current` that leads to one of them, and the stable name that leads there.

    published/releases/<release id>/    never changes once it has its name
    published/current                   link to the release of now, swapped by one rename
    published/sotttt.duckdb             link to current/sotttt.duckdb

What stands in a release belongs elsewhere; so does which one was taken back and why (`withdrawals`).
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapers.errors import UserError
from warehouse.files import sync
from warehouse.release.database import NAME
from warehouse.workspace import Workspace, writing

KEPT = 10  # releases, when SOTTTT_KEEP_RELEASES says nothing
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_STAMP = "%Y%m%dT%H%M%SZ"
_READ_ONLY, _FOLDER, _OPEN_FOLDER = 0o444, 0o555, 0o755


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Nobody else changes the shelf in this block; who comes second waits. Readers need no lock.

    Raises:
        UserError: The disk is read-only or full.
    """
    with writing(workspace.releases):
        workspace.releases.mkdir(parents=True, exist_ok=True)
        with (workspace.releases.parent / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def releases(workspace: Workspace) -> list[Path]:
    """The folders of the releases that are kept, newest first: ids sort by time."""
    found = workspace.releases.iterdir() if workspace.releases.exists() else ()
    return sorted((path for path in found if _ID.fullmatch(path.name) and path.is_dir()), reverse=True)


def current(workspace: Workspace) -> Path | None:
    """The folder of the release of now."""
    link = _current(workspace)
    return link.resolve() if link.is_symlink() and link.exists() else None


def find(workspace: Workspace, release_id: str) -> Path:
    """The folder of a release.

    Raises:
        UserError: No such release is kept.
    """
    for path in releases(workspace):
        if path.name == release_id:
            return path
    raise UserError(f"{release_id}: no such release is kept; `sotttt release list` tells which are")


def now() -> datetime:
    """UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def moment(workspace: Workspace, now: datetime) -> datetime:
    """The time in the id of a release made now: after all others, whatever a clock says."""
    found = releases(workspace)
    if not found:
        return now
    newest = datetime.strptime(found[0].name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    return max(now, newest + timedelta(seconds=1))


def release_id(at: datetime, fingerprint: str) -> str:
    """For example 20261124T021011Z-1a2b3c4d."""
    return f"{at:{_STAMP}}-{fingerprint[:8]}"


@contextmanager
def shelving(workspace: Workspace, name: str) -> Iterator[Path]:
    """Give an empty draft folder; filled by the block, it becomes the release of now. Needs `alone`.

    It reaches the disk and is made read-only before it gets its name; what a killed run left is swept.
    """
    with writing(workspace.releases):
        _sweep(workspace)
        draft = workspace.releases / f".draft-{name}"
        draft.mkdir()
        try:
            yield draft
            _freeze(draft)
            place = workspace.releases / name
            draft.rename(place)
            sync(workspace.releases)
            make_current(workspace, place)
        finally:
            _remove(draft)


def make_current(workspace: Workspace, folder: Path) -> None:
    """Let the stable names lead to a release. Needs `alone`; who has old files open goes on reading them."""
    with writing(workspace.published):
        _point(_current(workspace), Path(workspace.releases.name) / folder.name)
        _point(workspace.published, Path(_current(workspace).name) / NAME)
        sync(workspace.published.parent)


def kept() -> int:
    """How many releases are kept.

    Raises:
        UserError: SOTTTT_KEEP_RELEASES is no number from 2: readers may be on their way to the one before.
    """
    told = os.environ.get("SOTTTT_KEEP_RELEASES", str(KEPT))
    if not told.isdecimal() or int(told) < 2:
        raise UserError(f"SOTTTT_KEEP_RELEASES: {told!r} is no whole number from 2; say how many are kept")
    return int(told)


def forget_old(workspace: Workspace, unfit: Collection[Path] = (), before: str | None = None) -> None:
    """Remove all but the newest `kept()` releases; never the one of now or one newer. Needs `alone`.

    Args:
        workspace: Where they are.
        unfit: Those to which nobody goes back: they take no place of a good one; as many of them may stay.
        before: Id of the one that was current a moment ago: readers may be on their way to it.
    """
    now = current(workspace)
    seen: Counter[bool] = Counter()
    for path in releases(workspace):
        seen[path in unfit] += 1
        is_old = now is not None and path.name < now.name and path.name != before
        if is_old and seen[path in unfit] > kept():
            gone = path.with_name(f".draft-{path.name}")  # half removed, it must not be taken for a release
            path.rename(gone)
            _remove(gone)


def _current(workspace: Workspace) -> Path:
    return workspace.releases.with_name("current")


def _point(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    fresh = link.with_name(f".{link.name}.draft")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _freeze(folder: Path) -> None:
    for place, _, names in os.walk(folder, topdown=False):
        for path in (Path(place) / name for name in names):
            path.chmod(_READ_ONLY)
            sync(path)
        Path(place).chmod(_FOLDER)
        sync(Path(place))


def _sweep(workspace: Workspace) -> None:
    for draft in workspace.releases.glob(".draft-*"):
        _remove(draft)
    for draft in workspace.published.parent.glob(".*.draft*"):  # also those of before there were folders
        if draft.is_symlink() or not draft.is_dir():  # a folder is somebody else's
            draft.unlink()


def _remove(folder: Path) -> None:
    for place, _, _ in os.walk(folder):
        Path(place).chmod(_OPEN_FOLDER)
    shutil.rmtree(folder, ignore_errors=not folder.exists())
