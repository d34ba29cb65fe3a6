"""Releases that were taken back: going to an earlier one, and keeping builds from bringing the later back.

A mark is on the data, by its fingerprint: a scheduled build of the same data does not publish it again, also
when comments or macros became others.
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
            f" `sotttt release restore {self.release_id}` takes that back"
        )


@dataclass(frozen=True, slots=True)
class Shelved:
    """A release that is kept."""

    folder: Path
    release: Published | None  # None: it is broken, so nobody can go back to it
    is_current: bool
    withdrawal: Withdrawal | None

    @property
    def release_id(self) -> str:
        """Also of a broken one."""
        return self.folder.name

    @property
    def is_fit(self) -> bool:
        """Can it be gone back to?"""
        return self.release is not None and self.withdrawal is None

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def shelved(workspace: Workspace) -> list[Shelved]:
    """All releases that are kept, newest first."""
    marks, now = _marks(workspace), shelf.current(workspace)
    found = []
    for folder in shelf.releases(workspace):
        release = _release(folder)
        mark = None if release is None else _mark(marks, release.data_fingerprint, release.fingerprint)
        found.append(Shelved(folder, release, folder.resolve() == now, mark))
    return found


def unfit(workspace: Workspace) -> set[Path]:
    """The folders of those that are withdrawn or broken."""
    return {one.folder for one in shelved(workspace) if not one.is_fit}


def withdrawn(workspace: Workspace, *fingerprints: str) -> Withdrawal | None:
    """The mark on content with one of those fingerprints, if it was taken back."""
    return _mark(_marks(workspace), *fingerprints)


def withheld(workspace: Workspace) -> Withdrawal | None:
    """The mark on the content of the last build, when that is why analysts do not open it."""
    return withdrawn(workspace, last_content(workspace) or "")


def rollback(workspace: Workspace, to: str | None = None, *, by: str, reason: str) -> Shelved:
    """Make an earlier release the one of now, and mark the content of all later ones as withdrawn.

    Args:
        workspace: Where they are.
        to: Id of the release; None for the newest before the one of now that has other data and is fit.
        by: Who says it.
        reason: Why, in a sentence.

    Raises:
        UserError: There is no such release, or it is no earlier one, was itself taken back, or is broken.
    """
    with shelf.alone(workspace):
        found = shelved(workspace)
        now = next((one for one in found if one.is_current), None)
        if now is None:
            raise UserError("no release is current; `sotttt build` makes one")
        earlier = [one for one in found if one.release_id < now.release_id]
        if to is None:
            target = next((one for one in earlier if one.is_fit and _data(one) != _data(now)), None)
        else:
            target = _named(earlier, shelf.find(workspace, to).name, now)
        if target is None:
            raise UserError(
                f"no release before {now.release_id} is kept that can be gone back to; `sotttt release list`"
                " tells which are withdrawn or broken"
            )
        at = datetime.now(UTC).isoformat(timespec="seconds")
        marks = _marks(workspace)
        for one in found:
            is_later = target.release_id < one.release_id <= now.release_id
            if is_later and one.is_fit and _data(one) != _data(target):
                mark = Withdrawal(one.release_id, _line(by), at, _line(reason))
                marks[_data(one)] = mark
        _keep(workspace, marks)  # first: killed here, a second rollback does the rest
        shelf.make_current(workspace, target.folder)
        return target


def _named(earlier: list[Shelved], name: str, now: Shelved) -> Shelved:
    """The earlier release that somebody asks for.

    Raises:
        UserError: It is not earlier, or not fit.
    """
    target = next((one for one in earlier if one.release_id == name), None)
    if target is None:
        way_out = "" if name == now.release_id else f"; `sotttt release restore {name}` makes it current"
        raise UserError(
            f"{name}: not earlier than {now.release_id}, the release of now; nothing to take back{way_out}"
        )
    if target.release is None:
        raise UserError(f"{name}: is broken; `sotttt release list` tells which are not")
    if target.withdrawal:
        way_out = f"`sotttt release restore {name}` takes the mark off, then it can be gone back to"
        raise UserError(f"{name}: was {target.withdrawal}; {way_out}")
    return target


def restore(workspace: Workspace, release_id: str) -> str | None:
    """Take the mark off a release; make it the one of now again when that one is not a later good one.

    One that bears no mark but is later than the one of now, as a kill can leave it, becomes current too.

    Returns:
        The id of the release of now, None when there is none.

    Raises:
        UserError: It was not taken back.
    """
    with shelf.alone(workspace):
        marks, found = _marks(workspace), shelved(workspace)
        one = next((one for one in found if one.release_id == release_id), None)
        now = next((one for one in found if one.is_current), None)
        told = () if one is None or one.release is None else (_data(one), one.release.fingerprint)
        left = {
            fingerprint: mark
            for fingerprint, mark in marks.items()
            if fingerprint not in told and mark.release_id != release_id
        }
        is_last = now is None or not now.is_fit or now.release_id < release_id
        if one is not None and one.release is not None and is_last and not one.is_current:
            shelf.make_current(workspace, one.folder)
            now = one
        elif len(left) == len(marks):
            raise UserError(_not_withdrawn(release_id, one))
        _keep(workspace, left)
        return now.release_id if now else None


def _not_withdrawn(release_id: str, one: Shelved | None) -> str:
    if one is None or one.release is None:
        return f"{release_id}: was not withdrawn; `sotttt release list` tells which were"
    if one.is_current:
        return f"{release_id}: was not withdrawn, and analysts open it now"
    return f"{release_id}: was not withdrawn; `sotttt release rollback {release_id}` goes back to it"


def _release(folder: Path) -> Published | None:
    try:
        return read_release(folder / NAME)
    except UserError:
        return None


def _data(one: Shelved) -> str:
    return one.release.data_fingerprint if one.release else ""


def _line(text: str) -> str:
    return " ".join(text.split())


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


def _mark(marks: dict[str, Withdrawal], *fingerprints: str) -> Withdrawal | None:
    """Marks of before there were fingerprints of the data alone are on those of all content."""
    return next((marks[fingerprint] for fingerprint in fingerprints if fingerprint in marks), None)


def _keep(workspace: Workspace, marks: dict[str, Withdrawal]) -> None:
    told = {fingerprint: asdict(mark) for fingerprint, mark in marks.items()}
    replace_bytes(_file(workspace), json.dumps(told, ensure_ascii=False, indent=2).encode())
