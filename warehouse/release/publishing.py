"""Publishing: a new release from the last good build takes the place of the one of now, whole or not at all.

Only good builds get out. What each file of a release is belongs to the module that writes it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import duckdb

from scrapers.errors import UserError
from warehouse.build import build_needed, note_published
from warehouse.comparison import NothingToCompareError
from warehouse.database import first_line, reading
from warehouse.release import database, package, shelf, withdrawals, workbook
from warehouse.release.diff import ReleaseDiff, release_diff
from warehouse.release.marts import Content, content, schema, schema_version
from warehouse.release.notes import write_notes
from warehouse.release.published import Published, published
from warehouse.release.report import write_report
from warehouse.release.tables import write_csv, write_parquet
from warehouse.workspace import Workspace


def publish(workspace: Workspace, *, report: bool = True) -> Published | None:
    """Publish the last build; None when the release of now already holds just that.

    Args:
        workspace: Where the build and the releases are.
        report: False leaves out page and pictures, which take some seconds.

    Raises:
        WithdrawnError: What the build holds was published before and taken back.
        UserError: The last build failed or is older than the lake; a build is running; the disk refuses.
    """
    if build_needed(workspace):
        raise UserError(
            "nothing to publish: the last build failed or is older than the lake; run `sotttt build`"
        )
    shelf.kept()
    with reading(workspace.build) as connection:
        found = content(connection)
    with shelf.alone(workspace):
        before = published(workspace)
        if before is not None and before.fingerprint == found.fingerprint:
            note_published(workspace, found.fingerprint)
            return None
        if withdrawal := withdrawals.withdrawn(workspace, found.fingerprint):
            note_published(workspace, found.fingerprint)  # it was tried: no schedule needs to try again
            raise withdrawals.WithdrawnError(f"not published: {withdrawal.way_back}")
        release = _release(workspace, found)
        with shelf.shelving(workspace, release.release_id or "") as draft:
            try:
                _write(draft, workspace, found, release, before, report=report)
            except duckdb.Error as error:
                raise UserError(f"{workspace.published}: not published: {first_line(error)}") from error
        shelf.forget_old(workspace)
    note_published(workspace, found.fingerprint)
    return release


def _release(workspace: Workspace, found: Content) -> Published:
    at = shelf.moment(workspace)
    return Published(
        path=workspace.published,
        release_id=shelf.release_id(at, found.fingerprint),
        published_at=at,
        version=version("sotttt"),
        fingerprint=found.fingerprint,
        schema_version=schema_version(found.schema),
        rows={mart.name: mart.rows for mart in found.marts},
    )


def _write(
    draft: Path,
    workspace: Workspace,
    found: Content,
    release: Published,
    before: Published | None,
    *,
    report: bool,
) -> None:
    """Fill the folder of a release: the database, all else from it, and last what tells of the files."""
    path = draft / database.NAME
    for folder in ("parquet", "csv"):
        (draft / folder).mkdir()
    with ThreadPoolExecutor() as pool:  # DuckDB and zlib work without Python's lock
        comparing = pool.submit(_difference, workspace)
        database.write_database(path, workspace.build, found, release)
        with reading(path, beside=draft) as connection:
            jobs = [
                pool.submit(
                    workbook.write_workbook,
                    connection.cursor(),
                    draft / workbook.NAME,
                    found.data,
                    release,
                ),
                pool.submit(write_csv, connection.cursor(), draft / "csv", found.data),
                pool.submit(write_parquet, connection.cursor(), draft / "parquet", found.data),
            ]
            if report:
                jobs.append(pool.submit(write_report, connection.cursor(), draft))
            for job in jobs:
                job.result()
            schemas = (_schema(before), found.schema)
            write_notes(connection, draft, release, before, comparing.result(), schemas)
            package.write_package(connection, draft, found.data, release)


def _difference(workspace: Workspace) -> ReleaseDiff | str:
    try:
        return release_diff(workspace)
    except NothingToCompareError as error:
        return f"Not compared: {error}."


def _schema(release: Published | None) -> dict[tuple[str, str], str]:
    if release is None:
        return {}
    with reading(release.path) as connection:
        return schema(connection)
