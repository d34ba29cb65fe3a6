"""Releases that were taken back: going to an earlier one, and keeping builds from bringing the later back.

A mark is on the content, by its fingerprint: a scheduled build of the same content does not publish it again.
Folders and links belong to `shelf`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from scrapers.errors import UserError
from warehouse.build import last_content
from warehouse.files import replace_bytes
from warehouse.release import shelf
from warehouse.release.database import NAME
from warehouse.release.published import Published, read_release
from warehouse.workspace import Workspace


class WithdrawnError(UserError):
    """The content of the build was taken back; it is not published again until somebody says so."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a release was taken back."""

    release_id: str
    by: str
    at: str  # UTC, ISO 8601
    reason: str

    def __str__(self) -> str:
        return f"withdrawn by {self.by} on {self.at[:10]}: {self.reason}"

    @property
    def way_back(self) -> str:
        """What the mark keeps back, and how it is brought back."""
        return (
            f"release {self.release_id} had just this content and was {self};"
            f" `sotttt release restore {self.release_id}` brings it back"
        )


@dataclass(frozen=True, slots=True)
class Shelved:
    """A release that is kept."""

    release: Published
    size: int  # bytes of all its files
    is_current: bool
    withdrawal: Withdrawal | None


def shelved(workspace: Workspace) -> list[Shelved]:
    """All releases that are kept, newest first."""
    marks, now = _marks(workspace), shelf.current(workspace)
    found = []
    for folder in shelf.releases(workspace):
        release = read_release(folder / NAME)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        found.append(Shelved(release, size, folder == now, marks.get(release.fingerprint)))
    return found


def withdrawn(workspace: Workspace, fingerprint: str | None) -> Withdrawal | None:
    """The mark on content with that fingerprint, if it was taken back."""
    return _marks(workspace).get(fingerprint or "")


def withheld(workspace: Workspace) -> Withdrawal | None:
    """The mark on the content of the last build, when that is why analysts do not open it."""
    return withdrawn(workspace, last_content(workspace))


def rollback(workspace: Workspace, to: str | None = None, *, by: str, reason: str) -> Shelved:
    """Make an earlier release the one of now, and mark the content of all later ones as withdrawn.

    Args:
        workspace: Where they are.
        to: Id of the release; None for the newest before the one of now that was not taken back itself.
        by: Who says it.
        reason: Why, in a sentence.

    Raises:
        UserError: There is no such release, or it is no earlier one, or was itself taken back.
    """
    with shelf.alone(workspace):
        found = shelved(workspace)
        now = next((one for one in found if one.is_current), None)
        if now is None:
            raise UserError("no release is current; `sotttt build` makes one")
        earlier = [one for one in found if _id(one) < _id(now)]
        if to is not None:
            name = shelf.find(workspace, to).name
            earlier = [one for one in earlier if _id(one) == name]
            if not earlier:
                raise UserError(
                    f"{to}: not earlier than {_id(now)}, the release of now; nothing to take back"
                )
            if mark := earlier[0].withdrawal:
                raise UserError(f"{to}: was {mark}; `sotttt release restore {to}` brings it back")
        target = next((one for one in earlier if one.withdrawal is None), None)
        if target is None:
            raise UserError(f"no release before {_id(now)} is kept; `sotttt release list` tells which are")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        marks = _marks(workspace)
        for one in found:
            differs = one.release.fingerprint != target.release.fingerprint
            if _id(target) < _id(one) <= _id(now) and differs and one.withdrawal is None:
                marks[one.release.fingerprint] = Withdrawal(_id(one), by, at, reason)
        _keep(workspace, marks)  # first: killed here, a second rollback does the rest
        shelf.make_current(workspace, target.release.path.parent)
        return target


def restore(workspace: Workspace, release_id: str) -> bool:
    """Take the mark off a release and make it the one of now again; False when its folder is no longer kept.

    Raises:
        UserError: It was not taken back.
    """
    with shelf.alone(workspace):
        marks = _marks(workspace)
        left = {fingerprint: mark for fingerprint, mark in marks.items() if mark.release_id != release_id}
        if len(left) == len(marks):
            raise UserError(f"{release_id}: was not withdrawn; `sotttt release list` tells which were")
        kept = [folder for folder in shelf.releases(workspace) if folder.name == release_id]
        if kept:
            shelf.make_current(workspace, kept[0])
        _keep(workspace, left)
        return bool(kept)


def _id(one: Shelved) -> str:
    return one.release.path.parent.name


def _file(workspace: Workspace) -> Path:
    return workspace.releases.with_name("withdrawn.json")


def _marks(workspace: Workspace) -> dict[str, Withdrawal]:
    """By fingerprint."""
    path = _file(workspace)
    if not path.exists():
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {fingerprint: Withdrawal(**mark) for fingerprint, mark in told.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise UserError(
            f"{path}: cannot be read: {error}; mend it, or delete it to forget all marks"
        ) from error


def _keep(workspace: Workspace, marks: dict[str, Withdrawal]) -> None:
    told = {fingerprint: asdict(mark) for fingerprint, mark in marks.items()}
    replace_bytes(_file(workspace), json.dumps(told, ensure_ascii=False, indent=2).encode())
