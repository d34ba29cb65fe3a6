"""What dbt knows of the project: its models by layer, and what each reads."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from warehouse.build import parse

Node = dict[str, Any]


@cache
def manifest() -> dict[str, dict[str, Node]]:
    found: dict[str, dict[str, Node]] = json.loads(parse().read_text(encoding="utf-8"))
    return found


def models() -> list[Node]:
    return [node for node in manifest()["nodes"].values() if node["resource_type"] == "model"]


def layer(unique_id: str) -> str:
    """The folder of a model; source and seed for what is none."""
    kind = unique_id.split(".")[0]
    return manifest()["nodes"][unique_id]["fqn"][1] if kind == "model" else kind


def reads(node: Node) -> set[str]:
    return {other for other in node["depends_on"]["nodes"] if layer(other) != "test"}
