"""What breaks is told once, to a real channel, in words that no channel takes for markup."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteInstigatorOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
    TickData,
    TickStatus,
)
from dagster._core.test_utils import create_run_for_test
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster_shared.error import SerializableErrorInfo

from orchestration.alerting.channels import Channels
from orchestration.alerting.sensors import QUIET, Told, releases
from orchestration.definitions import build_defs
from orchestration.jobs.schedules import partition_range
from orchestration.resources import Portals
from scrapers.errors import UserError
from tests.conftest import Command
from tests.orchestration.inbox import Inbox, Watch
from tests.orchestration.test_runs import NOWHERE
from warehouse.workspace import Workspace

Tick = Callable[..., Any]


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path), {"telemetry": {"enabled": False}}) as instance:
        yield instance


@pytest.fixture
def tick(instance: dg.DagsterInstance, inbox: Inbox) -> Tick:
    return partial(Watch(instance, inbox).tick, instance)


def fails_with(text: str) -> dg.AssetsDefinition:
    @dg.asset
    def broken() -> None:
        raise dg.Failure(text)

    return broken


def run(instance: dg.DagsterInstance, *assets: Any) -> dg.ExecuteInProcessResult:
    return dg.materialize(assets, instance=instance, raise_on_error=False)


def test_a_failing_source_is_told_with_its_cause_and_the_run(
    tmp_path: Path, instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    defs = build_defs(Workspace(tmp_path / "data"), Portals({NOWHERE.id: NOWHERE}))
    crawl_job = defs.resolve_job_def("crawl_job")
    one = partition_range(NOWHERE.id, NOWHERE.id)
    result = crawl_job.execute_in_process(instance=instance, tags=one, raise_on_error=False)
    tick()
    (message,) = inbox.messages
    assert message["title"] == "sotttt: crawl_job failed"
    assert message["type"] == "failure"
    cause, link = message["message"].splitlines()
    assert cause.startswith("aaa-nowhere: no page was got; http://stttt.nowhere.gov.vn/")
    assert "502" in cause
    assert link == f"https://dagster.example.vn/runs/{result.run_id}"

    crawl_job.execute_in_process(instance=instance, tags=one, raise_on_error=False)
    assert tick().skip_message == "Nothing new to tell."
    assert len(inbox.messages) == 1


def test_the_same_trouble_is_told_again_after_its_quiet_time(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    for rows in (3, 4):  # what only differs in a number is the same trouble
        run(instance, fails_with(f"Got {rows} results"))
        tick()
    assert len(inbox.messages) == 1
    run(instance, fails_with("Got 5 results"))
    tick(later=QUIET)
    assert len(inbox.messages) == 2
    run(instance, fails_with("Something else"))
    tick()
    assert "Something else" in inbox.messages[2]["message"]


def test_a_check_that_fails_in_a_run_that_does_not(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    @dg.asset
    def counted() -> None: ...

    def check(name: str, severity: dg.AssetCheckSeverity) -> dg.AssetChecksDefinition:
        @dg.asset_check(asset=counted, name=name)
        def checked() -> dg.AssetCheckResult:
            return dg.AssetCheckResult(passed=False, severity=severity, description="two are missing")

        return checked

    assert run(instance, counted, check("only_warns", dg.AssetCheckSeverity.WARN)).success
    tick()
    assert not inbox.messages
    assert run(instance, counted, check("complete", dg.AssetCheckSeverity.ERROR)).success
    tick()
    (message,) = inbox.messages
    assert message["title"] == "sotttt: a materialisation: checks failed"
    assert "check counted.complete failed: two are missing" in message["message"]


def test_a_run_whose_process_was_killed_and_one_that_was_stopped(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    killed = create_run_for_test(instance, "build_job", status=dg.DagsterRunStatus.STARTED)
    instance.report_run_failed(killed, "Its process is gone.")

    @dg.asset
    def long_one() -> None:
        raise DagsterExecutionInterruptedError

    run(instance, long_one)
    tick()
    tick()
    told = [(message["title"], message["message"].splitlines()[0]) for message in inbox.messages]
    assert told == [
        ("sotttt: build_job failed", "Its process is gone."),
        ("sotttt: a materialisation failed", "long_one was stopped while it ran"),
    ]


def test_what_pages_say_is_plain_text_and_short(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    run(instance, fails_with("<!channel> @everyone [trúng](http://x.vn)\x1b[31m\n`Số\u202e` " + "a" * 10_000))
    tick()
    text, _ = inbox.messages[0]["message"].splitlines()
    assert text.startswith("‹!channel› ＠everyone (trúng)(http://x.vn)(31m 'Số' a")
    assert len(text) == 300


def test_what_nobody_took_is_told_when_somebody_does(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    for text in ("first", "second"):
        run(instance, fails_with(text))
    inbox.status = 503
    with pytest.raises(UserError, match="no channel took the message"):
        tick()
    inbox.status = 200
    tick()
    tick()
    assert [message["message"].splitlines()[0] for message in inbox.messages] == ["first", "second"]


def test_one_channel_that_fails_costs_no_other_its_message(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    run(instance, fails_with("first"))
    tick(Channels(f"json://127.0.0.1:1,{inbox.url}"))
    tick()
    (message,) = inbox.messages
    assert message["message"].splitlines()[1].startswith("run ")


def test_without_a_channel_alerts_are_in_the_log(
    instance: dg.DagsterInstance, tick: Tick, capfd: pytest.CaptureFixture[str]
) -> None:
    run(instance, fails_with("it broke"))
    capfd.readouterr()
    tick(Channels())
    assert "sotttt: a materialisation failed\nit broke" in capfd.readouterr().err
    assert tick(Channels()).skip_message == "Nothing new to tell."


def test_each_release_is_told_and_no_publishing_that_changed_nothing(
    instance: dg.DagsterInstance, inbox: Inbox
) -> None:
    cursor: str | None = None

    def tick_of_releases() -> None:
        nonlocal cursor
        resources = {"channels": inbox.channels}
        with dg.build_sensor_context(instance, cursor, resources=resources) as context:
            cursor = releases.evaluate_tick(context).cursor

    def published(figures: int, *, changed: bool) -> None:
        metadata = {"changed": changed, "figures": figures}
        instance.report_runless_asset_event(dg.AssetMaterialization("published_warehouse", metadata=metadata))

    published(400, changed=True)
    tick_of_releases()  # only begins
    for figures, changed in ((410, True), (410, False), (420, True), (420, False)):
        published(figures, changed=changed)
    for _ in range(4):
        tick_of_releases()
    assert [message["title"] for message in inbox.messages] == ["sotttt: a new release"] * 2
    assert [message["message"].split(" ")[0] for message in inbox.messages] == ["410", "420"]


def test_a_schedule_whose_last_tick_failed_is_told_until_it_comes_through(
    instance: dg.DagsterInstance, inbox: Inbox, tick: Tick
) -> None:
    schedule = _running(instance, "due_crawl")

    def ticked(status: TickStatus, error: str | None = None) -> None:
        told = SerializableErrorInfo(error, [], "UserError") if error else None
        instance.create_tick(
            TickData(
                schedule.instigator_origin_id,
                schedule.name,
                schedule.instigator_type,
                status,
                timestamp=datetime.now(UTC).timestamp(),
                error=told,
                selector_id=schedule.selector_id,
            )
        )

    ticked(TickStatus.SKIPPED)
    tick()
    assert not inbox.messages
    ticked(TickStatus.FAILURE, "aaa.yaml: line 3: no such province")
    tick()
    tick()
    (message,) = inbox.messages
    assert message["title"] == "sotttt: what starts runs by itself failed"
    assert message["message"].splitlines() == [
        "schedule due_crawl: aaa.yaml: line 3: no such province",
        "https://dagster.example.vn/automation",
    ]
    ticked(TickStatus.SKIPPED)
    tick(later=QUIET)
    assert len(inbox.messages) == 1


def _running(instance: dg.DagsterInstance, name: str) -> InstigatorState:
    """A schedule that is on, as the daemon knows it."""
    target = LoadableTargetOrigin(module_name="orchestration.definitions")
    location = ManagedGrpcPythonEnvCodeLocationOrigin(target, "orchestration")
    origin = RemoteInstigatorOrigin(RemoteRepositoryOrigin(location, "__repository__"), name)
    data = ScheduleInstigatorData("0 * * * *", 0.0)
    state = InstigatorState(origin, InstigatorType.SCHEDULE, InstigatorStatus.RUNNING, data)
    return instance.add_instigator_state(state)


def test_a_trial_message(sotttt: Command, tmp_path: Path, inbox: Inbox) -> None:
    sent = sotttt(tmp_path / "data", "alerts", "test", SOTTTT_ALERTS=inbox.url)
    assert sent.returncode == 0, sent.stderr
    assert "Sent to json://127.0.0.1" in sent.stdout
    assert inbox.messages[0]["title"] == "sotttt: a trial"
    for urls, told in (("", "not set"), (f"{inbox.url},secret:word", "Apprise does not know")):
        refused = sotttt(tmp_path / "data", "alerts", "test", SOTTTT_ALERTS=urls)
        assert refused.returncode == 2
        assert refused.stderr.startswith("sotttt: SOTTTT_ALERTS: ")
        assert told in refused.stderr
        assert "secret" not in refused.stderr


def test_troubles_are_forgotten_in_time() -> None:
    now = datetime.now(UTC)
    told = Told(at={"old": now - QUIET, "young": now})
    told.new([], now)
    assert list(told.at) == ["young"]
