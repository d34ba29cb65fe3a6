"""Crawling only what is due or what failed: which sources are asked, and what their partitions then show."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.schedule_definition import ScheduleExecutionData

from orchestration.definitions import build_defs
from orchestration.jobs.choosing import failed_sources
from orchestration.jobs.schedules import due_crawl, partition_range
from orchestration.resources import Portals
from scrapers.registry import Source
from tests.scrapers.scenario import Page, Scenario, article, listing
from warehouse import lake
from warehouse.tables import Table
from warehouse.workspace import Workspace

NAMES = ["a", "b", "c", "d"]
GONE = Page(b"gone", 404)


def portal(name: str) -> Source:
    return Source(
        id=name,
        publisher="Sở",
        province="10",
        enabled=True,
        local=True,
        hosts=(f"{name}.gov.vn",),
        entry_points=(f"http://{name}.gov.vn/",),
        delay_seconds=0,
    )


@dataclass(frozen=True, slots=True)
class Scripted(Portals):
    """Portals that a scenario plays."""

    @contextmanager
    def proxy(self) -> Iterator[str | None]:
        yield self.proxy_url


class Played:
    """Four portals, each a front page and an article, on an instance of their own."""

    def __init__(self, root: Path, web: Scenario, instance: dg.DagsterInstance) -> None:
        self.web, self.instance, self.workspace = web, instance, Workspace(root / "data")
        self.portals = Scripted({name: portal(name) for name in NAMES}, web.proxy)
        self.defs = build_defs(self.workspace, self.portals)
        for name in NAMES:
            self.opens(name)
            web.pages[f"http://{name}.gov.vn/1"] = article("Đến cuối năm 2015, toàn tỉnh có 1.600 trạm BTS.")

    def opens(self, name: str) -> None:
        self.web.pages[f"http://{name}.gov.vn/"] = listing("/1")

    def closes(self, name: str) -> None:
        self.web.pages[f"http://{name}.gov.vn/"] = GONE

    def run(self, job: str, tags: Mapping[str, str] | None = None) -> dg.ExecuteInProcessResult:
        self.web.asked.clear()
        return self.defs.resolve_job_def(job).execute_in_process(
            instance=self.instance, tags=tags, raise_on_error=False
        )

    @property
    def asked(self) -> set[str]:
        return {url.removeprefix("http://")[0] for url in self.web.asked}

    def shown(self, asset: str) -> dict[str, str]:
        partitions = dg.StaticPartitionsDefinition(NAMES)
        found = self.instance.get_status_by_partition(dg.AssetKey(asset), NAMES, partitions) or {}
        return {name: status.value if status else "" for name, status in found.items()}


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    (tmp_path / "home").mkdir()
    with Scenario({}) as web, dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        yield Played(tmp_path, web, instance)


def materialised_by(played: Played) -> dict[str, str]:
    """The run that last made each partition of raw_pages."""
    records = played.instance.fetch_materializations(dg.AssetKey("raw_pages"), limit=100).records
    return {str(record.partition_key): record.run_id for record in reversed(records)}


def crawled_a_week_ago(root: Path, source: str) -> None:
    fetches = [
        replace(one, fetched_at=one.fetched_at - timedelta(days=7)) for one in lake.fetches(root, source)
    ]
    shutil.rmtree(root / Table.FETCHES / f"source={source}")
    lake.append_fetches(root, fetches)


def test_failed_sources_alone_are_crawled_again_in_one_run(played: Played) -> None:
    for name in ("b", "d"):
        played.closes(name)
    first = played.run("crawl_job", partition_range("a", "d"))
    assert not first.success
    assert failed_sources(played.instance, played.workspace, played.portals) == ["b", "d"]
    before = materialised_by(played)
    assert set(before) == {"a", "c"}

    played.opens("b")
    again = played.run("recrawl_failed_job")
    assert not again.success
    assert played.asked == {"b", "d"}
    (failure,) = again.filter_events(lambda event: event.is_step_failure)
    assert "1 of 2 sources failed: d" in failure.step_failure_data.user_failure_data.description
    assert "http://d.gov.vn/" in failure.step_failure_data.user_failure_data.metadata["failed_sources"].value
    for asset in ("raw_pages", "documents", "figures"):
        assert played.shown(asset) == dict.fromkeys("abc", "MATERIALIZED") | {"d": "FAILED"}
    assert materialised_by(played) == before | {"b": again.run_id}

    played.opens("d")
    assert played.run("recrawl_failed_job").success
    assert played.asked == {"d"}
    assert set(played.shown("figures").values()) == {"MATERIALIZED"}
    assert played.run("recrawl_failed_job").success
    assert played.asked == set()


def test_a_due_source_that_fails_does_not_stay_green(played: Played) -> None:
    assert played.run("crawl_due_job").success
    assert played.asked == set(NAMES)
    assert played.run("crawl_due_job").success
    assert played.asked == set()  # all were just crawled
    for name in ("a", "c"):
        crawled_a_week_ago(played.workspace.lake, name)
    played.closes("c")
    assert not played.run("crawl_due_job").success
    assert played.asked == {"a", "c"}
    assert played.shown("raw_pages") == dict.fromkeys("abd", "MATERIALIZED") | {"c": "FAILED"}


def test_every_check_is_told_by_every_kind_of_run(played: Played) -> None:
    told = [
        {
            (check.asset_key.to_user_string(), check.check_name)
            for check in played.run(job, tags).get_asset_check_evaluations()
        }
        for job, tags in (("crawl_job", partition_range("a", "b")), ("crawl_due_job", None))
    ]
    assert told[0] == told[1]
    for asset, name in told[0]:
        key = dg.AssetCheckKey(dg.AssetKey(asset), name)
        (record,) = played.instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
        assert record.event is not None
        assert record.run_id == played.instance.get_run_records(limit=1)[0].dagster_run.run_id


def test_the_schedule_starts_a_run_only_when_something_is_due(played: Played) -> None:
    def tick() -> ScheduleExecutionData:
        context = dg.build_schedule_context(
            instance=played.instance,
            resources={"workspace": played.workspace, "portals": played.portals},
        )
        return due_crawl.evaluate_tick(context)

    (request,) = tick().run_requests
    assert request.partition_key is None
    under_way = played.instance.create_run_for_job(
        played.defs.resolve_job_def("crawl_due_job"), status=dg.DagsterRunStatus.STARTED
    )
    assert "under way" in (tick().skip_message or "")
    played.instance.delete_run(under_way.run_id)
    assert played.run("crawl_due_job").success
    assert "Nothing is due before 20" in (tick().skip_message or "")


def test_a_failed_step_is_not_tried_again_blindly(played: Played) -> None:
    played.closes("a")
    result = played.run("crawl_due_job")
    assert not result.success
    assert played.web.asked.count("http://a.gov.vn/") == 1
    assert played.web.asked.count("http://b.gov.vn/") == 1
    assert "STEP_UP_FOR_RETRY" not in {event.event_type_value for event in result.all_events}


def test_what_is_older_than_its_interval_allows_is_told(played: Played) -> None:
    assert played.run("crawl_due_job").success
    for _ in range(3):
        crawled_a_week_ago(played.workspace.lake, "b")
    played.closes("b")
    result = played.run("crawl_due_job")
    (fresh,) = [check for check in result.get_asset_check_evaluations() if check.check_name == "fresh"]
    assert not fresh.passed
    assert fresh.severity is dg.AssetCheckSeverity.WARN
    (line,) = [line for line in str(fresh.metadata["sources"].value).splitlines() if line.startswith("| b")]
    held = lake.last_success(played.workspace.lake, "b")
    assert held is not None and f"{held:%Y-%m-%d}" in line
    assert "`sotttt crawl --failed`" in (fresh.description or "")


def test_a_broken_file_of_one_source_hinders_no_other(played: Played) -> None:
    assert played.run("crawl_due_job").success
    (file,) = (played.workspace.lake / Table.FETCHES / "source=b").glob("*.parquet")
    file.write_bytes(b"PAR1xx")
    played.opens("c")
    crawled_a_week_ago(played.workspace.lake, "c")
    broken = played.run("crawl_due_job")
    (failure,) = broken.filter_events(lambda event: event.is_step_failure)
    causes = failure.step_failure_data.user_failure_data.metadata["causes"].value
    assert list(causes) == ["b"]
    assert str(file) in causes["b"]
    assert played.asked == {"c"}
    assert {check.check_name for check in broken.get_asset_check_evaluations() if not check.passed} >= {
        "fresh"
    }
