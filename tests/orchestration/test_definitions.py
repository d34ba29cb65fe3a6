"""The code location: it loads, and its graph is the one that was agreed on."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.definitions import build_defs
from orchestration.instance import SETTINGS
from orchestration.jobs.schedules import daily_build
from warehouse.build import build
from warehouse.dictionary import SEPARATOR
from warehouse.release.publishing import publish
from warehouse.workspace import PROJECT_ROOT, Workspace

SNAPSHOT = Path(__file__).with_name("graph.yaml")


def graph() -> dict[str, object]:
    defs = build_defs()
    assets = defs.resolve_asset_graph()
    repository = defs.get_repository_def()
    return {
        "assets": {
            node.key.to_user_string(): {
                "group": node.group_name,
                "owners": list(node.owners),
                "kinds": sorted(node.kinds),
                "tags": sorted(tag for tag in node.tags if not tag.startswith("dagster/")),
                "after": sorted(parent.to_user_string() for parent in node.parent_keys),
                "partitioned": node.is_partitioned,
            }
            for node in sorted(assets.asset_nodes, key=lambda node: node.key)
        },
        "own checks": sorted(
            f"{key.asset_key.to_user_string()}: {key.name}"
            for key in assets.asset_check_keys
            if assets.assets_def_for_key(key).node_def.name != "warehouse"  # dbt's are its tests
        ),
        "jobs": {
            job.name: sorted(key.to_user_string() for key in job.asset_layer.executable_asset_keys)
            for job in repository.get_all_jobs()
            if not job.name.startswith("__")
        },
        "schedules": {
            schedule.name: f"{schedule.job_name} at {schedule.cron_schedule} {schedule.execution_timezone}"
            for schedule in repository.schedule_defs
        },
        "sensors": sorted(sensor.name for sensor in repository.sensor_defs),
        "on from the start": sorted(
            one.name
            for one in (*repository.schedule_defs, *repository.sensor_defs)
            if one.default_status.value == "RUNNING"
        ),
    }


def test_graph_is_the_one_agreed_on() -> None:
    """After a change that is meant: `python -m tests.orchestration.test_definitions` writes the file anew."""
    assert graph() == yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_asset_has_an_owner_a_kind_a_tag_a_group_and_a_description() -> None:
    """The graph above is the list of the first four; here is what none may be without."""
    nodes = list(build_defs().resolve_asset_graph().asset_nodes)
    told = {
        node.key.to_user_string(): (
            node.owners,
            node.kinds,
            [tag for tag in node.tags if not tag.startswith("dagster/")],
            node.group_name != "default",
            node.description,
            node.metadata.get("dagster/code_references") or not node.is_executable,
        )
        for node in nodes
    }
    assert len(told) > 50
    assert not [name for name, facts in told.items() if not all(facts)]


def test_what_people_look_at_is_described_in_english_and_in_vietnamese() -> None:
    nodes = build_defs().resolve_asset_graph().asset_nodes
    internal = ("seeds", "staging", "intermediate")
    assert not [
        node.key.to_user_string()
        for node in nodes
        if node.group_name not in internal and SEPARATOR not in (node.description or "")
    ]


def test_columns_are_told_before_any_run(built: Workspace) -> None:
    """And, once a build was made of this state of the dbt project, which columns they come from."""
    assert built.build.exists()
    assets = build_defs().resolve_asset_graph()
    nodes = [
        node for node in assets.asset_nodes if node.key.path[-1] not in ("reviews", "published_warehouse")
    ]
    assert not [node.key for node in nodes if "dagster/column_schema" not in node.metadata]
    lineage = assets.get(dg.AssetKey("mart_coverage")).metadata["dagster/column_lineage"]
    assert set(lineage.deps_by_column["coverage"]) == {
        dg.TableColumnDep(dg.AssetKey("fct_figure"), "province"),
        dg.TableColumnDep(dg.AssetKey("fct_comparable_year"), "status"),
    }
    figures = assets.get(dg.AssetKey("stg_figures")).metadata
    assert figures["dagster/column_lineage"].deps_by_column["span_start"] == [
        dg.TableColumnDep(dg.AssetKey("figures"), "start")
    ]
    (column,) = [one for one in figures["dagster/column_schema"].columns if one.name == "span_start"]
    assert column.type == "INTEGER"
    assert "From figures.start." in column.description


def test_every_dbt_test_that_guards_a_mart_is_a_check() -> None:
    assets = build_defs().resolve_asset_graph()
    guarded = {key.asset_key.to_user_string() for key in assets.asset_check_keys}
    assert {"fct_figure", "fct_indicator_year", "mart_growth"} <= guarded


def test_daily_build_rests_when_nothing_changed(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    context = dg.build_schedule_context(resources={"workspace": workspace})
    assert daily_build.evaluate_tick(context).run_requests
    build(workspace)
    assert daily_build.evaluate_tick(context).run_requests  # it is not out yet: something stopped it
    publish(workspace, report=False)
    assert not daily_build.evaluate_tick(context).run_requests


@pytest.mark.parametrize("command", [["dagster", "definitions", "validate"], ["dg", "check", "defs"]])
def test_dagster_accepts_it(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_text(SETTINGS.read_text(encoding="utf-8"), encoding="utf-8")
    tool = Path(sys.executable).with_name(command[0])
    checked = subprocess.run(
        [tool, *command[1:]],
        env={**os.environ, "DAGSTER_HOME": str(tmp_path), "PATH": f"{tool.parent}:{os.environ['PATH']}"},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


if __name__ == "__main__":
    SNAPSHOT.write_text(yaml.safe_dump(graph(), sort_keys=False, allow_unicode=True), encoding="utf-8")
