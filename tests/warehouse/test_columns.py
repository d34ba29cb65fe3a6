"""The columns of dbt's nodes and where they come from, as a build shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse import columns as module
from warehouse.build import project_fingerprint
from warehouse.columns import columns, keep_columns
from warehouse.workspace import Workspace


def test_a_build_tells_the_origins_of_every_model(built: Workspace) -> None:
    assert built.build.exists()
    found = columns(project_fingerprint())
    models = {node.rpartition(".")[2]: told for node, told in found.items() if node.startswith("model.")}
    assert not {name for name, told in models.items() if not told.origins}
    assert all(told.types for told in found.values())
    for told in models.values():
        assert told.origins.keys() <= told.types.keys()


def test_origins_are_columns_that_are_there(built: Workspace) -> None:
    assert built.build.exists()
    found = columns(project_fingerprint())
    for told in found.values():
        for parent, column in {origin for origins in told.origins.values() for origin in map(tuple, origins)}:
            assert parent.startswith("source.") or column in found[parent].types


def test_origins_go_through_what_stands_between(built: Workspace) -> None:
    """A column of a common table expression, one renamed on the way, and one that is made of two."""
    assert built.build.exists()
    found = columns(project_fingerprint())
    coverage = found["model.sotttt.mart_coverage"].origins
    assert [tuple(origin) for origin in coverage["province_name"]] == [
        ("model.sotttt.dim_province", "name_vi")
    ]
    assert [tuple(origin) for origin in coverage["coverage"]] == [
        ("model.sotttt.fct_comparable_year", "status"),
        ("model.sotttt.fct_figure", "province"),
    ]
    queue = found["model.sotttt.mart_review_queue"].origins  # made of a union by name
    assert ("model.sotttt.int_rivals", "rival_value") in map(tuple, queue["rival_value"])
    revisions = found["model.sotttt.mart_revisions"].origins
    assert ("model.sotttt.int_figure_versions", "value") in map(tuple, revisions["old_value"])


def test_another_state_of_the_project_is_looked_at_anew(
    built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", tmp_path / "columns.json")
    assert columns("one") == {}
    keep_columns(built, "one")
    assert columns("one")
    assert columns("two") == {}
    kept = module.KEPT.read_bytes()
    keep_columns(built, "one")
    assert module.KEPT.read_bytes() == kept
    keep_columns(built, "two")
    assert columns("one") == {}
    assert columns("two")
