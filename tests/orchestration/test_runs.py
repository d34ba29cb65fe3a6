"""Runs that go wrong: what landed stays, what failed shows as failed, and nothing bad is published."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import build_defs
from orchestration.jobs.schedules import partition_range
from orchestration.resources import Portals
from scrapers.registry import Source, load_sources
from tests.warehouse.lakes import document, figure, land
from warehouse import lake
from warehouse.build import build
from warehouse.release.publishing import publish
from warehouse.tables import Table
from warehouse.workspace import Workspace

NOWHERE = Source(
    id="aaa-nowhere",
    publisher="A department whose host is gone",
    enabled=True,
    local=True,
    hosts=("stttt.nowhere.gov.vn",),
    entry_points=("http://stttt.nowhere.gov.vn/",),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def portals() -> Portals:
    """Two sample portals with a dead one before them."""
    sample = load_sources("sample")
    chosen = {name: sample[name].model_copy(update={"max_pages": 6}) for name in ("binhdinh", "thaibinh")}
    return Portals({NOWHERE.id: NOWHERE, **chosen})


def test_a_failing_source_stops_nobody_and_does_not_count_as_materialised(
    workspace: Workspace, instance: dg.DagsterInstance
) -> None:
    crawl_job = build_defs(workspace, portals()).resolve_job_def("crawl_job")
    names = [NOWHERE.id, "binhdinh", "thaibinh"]
    result = crawl_job.execute_in_process(
        instance=instance, tags=partition_range(names[0], names[-1]), raise_on_error=False
    )
    assert not result.success
    (failure,) = result.filter_events(lambda event: event.is_step_failure)
    table = failure.step_failure_data.user_failure_data.metadata["failed_sources"].value
    assert "aaa-nowhere" in table
    assert "502" in table
    partitions = dg.StaticPartitionsDefinition(names)
    for asset in ("raw_pages", "documents", "figures"):
        status = instance.get_status_by_partition(dg.AssetKey(asset), names, partitions)
        assert {name: found.value for name, found in status.items()} == {
            "aaa-nowhere": "FAILED",
            "binhdinh": "MATERIALIZED",
            "thaibinh": "MATERIALIZED",
        }
    landed = {row["source"] for row in lake.read(workspace.lake, Table.DOCUMENTS)}
    assert landed == {"binhdinh", "thaibinh"}
    assert [row["warc_file"] for row in lake.read(workspace.lake, Table.FETCHES, "aaa-nowhere")] == [None]


def test_an_ill_source_is_a_warning_once_there_is_a_build(
    workspace: Workspace, instance: dg.DagsterInstance
) -> None:
    crawl_job = build_defs(workspace, Portals({NOWHERE.id: NOWHERE})).resolve_job_def("crawl_job")
    for built in (False, True):
        if built:
            build(workspace)
        result = crawl_job.execute_in_process(
            instance=instance, tags=partition_range(NOWHERE.id, NOWHERE.id), raise_on_error=False
        )
        (check,) = [c for c in result.get_asset_check_evaluations() if c.check_name == "source_health"]
        assert check.passed is not built
        assert check.severity is dg.AssetCheckSeverity.WARN
    assert "failing" in check.metadata["sources"].value


def test_reading_again_asks_no_site(workspace: Workspace, instance: dg.DagsterInstance) -> None:
    crawl_job = build_defs(workspace, portals()).resolve_job_def("crawl_job")
    one = partition_range("thaibinh", "thaibinh")
    assert crawl_job.execute_in_process(instance=instance, tags=one).success
    fetches = lake.read(workspace.lake, Table.FETCHES, "thaibinh")
    again = crawl_job.execute_in_process(
        instance=instance, tags=one, asset_selection=[dg.AssetKey("documents"), dg.AssetKey("figures")]
    )
    assert again.success
    assert lake.read(workspace.lake, Table.FETCHES, "thaibinh") == fetches


def test_too_little_is_a_warning_that_names_the_source(
    workspace: Workspace, instance: dg.DagsterInstance
) -> None:
    sample = load_sources("sample")["thaibinh"]
    greedy = sample.model_copy(
        update={"max_pages": 3, "minimum": sample.minimum.model_copy(update={"documents": 1000})}
    )
    job = build_defs(workspace, Portals({"thaibinh": greedy})).resolve_job_def("crawl_job")
    result = job.execute_in_process(instance=instance, tags=partition_range("thaibinh", "thaibinh"))
    checks = {
        check.asset_key.to_user_string(): check
        for check in result.get_asset_check_evaluations()
        if check.check_name == "minimum"
    }
    assert not checks["documents"].passed
    assert checks["documents"].severity is dg.AssetCheckSeverity.WARN
    assert "thaibinh" in checks["documents"].metadata["sources"].value


def test_a_failing_test_blocks_publishing(workspace: Workspace, instance: dg.DagsterInstance) -> None:
    documents = [document("d1")]
    land(workspace, documents, [figure("d1", "450")])
    build(workspace)
    publish(workspace, report=False)
    published = workspace.published.read_bytes()

    land(workspace, documents, [figure("d1", "451", unit="no_such_unit")])
    build_job = build_defs(workspace, Portals({})).resolve_job_def("build_job")
    result = build_job.execute_in_process(instance=instance, raise_on_error=False)
    assert not result.success
    assert [check.asset_key.path[-1] for check in result.get_asset_check_evaluations() if not check.passed]
    assert "published_warehouse" not in {event.step_key for event in result.get_step_success_events()}
    assert workspace.published.read_bytes() == published

    land(workspace, documents, [figure("d1", "451")])
    assert build_job.execute_in_process(instance=instance).success
    assert workspace.published.read_bytes() != published
