"""The digest of the week, the monthly look at the archive, and what Dagster forgets."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration.alerting.troubles import troubles
from orchestration.definitions import build_defs
from orchestration.jobs.housekeeping import forget_runs
from tests.orchestration.conftest import Done
from tests.orchestration.inbox import open_inbox
from warehouse.release.published import published
from warehouse.workspace import Workspace


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path), {"telemetry": {"enabled": False}}) as instance:
        yield instance


def test_the_digest_tells_what_came_and_what_stands(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(done.workspace.dagster_home, tmp_path / "dagster")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    release = published(done.workspace)
    assert release
    with dg.DagsterInstance.get() as instance, open_inbox() as inbox:
        job = build_defs(done.workspace, channels=inbox.channels).resolve_job_def("digest_job")
        result = job.execute_in_process(instance=instance)
    (message,) = inbox.messages
    *lines, link = message["message"].splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert list(told) == [
        "Crawled",
        "Sources",
        "Runs",
        "New figures",
        "Checks that do not pass",
        "Releases",
        "Published figures",
        "Conflicts",
    ]
    assert "ok" in told["Crawled"]
    assert int(told["New figures"].rstrip(".").replace(",", "")) > 0
    assert told["Releases"] == "1 new."
    assert told["Published figures"] == f"{release.rows['fct_figure']:,}."
    assert told["Conflicts"] == f"{release.rows['mart_conflicts']:,}."
    assert link.endswith(result.run_id)


def test_a_damaged_archive_is_a_failed_run_that_names_the_place(
    done: Done, tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    workspace = Workspace(tmp_path / "data")
    shutil.copytree(done.workspace.archive, workspace.archive)
    shutil.copytree(done.workspace.lake / "fetches", workspace.lake / "fetches")
    job = build_defs(workspace).resolve_job_def("verification_job")
    assert job.execute_in_process(instance=instance).success

    segment = min(workspace.archive.glob("*/*.warc.gz"))
    content = bytearray(segment.read_bytes())
    middle = len(content) // 2
    for place in range(middle, middle + 16):  # the head of a gzip member has six bytes that mean nothing
        content[place] ^= 0xFF
    segment.write_bytes(content)
    result = job.execute_in_process(instance=instance, raise_on_error=False)
    run = instance.get_run_by_id(result.run_id)
    assert run
    (trouble,) = troubles(instance, run)
    assert trouble.line.startswith("problems of the archive: ")
    assert segment.relative_to(workspace.archive).as_posix() in trouble.line


def test_old_runs_are_forgotten_but_not_the_last_maker_of_anything(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    @dg.asset(partitions_def=dg.StaticPartitionsDefinition(["a", "b"]), io_manager_key="none")
    def by_source() -> None: ...

    @dg.asset(io_manager_key="none")
    def whole() -> None: ...

    def make(asset: dg.AssetsDefinition, partition: str | None = None) -> str:
        resources = {"none": dg.mem_io_manager}
        return dg.materialize([asset], instance=instance, partition_key=partition, resources=resources).run_id

    b, old_a, old_whole = make(by_source, "b"), make(by_source, "a"), make(whole)
    a, new_whole = make(by_source, "a"), make(whole)
    now = datetime.now(UTC)
    assert forget_runs(instance, now - timedelta(days=1)) == 0
    assert forget_runs(instance, now) == 2
    assert {run.run_id for run in instance.get_runs()} == {a, b, new_whole}
    assert instance.get_materialized_partitions(dg.AssetKey("by_source")) == {"a", "b"}
    left = {str(path) for path in tmp_path.rglob("*")}
    assert not [path for path in left if old_a in path or old_whole in path]
    assert [path for path in left if a in path]
