"""Jobs that keep the rest in order: the archive is verified, and Dagster forgets old runs.

Nothing here touches the warehouse or asks a site, so both are scheduled from the start.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from pydantic import Field

from orchestration.jobs.schedules import ZONE
from orchestration.telling.metadata import table
from scrapers.archive.verify import Totals
from warehouse.verify import verify_archive
from warehouse.workspace import Workspace

_TOLD = 20  # problems of the archive shown in the UI
_MADE = dg.DagsterEventType.ASSET_MATERIALIZATION
_OVER = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


class Forgetting(dg.Config):
    """How long runs are kept, as the launchpad of the UI shows it."""

    days: int = Field(90, ge=1, description="Runs that ended longer ago are forgotten.")


@dg.op
def verify_all(context: dg.OpExecutionContext, workspace: dg.ResourceParam[Workspace]) -> None:
    """Every record of the archive, as `sotttt archive verify`; a problem fails the run, and so is told."""
    totals = Totals()
    problems = list(verify_archive(workspace, (), totals))
    context.log.info(
        f"{totals.segments:,} segments, {totals.bytes:,} bytes, {totals.records.total():,} records"
    )
    if problems:
        shown = [(one.warc_file, one.offset, one.what, one.way_out) for one in problems[:_TOLD]]
        raise dg.Failure(
            f"problems of the archive: {len(problems):,}; the first: {problems[0]}",
            metadata={"problems": table(("file", "byte", "what", "way out"), shown)},
            allow_retries=False,
        )


@dg.op
def forget_old_runs(context: dg.OpExecutionContext, config: Forgetting) -> int:
    """Runs go with their events and logs, but never one that last made an asset or a partition of one."""
    forgotten = forget_runs(context.instance, datetime.now(UTC) - timedelta(days=config.days))
    context.log.info(f"{forgotten:,} runs forgotten that ended more than {config.days} days ago")
    return forgotten


def forget_runs(instance: dg.DagsterInstance, before: datetime) -> int:
    """Forget the runs that ended before; tells how many that were."""
    kept = _last_makers(instance)
    old = instance.get_run_records(dg.RunsFilter(statuses=_OVER, updated_before=before))
    ids = [record.dagster_run.run_id for record in old if record.dagster_run.run_id not in kept]
    for run_id in ids:
        instance.delete_run(run_id)
        _delete_files(instance, run_id)
    return len(ids)


def _last_makers(instance: dg.DagsterInstance) -> set[str]:
    """The runs that the UI needs to say when and how each asset, and each partition, was last made."""
    found = set()
    for key in instance.get_asset_keys():
        last = instance.get_latest_materialization_event(key)
        found |= {last.run_id} if last else set()
        ids = list(instance.get_latest_storage_id_by_partition(key, _MADE).values())
        if ids:
            wanted = dg.AssetRecordsFilter(key, storage_ids=ids)
            records = instance.fetch_materializations(wanted, limit=len(ids)).records
            found |= {record.event_log_entry.run_id for record in records}
    return found


def _delete_files(instance: dg.DagsterInstance, run_id: str) -> None:
    """What Dagster leaves of a deleted run on disk: its emptied database and the output of its steps."""
    from dagster._core.storage.event_log import SqliteEventLogStorage  # half a second of SQLAlchemy

    instance.compute_log_manager.delete_logs(prefix=[run_id])
    events = instance.event_log_storage
    if isinstance(events, SqliteEventLogStorage):
        for end in ("", "-wal", "-shm"):
            Path(events.path_for_shard(run_id) + end).unlink(missing_ok=True)


@dg.job(description="Verify the whole archive.")
def verification_job() -> None:
    """Once a month."""
    verify_all()


@dg.job(description="Forget runs that ended long ago.")
def forgetting_job() -> None:
    """Every night."""
    forget_old_runs()


monthly_verification = dg.ScheduleDefinition(
    name="monthly_verification",
    job=verification_job,
    cron_schedule="0 2 1 * *",
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
daily_forgetting = dg.ScheduleDefinition(
    name="daily_forgetting",
    job=forgetting_job,
    cron_schedule="30 3 * * *",
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
