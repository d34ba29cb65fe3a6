"""A small workspace whose build tests change by hand, so that many releases cost no dbt."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import built, own
from warehouse.release.published import Published
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace

__all__ = ["built", "own"]
_FEW = ("fct_figure", "dim_indicator", "dim_source", "dim_series_note", "_macros")


@pytest.fixture
def small(own: Workspace) -> Workspace:
    """With few tables in its build, and published before with all of them."""
    with duckdb.connect(str(own.build)) as build:
        tables = build.execute("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
        for (name,) in tables:
            if name not in _FEW:
                build.execute(f"drop table {name}")
        build.execute("delete from _macros")  # they ask tables that are gone
    return own


def republish(workspace: Workspace, sql: str) -> Published:
    """Change the build, and publish that."""
    change(workspace, sql)
    release = publish(workspace, report=False)
    assert release is not None
    return release


def change(workspace: Workspace, sql: str, values: dict[str, Any] | None = None) -> None:
    """Change the build by hand: what dbt would do in many seconds."""
    with duckdb.connect(str(workspace.build)) as build:
        build.execute(sql, values)


def rest(confidence: float) -> str:
    """SQL that makes the build another one."""
    return f"update fct_figure set confidence = {confidence}"  # noqa: S608
