"""What machines that watch are told: an exit code, and figures for Prometheus."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from orchestration.commands.vitals import CRAWL_AGE, Vitals
from tests.conftest import Command
from tests.orchestration.conftest import Done
from warehouse.lake import last_success
from warehouse.release.published import published
from warehouse.workspace import Workspace


def test_health_says_by_its_exit_code_that_no_daemon_runs(done: Done, sotttt: Command) -> None:
    told = sotttt(done.workspace.root, "health")
    assert told.returncode == 1
    signs = [line for line in told.stdout.splitlines() if "well" in line.lower()]
    assert [line.split("  ")[1] for line in signs] == ["daemon", "last crawl", "last build", "published"]
    assert ["NOT WELL" in line for line in signs] == [True, False, False, False]


def test_metrics_are_a_file_for_prometheus(done: Done, sotttt: Command, tmp_path: Path) -> None:
    file = tmp_path / "sotttt.prom"
    written = sotttt(done.workspace.root, "metrics", file)
    assert written.returncode == 0, written.stderr
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}
    release = published(done.workspace)
    assert release
    assert found["sotttt_figures"] == release.rows["fct_figure"]
    assert found["sotttt_daemon_up"] == 0
    assert found["sotttt_build_failed"] == 0
    assert found["sotttt_published_timestamp_seconds"] == release.published_at.timestamp()
    assert found["sotttt_last_build_timestamp_seconds"] >= release.published_at.timestamp()
    fetched = last_success(done.workspace.lake, "thaibinh")
    assert fetched
    assert found["sotttt_last_crawl_timestamp_seconds"] >= fetched.timestamp()
    assert sum(value for name, value in found.items() if name.startswith("sotttt_sources")) > 0


def test_an_old_crawl_and_a_failed_build_are_not_well(tmp_path: Path) -> None:
    def signs(later: timedelta = timedelta()) -> dict[str, bool]:
        found = Vitals.of(Workspace(tmp_path), instance).signs(datetime.now(UTC) + later)
        return {name: well for name, well, _ in found}

    with dg.DagsterInstance.ephemeral() as instance:
        assert not any(well for name, well in signs().items() if name != "daemon")
        instance.report_runless_asset_event(dg.AssetMaterialization("raw_pages", partition="binhdinh"))
        assert signs()["last crawl"]
        assert not signs(CRAWL_AGE + timedelta(hours=1))["last crawl"]

        for fails in (False, True, False):
            build(instance, fails=fails)
            assert signs()["last build"] is not fails


def build(instance: dg.DagsterInstance, *, fails: bool) -> None:
    @dg.op
    def step() -> None:
        assert not fails

    @dg.job(name="build_job")
    def job() -> None:
        step()

    job.execute_in_process(instance=instance, raise_on_error=False)
