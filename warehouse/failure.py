"""Why a node of dbt failed, in words for the one who has to mend it: which row, which value, which file.

dbt itself only counts the rows a test found. Running dbt belongs to `warehouse.build`.
"""

from __future__ import annotations

import json
from typing import Any

import duckdb

from scrapers.errors import UserError
from warehouse.database import reading
from warehouse.workspace import Workspace

# Columns that lead to the place, told beside those that the test is about.
_PLACES = ("figure_id", "source", "url")
_WIDE = 4


def reason(workspace: Workspace, result: dict[str, Any]) -> str:
    """One line about a broken node: its name, what dbt says, the first row a test found, and the way out.

    Args:
        workspace: Whose build it was.
        result: Of the node, as it stands in run_results.json.
    """
    node = _node(workspace, result["unique_id"])
    message = " ".join((result["message"] or "").split())
    if node.get("resource_type") == "test":
        return (
            f"{result['unique_id']}: {message}{_found(workspace, result, node)}; {_way_out(workspace, node)}"
        )
    if node.get("resource_type") == "seed":
        return f"{result['unique_id']}: {message}; mend {node['original_file_path']}"
    return f"{result['unique_id']}: {message}"


def _node(workspace: Workspace, unique_id: str) -> dict[str, Any]:
    path = workspace.dbt_target / "manifest.json"
    if not path.exists():
        return {}
    node: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["nodes"].get(unique_id, {})
    return node


def _found(workspace: Workspace, result: dict[str, Any], node: dict[str, Any]) -> str:
    """The first row of the test in the order of all columns, so that a fault is always told the same way."""
    query = f"from ({result.get('compiled_code')}) order by all limit 1"
    try:
        with reading(workspace.build, beside=workspace.lake) as connection:
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
    except (duckdb.Error, UserError):  # the count has to do
        return ""
    if not rows:
        return ""
    row = dict(zip(names, rows[0], strict=True))
    arguments = node["test_metadata"]["kwargs"] if node.get("test_metadata") else {}
    about = [*arguments.get("columns", ()), arguments.get("column_name")]
    if len(row) > _WIDE and (told := {name: row[name] for name in (*about, *_PLACES) if name in row}):
        row = told
    return ", first " + ", ".join(f"{name} {value!r}" for name, value in row.items())


def _way_out(workspace: Workspace, node: dict[str, Any]) -> str:
    tested = _node(workspace, node.get("attached_node") or "")
    if tested.get("resource_type") == "seed":
        return f"mend {tested['original_file_path']}"
    return "mend the seed it comes from, or read the pages again with `sotttt read`"
