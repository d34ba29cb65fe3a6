"""Publishing: a new release from the last good build takes the place of the one of now, whole or not at all.

Only good builds get out. What each file of a release is belongs to the module that writes it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import duckdb

from scrapers.errors import UserError
from warehouse.build import input_fingerprint, last_build, note_published
from warehouse.comparison import NothingToCompareError
from warehouse.database import first_line, reading
from warehouse.drift import check_losses
from warehouse.release import database, package, shelf, withdrawals, workbook
from warehouse.release.diff import ReleaseDiff, release_diff
from warehouse.release.marts import Content, content, schema, schema_version
from warehouse.release.notes import write_notes
from warehouse.release.published import Published, published, sound
from warehouse.release.report import Named, write_report_apart
from warehouse.release.tables import write_csv, write_parquet
from warehouse.workspace import Workspace


def publish(workspace: Workspace, *, report: bool = True, despite_losses: bool = True) -> Published | None:
    """Publish the last build; None when the release of now already holds just that.

    Args:
        workspace: Where the build and the releases are.
        report: False leaves out page and pictures, which take some seconds.
        despite_losses: False asks first whether the build lost too much of what the release of now knows.

    Raises:
        WithdrawnError: What the build holds was published before and taken back.
        UserError: The last build failed or is older than the lake; a build is running; the disk refuses.
    """
    shelf.kept()
    with shelf.alone(workspace):  # first: who waits for it must not go on with what it saw before
        build = last_build(workspace)
        if build is None or build != input_fingerprint(workspace):
            raise UserError(
                "nothing to publish: the last build failed or is older than the lake; run `sotttt build`"
            )
        with reading(workspace.build) as connection:
            found = content(connection)
        before, folder = _before(workspace), shelf.current(workspace)
        if before is not None and before.fingerprint == found.fingerprint:
            note_published(workspace, build, found.data_fingerprint)
            return None
        if withdrawal := withdrawals.withdrawn(workspace, found.data_fingerprint, found.fingerprint):
            # It was tried: no schedule needs to try again.
            note_published(workspace, build, found.data_fingerprint)
            raise withdrawals.WithdrawnError(f"not published: {withdrawal.way_back}")
        if not despite_losses:
            check_losses(workspace)
        release = _release(workspace, found)
        with shelf.shelving(workspace, release.release_id or "") as draft:
            try:
                difference = _write(draft, workspace, found, release, before, build, report=report)
            except duckdb.Error as error:
                raise UserError(f"{workspace.published}: not published: {first_line(error)}") from error
        shelf.forget_old(workspace, withdrawals.unfit(workspace), folder.name if folder else None)
    note_published(workspace, build, found.data_fingerprint)
    return replace(release, difference=difference if isinstance(difference, ReleaseDiff) else None)


def _before(workspace: Workspace) -> Published | None:
    """The release that is to be replaced; None also when it is damaged.

    Raises:
        UserError: What stands in its place was never a release of ours.
    """
    if workspace.published.is_symlink():
        return sound(workspace)
    try:
        return published(workspace)
    except UserError as error:
        way_out = "no release stands there; move it away and publish again"
        raise UserError(f"{workspace.published}: {way_out}") from error


def _release(workspace: Workspace, found: Content) -> Published:
    at = shelf.now()
    return Published(
        path=workspace.published,
        release_id=shelf.release_id(shelf.moment(workspace, at), found.fingerprint),
        published_at=at,
        version=version("sotttt"),
        fingerprint=found.fingerprint,
        data_fingerprint=found.data_fingerprint,
        schema_version=schema_version(found.schema),
        rows={mart.name: mart.rows for mart in found.marts},
    )


def _write(
    draft: Path,
    workspace: Workspace,
    found: Content,
    release: Published,
    before: Published | None,
    build: str,
    *,
    report: bool,
) -> ReleaseDiff | str:
    """Fill the folder of a release: the database, all else from it, and last what tells of the files.

    Raises:
        UserError: Another build began, so that parts of it may be in the copy.
    """
    path = draft / database.NAME
    for folder in ("parquet", "csv"):
        (draft / folder).mkdir()
    with ThreadPoolExecutor() as pool:  # DuckDB and zlib work without Python's lock
        comparing = pool.submit(_difference, workspace, before, draft)
        jobs = [pool.submit(write_report_apart, workspace.build, _named(release), draft)] if report else []
        database.write_database(path, workspace.build, found, release)
        with reading(path, beside=draft) as connection:
            cursor = connection.cursor
            jobs += [
                pool.submit(workbook.write_workbook, cursor(), draft / workbook.NAME, found.data, release),
                pool.submit(write_csv, cursor(), draft / "csv", found.data),
                pool.submit(write_parquet, cursor(), draft / "parquet", found.data),
            ]
            for job in jobs:
                job.result()
            if last_build(workspace) != build:
                raise UserError("not published: another build began meanwhile; publish when it has ended")
            difference = comparing.result()
            schemas = (_schema(before), found.schema)
            write_notes(connection, draft, release, before, difference, schemas)
            package.write_package(connection, draft, found.data, release)
    return difference


def _named(release: Published) -> Named:
    return Named(release.release_id or "", f"{release.published_at:%Y-%m-%dT%H:%M:%SZ}", release.version)


def _difference(workspace: Workspace, before: Published | None, draft: Path) -> ReleaseDiff | str:
    if before is None and workspace.published.exists():
        return "Not compared: the release before is damaged."
    try:
        return release_diff(workspace, draft)
    except NothingToCompareError as error:
        return f"Not compared: {error}."


def _schema(release: Published | None) -> dict[tuple[str, str], str]:
    if release is None:
        return {}
    with reading(release.path) as connection:
        return schema(connection)
