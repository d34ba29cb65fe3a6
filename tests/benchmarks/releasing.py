"""Publishing beside its yardstick, DuckDB's own copy of the build, and a workbook of a hundred thousand rows.

Wall time of processes of their own. Which figures are built on belongs to `figures`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tests.benchmarks.figures import landed
from tests.benchmarks.growth import apart, peak_mb
from warehouse.build import build
from warehouse.database import reading
from warehouse.release.database import write_database
from warehouse.release.marts import Column, Content, Mart, content
from warehouse.release.published import Published
from warehouse.release.publishing import publish
from warehouse.release.report import Named, write_report_apart
from warehouse.release.tables import write_csv, write_parquet
from warehouse.release.workbook import write_workbook
from warehouse.workspace import Workspace

FIGURES = 95_000  # make a build of about 100 MB
ROWS = 100_000
_COLUMNS = 25  # as many as fct_indicator_year has


@dataclass(frozen=True, slots=True)
class Release:
    """What a release of a build takes."""

    build_mb: float
    copy: float  # seconds of COPY FROM DATABASE, the yardstick
    publish: float  # seconds, everything included
    parts: dict[str, float]  # seconds of each part alone, one after another


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook of ROWS takes."""

    seconds: float
    peak_mb: float
    file_mb: float


def race_release(root: Path) -> Release:
    """Copy a build as DuckDB does, publish it, and write each part alone."""
    workspace = apart(landed, root, FIGURES)
    apart(build, workspace)
    copied = min(apart(_copy, workspace) for _ in range(3))
    parts = apart(_parts, workspace)
    return Release(workspace.build.stat().st_size / 1e6, copied, apart(_publish, workspace), parts)


def workbook(root: Path) -> Workbook:
    """Write one sheet of ROWS with texts, numbers and dates."""
    root.mkdir(parents=True, exist_ok=True)
    return apart(_workbook, root)


def _copy(workspace: Workspace) -> float:
    path = workspace.root / "copy.duckdb"
    path.unlink(missing_ok=True)

    def copy() -> None:
        with duckdb.connect(str(path), config={"memory_limit": "2GB"}) as connection:
            connection.execute(f"attach '{workspace.build}' as build (read_only)")
            connection.execute("copy from database build to copy")

    return _timed(copy)


def _publish(workspace: Workspace) -> float:
    return _timed(lambda: publish(workspace))


def _parts(workspace: Workspace) -> dict[str, float]:
    folder = workspace.root / "parts"
    for name in ("parquet", "csv"):
        (folder / name).mkdir(parents=True)
    found: list[Content] = []
    with reading(workspace.build) as connection:
        spent = {"fingerprint": _timed(lambda: found.append(content(connection)))}
    marts, path = found[0].data, folder / "sotttt.duckdb"
    release = _release(path)
    spent["DuckDB"] = _timed(lambda: write_database(path, workspace.build, found[0], release))
    with reading(path, beside=folder) as connection:
        spent["Parquet"] = _timed(lambda: write_parquet(connection, folder / "parquet", marts))
        spent["CSV"] = _timed(lambda: write_csv(connection, folder / "csv", marts))
        spent["Excel"] = _timed(lambda: write_workbook(connection, folder / "all.xlsx", marts, release))
    named = Named("benchmark", "2026-01-01T00:00:00Z", "0")
    spent["report"] = _timed(lambda: write_report_apart(path, named, folder))
    return spent


def _workbook(root: Path) -> Workbook:
    path = root / "rows.duckdb"
    kinds = ("VARCHAR", "DOUBLE", "INTEGER", "BOOLEAN", "DATE")
    values = ("'tỉnh số ' || n", "n / 7", "n", "n % 2 = 0", "date '2000-01-01' + (n % 9000)::integer")
    columns = tuple(Column(f"c{place}", kinds[place % 5], True, "") for place in range(_COLUMNS - 1))
    cells = ", ".join(f"{values[place % 5]} as c{place}" for place in range(_COLUMNS - 1))
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"create table fct_indicator_year as select {cells}, 'r' as release_id"  # noqa: S608
            f" from range({ROWS}) as numbers (n)"
        )
    mart = Mart("fct_indicator_year", "", columns, ("c0",), (), ROWS, "")
    with reading(path, beside=root) as connection:
        seconds = _timed(lambda: write_workbook(connection, root / "rows.xlsx", [mart], _release(path)))
    return Workbook(seconds, peak_mb(), (root / "rows.xlsx").stat().st_size / 1e6)


def _release(path: Path) -> Published:
    hashes = {"fingerprint": "0" * 64, "data_fingerprint": "0" * 64, "schema_version": "0" * 12}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Published(path, "benchmark", at, version="0", rows={}, **hashes)


def _timed(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun
