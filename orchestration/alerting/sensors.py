"""By itself: a build when there is something to build, a message when something broke or came out.

Those that only tell run from the start; the one that builds is turned on by an operator, like the schedules.
What a trouble is belongs to `troubles`, how a message gets out to `channels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from pydantic import BaseModel

from orchestration.alerting.channels import LINES, Channels, Message
from orchestration.alerting.troubles import Trouble, troubles, troubles_of_ticks
from orchestration.jobs.schedules import build_job
from warehouse.build import traces, worth_running
from warehouse.workspace import Workspace

# The same trouble is told once a day: shorter than a day, so that a daily failure is told daily.
QUIET = timedelta(hours=20)
_ENDS = (dg.DagsterEventType.RUN_FAILURE, dg.DagsterEventType.RUN_SUCCESS)
_RUNS = 50  # looked at in one tick
_PUBLISHED = dg.AssetKey("published_warehouse")


class Told(BaseModel):
    """The cursor of `alerts`: up to which event runs were looked at, and which troubles were told when."""

    after: dict[str, int] = {}
    at: dict[str, datetime] = {}

    def new(self, found: list[Trouble], now: datetime) -> list[Trouble]:
        """Those not told of late; the rest is forgotten when it is old."""
        self.at = {key: at for key, at in self.at.items() if now - at < QUIET}
        return [trouble for trouble in found if trouble.key not in self.at]


@dg.sensor(minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING)
def alerts(context: dg.SensorEvaluationContext, channels: dg.ResourceParam[Channels]) -> dg.SkipReason:
    """A message for each run that failed or had a check fail, unless all of it was told in the last 20 hours.

    Also for schedules and sensors whose last tick failed, all in one.
    Dagster's own sensor of run failures leaves no room for what was told, and passes over runs of the command
    line and checks that fail in a run that does not. When no channel takes a message the tick fails, and the
    next one tries again.
    """
    if context.cursor is None:
        context.update_cursor(Told(after=_latest(context.instance)).model_dump_json())
        where = (
            "to SOTTTT_ALERTS" if channels.urls else "to this log alone, until SOTTTT_ALERTS names a channel"
        )
        context.log.info("From now on alerts go %s.", where)
        return dg.SkipReason(f"From now on alerts go {where}.")
    told = Told.model_validate_json(context.cursor)
    for event, run_id in _ended(context.instance, told):
        run = context.instance.get_run_by_id(run_id)
        found = told.new(troubles(context.instance, run), datetime.now(UTC)) if run else []
        if run and found:
            channels.send(_alert(run, found, channels.link(run_id)), context.log)
            told.at |= {trouble.key: datetime.now(UTC) for trouble in found}
        told.after |= event
        context.update_cursor(told.model_dump_json())
        if found:  # one a tick: were the sending of a second one to fail, the first would be sent again
            return dg.SkipReason(f"Told of run {run_id}.")
    failing = told.new(troubles_of_ticks(context.instance, but=alerts.name), datetime.now(UTC))
    if not failing:
        return dg.SkipReason("Nothing new to tell.")
    title = "what starts runs by itself failed"
    channels.send(Message(title, _first(failing), channels.automation, "failure"), context.log)
    told.at |= {trouble.key: datetime.now(UTC) for trouble in failing}
    context.update_cursor(told.model_dump_json())
    return dg.SkipReason("Told of schedules and sensors that failed.")


@dg.sensor(minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.RUNNING)
def releases(context: dg.SensorEvaluationContext, channels: dg.ResourceParam[Channels]) -> dg.SkipReason:
    """A message for each release; Dagster's own sensor of an asset would pass over all but the last."""
    newest = context.instance.fetch_materializations(_PUBLISHED, limit=1).records
    if context.cursor is None:
        context.update_cursor(str(newest[0].storage_id if newest else 0))
        return dg.SkipReason("Releases are told from now on.")
    since = dg.AssetRecordsFilter(_PUBLISHED, after_storage_id=int(context.cursor))
    for record in context.instance.fetch_materializations(since, limit=_RUNS, ascending=True).records:
        made = record.asset_materialization
        changed = made and made.metadata.get("changed")  # a person may report a materialisation without it
        if made and changed and changed.value:
            lines = [f"{made.metadata['figures'].value} figures are published."]
            channels.send(Message("a new release", lines, channels.link(record.run_id)), context.log)
        context.update_cursor(str(record.storage_id))
        if changed and changed.value:  # one a tick, as above
            return dg.SkipReason(f"Told of the release of run {record.run_id}.")
    return dg.SkipReason("What is published stays as it is.")


@dg.sensor(job=build_job, minimum_interval_seconds=60)
def new_figures(
    context: dg.SensorEvaluationContext, workspace: dg.ResourceParam[Workspace]
) -> dg.RunRequest | dg.SkipReason:
    """One whole build when something that changes a mart has landed, from wherever, and nothing else runs.

    It asks the lake and not the events of assets: a crawl reports every source, changed or not, over hours.
    A build that failed is not tried again until something has changed; `daily_build` does that once a day.
    """
    traced = traces(workspace)
    if traced == context.cursor:
        return dg.SkipReason("Nothing has landed.")
    if context.instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES), limit=1):
        return dg.SkipReason("The build waits for the end of the runs under way.")
    context.update_cursor(traced)
    if worth_running(workspace):
        return dg.RunRequest()
    return dg.SkipReason("What has landed changes nothing that is built.")


def _ended(instance: dg.DagsterInstance, told: Told) -> list[tuple[dict[str, int], str]]:
    """The runs that ended since: how far the cursor gets with each, and its id, oldest first."""
    found = [
        (record.storage_id, end.value, record.event_log_entry.run_id)
        for end in _ENDS
        for record in _changes(instance, end, told.after.get(end.value, 0), ascending=True, limit=_RUNS)
    ]
    return [({end: storage_id}, run_id) for storage_id, end, run_id in sorted(found)]


def _latest(instance: dg.DagsterInstance) -> dict[str, int]:
    newest = {end.value: _changes(instance, end, 0, ascending=False, limit=1) for end in _ENDS}
    return {end: records[0].storage_id for end, records in newest.items() if records}


def _changes(
    instance: dg.DagsterInstance, end: dg.DagsterEventType, after: int, *, ascending: bool, limit: int
) -> Sequence[dg.EventLogRecord]:
    wanted = dg.RunStatusChangeRecordsFilter(end, after_storage_id=after)  # type: ignore[arg-type]
    return instance.fetch_run_status_changes(wanted, limit=limit, ascending=ascending).records


def _alert(run: dg.DagsterRun, found: list[Trouble], link: str) -> Message:
    job = "a materialisation" if run.job_name.startswith("__") else run.job_name
    failed = run.status is dg.DagsterRunStatus.FAILURE
    return Message(f"{job} failed" if failed else f"{job}: checks failed", _first(found), link, "failure")


def _first(found: list[Trouble]) -> list[str]:
    more = [f"and {len(found) - LINES} more"] if len(found) > LINES else []
    return [trouble.line for trouble in found[:LINES]] + more
