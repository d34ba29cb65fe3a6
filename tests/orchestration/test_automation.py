"""A build starts by itself: once, when something to build has landed, and not while anything else runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

from orchestration.alerting.sensors import new_figures
from tests.warehouse.lakes import document, figure, land
from warehouse.build import build
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def test_one_build_after_figures_landed(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    workspace, cursor = Workspace(tmp_path / "data"), None

    def tick() -> Any:
        nonlocal cursor
        with dg.build_sensor_context(instance, cursor, resources={"workspace": workspace}) as context:
            done = new_figures.evaluate_tick(context)
        cursor = done.cursor
        return done

    land(workspace, [document("d1")], [figure("d1", "450")])
    crawl = create_run_for_test(instance, "crawl_job", status=dg.DagsterRunStatus.STARTED)
    waiting = tick()
    assert not waiting.run_requests
    assert "waits" in waiting.skip_message
    instance.report_run_canceled(crawl)
    (request,) = tick().run_requests
    assert request.asset_selection is None  # the whole job
    assert tick().skip_message == "Nothing has landed."  # also when that build failed

    build(workspace)
    publish(workspace, report=False)
    land(workspace, [document("d1")], [figure("d1", "450")])  # a crawl that changed nothing
    assert not tick().run_requests
    for file in workspace.lake.rglob("*.parquet"):
        file.touch()
    assert tick().skip_message == "What has landed changes nothing that is built."

    land(workspace, [document("d1")], [figure("d1", "451")])
    assert len(tick().run_requests) == 1
