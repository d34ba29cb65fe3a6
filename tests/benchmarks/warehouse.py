"""The warehouse at size: dbt's build against its own SQL without dbt, publishing, growth, memory.

Wall time, for disk and cores count. Which figures are built on belongs to `figures`.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.benchmarks.figures import landed
from tests.benchmarks.growth import apart, peak_mb
from warehouse.build import build
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Spent:
    """What a step took."""

    seconds: float
    peak_mb: float  # of the process that did the work


@dataclass(frozen=True, slots=True)
class Built:
    """A warehouse of so many figures."""

    figures: int
    dbt: Spent
    plain: Spent
    published: Spent


def warehouses(root: Path, sizes: list[int]) -> Iterator[Built]:
    """Build and publish a lake of each size; each step in a process of its own."""
    for size in sizes:
        workspace = apart(landed, root / str(size), size)
        dbt, plain, published = (apart(step, workspace) for step in (_dbt, _plain, _publish))
        yield Built(size, dbt, plain, published)


def _dbt(workspace: Workspace) -> Spent:
    seconds = _timed(lambda: build(workspace))
    return Spent(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def _publish(workspace: Workspace) -> Spent:
    return Spent(_timed(lambda: publish(workspace)), peak_mb())


def _plain(workspace: Workspace) -> Spent:
    """The statements of that build, one by one on one connection, with its limits; seeds are copied."""
    results = json.loads((workspace.dbt_target / "run_results.json").read_text(encoding="utf-8"))["results"]
    manifest = json.loads((workspace.dbt_target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    path = workspace.root / "plain" / "build.duckdb"  # of the same name: statements name their database
    path.parent.mkdir()
    config = {"memory_limit": "2GB", "preserve_insertion_order": "false"}
    with duckdb.connect(str(path), config=config) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{workspace.build}' as theirs (read_only)")
        for schema in ("staging", "intermediate", "operations", "seeds"):
            connection.execute(f"create schema {schema}")
        for (seed,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'theirs' and schema_name = 'seeds'"
        ).fetchall():
            connection.execute(f"create table seeds.{seed} as from theirs.seeds.{seed}")
        statements = [
            _statement(workspace, manifest[one["unique_id"]], one)
            for one in results
            if one["unique_id"] in manifest
        ]
        seconds = _timed(lambda: [connection.execute(one).fetchall() for one in statements if one])
    return Spent(seconds, peak_mb())


def _statement(workspace: Workspace, node: dict[str, str], result: dict[str, str]) -> str | None:
    if node["resource_type"] == "test":
        return f"select count(*) from ({result['compiled_code']})"  # noqa: S608
    if node["resource_type"] != "model":
        return None
    ran = workspace.dbt_target / "run" / node["package_name"] / node["original_file_path"]
    return ran.read_text(encoding="utf-8").replace("__dbt_tmp", "")


def _timed(step: Callable[[], object]) -> float:
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun
