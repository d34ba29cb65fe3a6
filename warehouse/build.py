"""The build: lake to marts, by dbt in a subprocess, and the record of what the last good build was made of.

dbt is the only writer of the build database. SQL belongs to `dbt_project`; publishing to `warehouse.release`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from scrapers.errors import UserError
from warehouse import lake, reviews
from warehouse.columns import keep_columns
from warehouse.database import first_line
from warehouse.failure import reason
from warehouse.files import replace_bytes
from warehouse.tables import Table
from warehouse.workspace import DBT_PROJECT, Workspace, writing

INPUTS = (Table.SOURCES, Table.DOCUMENTS, Table.FIGURES)
_READ = (*INPUTS, Table.PAGES, Table.FETCHES, Table.RECORDS, Table.READINGS, Table.REJECTIONS)  # by dbt
_PAUSES = (1, 2, 4, 8, 16, None)  # seconds between looks whether the database is free
_BROKEN = ("error", "fail", "runtime error", "partial success")


@dataclass(frozen=True, slots=True)
class Built:
    """A good build: what it was made of and how much dbt did."""

    fingerprint: str
    models: int
    tests: int


def input_fingerprint(workspace: Workspace) -> str:
    """A hash of all that the marts follow from: lake, reviews, the dbt project and its seeds."""
    digest = hashlib.sha256(lake.fingerprint(workspace.lake, INPUTS).encode())
    digest.update(repr(_shown(workspace)).encode())
    digest.update(hashlib.sha256(reviews.content(workspace)).digest())
    digest.update(project_fingerprint().encode())
    return digest.hexdigest()


def project_fingerprint() -> str:
    """A hash of the dbt project and its seeds."""
    digest = hashlib.sha256()
    for path in _project_files():
        digest.update(path.relative_to(DBT_PROJECT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build_needed(workspace: Workspace) -> bool:
    """Would a build now give anything else than the last good one?"""
    return last_build(workspace) != input_fingerprint(workspace)


def traces(workspace: Workspace) -> str:
    """A hash of times and sizes of the files that marts follow from: the same while no one touched them.

    Far cheaper than `build_needed`, so that one can ask every minute whether it is worth asking.
    """
    lake_files = [
        path for table in (*INPUTS, Table.PAGES) for path in (workspace.lake / table).rglob("*.parquet")
    ]
    digest = hashlib.sha256()
    for path in sorted([*lake_files, *workspace.review.glob("*.csv"), *_project_files()]):
        found = path.stat()
        digest.update(f"{path}\0{found.st_mtime_ns}\0{found.st_size}\0".encode())
    return digest.hexdigest()


def last_build(workspace: Workspace) -> str | None:
    """The input fingerprint of the last build, None when it failed or there was none."""
    if not (workspace.build_record.exists() and workspace.build.exists()):
        return None
    record: dict[str, str] = json.loads(workspace.build_record.read_text(encoding="utf-8"))
    return record["fingerprint"]


def held_back(workspace: Workspace) -> bool:
    """Is there a good build that was never published: stopped by a check, a kill, a full disk?"""
    if last_build(workspace) is None:
        return False
    return not json.loads(workspace.build_record.read_text(encoding="utf-8")).get("out", True)


def worth_running(workspace: Workspace) -> bool:
    """Would a build now bring out anything else than what is published?

    What cannot be told is worth a build too: it ends with the cause in a line, which somebody is told.
    """
    try:
        return build_needed(workspace) or held_back(workspace)
    except UserError:
        return True


def note_published(workspace: Workspace, build: str, content: str) -> None:
    """A build needs no more publishing: analysts open it, or its content was taken back.

    Args:
        workspace: Where it is.
        build: Its input fingerprint; a build that took its place meanwhile is yet to come out.
        content: Fingerprint of the data that its marts hold.
    """
    if last_build(workspace) == build:
        record = json.dumps({"fingerprint": build, "out": True, "content": content})
        replace_bytes(workspace.build_record, record.encode())


def last_content(workspace: Workspace) -> str | None:
    """The fingerprint of the data of the last build, once somebody tried to publish it."""
    if last_build(workspace) is None:
        return None
    record: dict[str, str] = json.loads(workspace.build_record.read_text(encoding="utf-8"))
    return record.get("content")


def begin_build(workspace: Workspace) -> str:
    """Make ready for dbt and forget the last build; gives the fingerprint for `finish_build`.

    Raises:
        UserError: A file of reviews has not the right form, another holds the database, or the disk refuses.
    """
    if workspace.build.exists():
        _outwait_readers(workspace.build)
    with writing(workspace.build):
        workspace.build.parent.mkdir(parents=True, exist_ok=True)
        workspace.build_record.unlink(missing_ok=True)
        _results_file(workspace).unlink(missing_ok=True)
    lake.prepare(workspace.lake)
    reviews.land(workspace)
    lake.check(workspace.lake, _READ)
    return input_fingerprint(workspace)


def _outwait_readers(path: Path) -> None:
    """Who only looks into the database is gone in seconds, the dbt of a run that just broke in half a minute.

    Left to itself, dbt would wait anew for each of its connections.
    """
    for pause in _PAUSES:
        try:
            duckdb.connect(str(path)).close()
        except duckdb.Error as error:
            if "lock" not in str(error):  # broken: dbt tells how
                return
            if pause is None:
                raise UserError(f"{path}: nothing is built: {first_line(error)}") from error
            time.sleep(pause)
        else:
            return


def finish_build(workspace: Workspace, fingerprint: str) -> None:
    """Record that every model and test passed on these inputs; only then can they be published."""
    replace_bytes(workspace.build_record, json.dumps({"fingerprint": fingerprint, "out": False}).encode())
    keep_columns(workspace, project_fingerprint())


def build(workspace: Workspace) -> Built:
    """Run all seeds, models and data tests.

    Unit tests need no data and run with the tests of the code.

    Raises:
        UserError: A model or test failed; the message names it.
    """
    fingerprint = begin_build(workspace)
    command = ("build", "--exclude-resource-type", "unit_test", "--fail-fast")  # nothing gets out anyway
    done = dbt(*command, environment=workspace.dbt_environment())
    if done.returncode:
        raise UserError(why_it_failed(workspace, done.stdout + done.stderr))
    finish_build(workspace, fingerprint)
    kinds = [node["unique_id"].partition(".")[0] for node in _results(workspace)]
    return Built(fingerprint, models=kinds.count("model"), tests=kinds.count("test"))


def why_it_failed(workspace: Workspace, output: str = "") -> str:
    """The first broken node of the last build in one line; `output` of dbt tells when there is none.

    A file of the lake that turns out to be broken inside is named before any model that stumbled over it.
    """
    try:
        lake.check(workspace.lake, _READ, whole=True)
    except UserError as error:
        return f"build: {error}; nothing is published"
    broken = [node for node in _results(workspace) if node["status"] in _BROKEN]
    log = workspace.dbt_target / "dbt.log"
    if not broken:
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        return f"dbt stopped before the build: {' '.join(lines[-3:])}; more in {log}"
    others = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
    return f"build: {reason(workspace, broken[0])}{others}; nothing is published; more in {log}"


def _shown(workspace: Workspace) -> list[tuple[str, str, datetime]]:
    """Which document each URL began to show and when, in order of time: all that marts take from pages.

    The same document seen again in a row says nothing new, so that a counter that moved needs no build.
    """
    order = ["url", "captured_at", "fetched_at", "warc_file", "warc_offset", "doc_id"]
    rows = lake.columns(workspace.lake, Table.PAGES, order)
    seen = sorted(tuple(row.values()) for row in rows if row["doc_id"] is not None)
    stretches = groupby(seen, key=lambda row: (row[0], row[-1]))
    return [(url, document, next(rows)[1]) for (url, document), rows in stretches]


def parse() -> Path:
    """The manifest of the dbt project, written anew when a file of the project is newer."""
    manifest = DBT_PROJECT / "target" / "manifest.json"
    newest = max(path.stat().st_mtime for path in _project_files())
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        done = dbt("parse", environment={"DBT_PROFILES_DIR": str(DBT_PROJECT)})
        if done.returncode:
            raise UserError(f"dbt cannot parse {DBT_PROJECT.name}:\n{done.stdout}{done.stderr}")
    return manifest


def dbt(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run dbt on the project, in a process of its own; what it said comes with the result."""
    command = [str(Path(sys.executable).with_name("dbt")), *arguments, "--project-dir", str(DBT_PROJECT)]
    return subprocess.run(
        command, env=os.environ | environment, cwd=DBT_PROJECT, capture_output=True, text=True, check=False
    )


def _results_file(workspace: Workspace) -> Path:
    return workspace.dbt_target / "run_results.json"


def _results(workspace: Workspace) -> list[dict[str, Any]]:
    path = _results_file(workspace)
    if not path.exists():  # dbt stopped before it ran anything
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    return found


def _project_files() -> list[Path]:
    kinds = ("*.yml", "models/**/*", "macros/**/*", "seeds/**/*", "tests/**/*")
    return sorted({path for kind in kinds for path in DBT_PROJECT.glob(kind) if path.is_file()})
