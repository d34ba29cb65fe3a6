"""The fetches of a run while it goes: a line of JSON each, so that a kill takes none of them.

A journal becomes a table file of the lake when its run ends, or when the source is next looked at.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from scrapers.errors import UserError
from scrapers.model import Fetch
from warehouse import lake
from warehouse.tables import Table
from warehouse.workspace import writing

_FETCH = TypeAdapter(Fetch)


class Journal:
    """Where a run writes the fetches of one source. Every line is with the system before `add` returns.

    Raises:
        UserError: The disk is read-only or full.
    """

    def __init__(self, root: Path, source: str, run_id: str) -> None:
        self._path = lake.journal_path(root, source, run_id)
        with writing(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._opened()
            while not os.fstat(self._file).st_nlink:  # another process settled it before it was locked
                os.close(self._file)
                self._file = self._opened()

    def _opened(self) -> int:
        file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        fcntl.flock(file, fcntl.LOCK_EX)
        return file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def add(self, fetch: Fetch) -> None:
        """Write one fetch down."""
        with writing(self._path):
            whole = os.fstat(self._file).st_size
            rest = memoryview(_FETCH.dump_json(fetch) + b"\n")
            try:
                while rest:  # a disk that gets full takes a part first
                    rest = rest[os.write(self._file, rest) :]
            except OSError:
                os.truncate(self._file, whole)
                raise


def settle(root: Path, source: str) -> bool:
    """Make every journal of a source that no run is writing a part of the lake's table of fetches.

    Returns:
        Whether that was all: False while a run is writing one.

    Raises:
        UserError: A line is not what a run wrote; or the disk refuses.
    """
    all_settled = True
    for path in sorted((root / Table.FETCHES / f"source={source}").glob("*.journal")):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                all_settled = False
                continue
            lake.append_fetches(root, _lines(path))
            with writing(path):
                path.unlink(missing_ok=True)
    return all_settled


def _lines(path: Path) -> Iterator[Fetch]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):  # torn by a kill: its attempt never ended
                return
            try:
                yield _FETCH.validate_json(line)
            except ValidationError as error:
                raise UserError(f"{path}:{number}: not a fetch; remove the line or the file") from error
