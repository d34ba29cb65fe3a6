"""The weekly digest: what came in, what stands, and what only warns, in one message.

Also a sign of life: who gets none on a Monday should look. What breaks is told at once (`sensors`).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.alerting.channels import Channels, Message
from orchestration.jobs.schedules import ZONE
from scrapers.errors import UserError
from warehouse import lake
from warehouse.health import NOT_BUILT, WORDS, source_health
from warehouse.tables import Table
from warehouse.workspace import Workspace

WEEK = timedelta(days=7)
_NAMED = 5  # of a kind; the UI shows all
_RELEASES = dg.AssetKey("published_warehouse")
_KINDS = {dg.DagsterEventType.ASSET_CHECK_EVALUATION, dg.DagsterEventType.ASSET_MATERIALIZATION}


@dg.op
def tell_the_week(
    context: dg.OpExecutionContext,
    workspace: dg.ResourceParam[Workspace],
    channels: dg.ResourceParam[Channels],
) -> None:
    """Send the digest of the last seven days."""
    since = datetime.now(UTC) - WEEK
    lines = [
        _crawled(workspace, since),
        _health(workspace),
        *_runs(context.instance, since),
        *_published(context.instance, since),
    ]
    title = f"the week since {since:%Y-%m-%d}"
    channels.send(Message(title, lines, channels.link(context.run_id)), context.log)


def _crawled(workspace: Workspace, since: datetime) -> str:
    rows = lake.columns(workspace.lake, Table.FETCHES, ["source", "fetched_at", "outcome"])
    asked = [row for row in rows if row["fetched_at"] >= since]
    counts = Counter(row["outcome"] for row in asked)
    sources = len({row["source"] for row in asked})
    return f"Crawled: {len(asked):,} addresses of {sources:,} sources{_counts(counts.most_common())}."


def _health(workspace: Workspace) -> str:
    try:
        found, why = source_health(workspace), NOT_BUILT
    except UserError as error:  # a build is running
        found, why = None, str(error)
    if found is None:
        return f"Sources: not told, {why}."
    enabled = [row for row in found if row.is_enabled]
    counts = Counter(row.health for row in enabled)
    ill = [f"{row.source} ({row.health})" for row in enabled if row.health != "healthy"]
    told = _counts((word, counts[word]) for word in WORDS if counts[word])
    return f"Sources: {len(enabled):,} enabled{told}.{_names(' Look at', ill)}"


def _runs(instance: dg.DagsterInstance, since: datetime) -> Iterator[str]:
    """What the events of the week add up to."""
    records = instance.get_run_records(dg.RunsFilter(updated_after=since))
    warnings: dict[str, bool] = {}
    new = 0
    for record in reversed(records):  # oldest first: the last evaluation of a check counts
        connection = instance.get_records_for_run(record.dagster_run.run_id, of_type=_KINDS)
        for event in (one.event_log_entry.get_dagster_event() for one in connection.records):
            if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
                check = event.asset_check_evaluation_data
                warnings[f"{check.asset_key.to_user_string()}.{check.check_name}"] = not check.passed
            elif event.asset_key == dg.AssetKey("figures"):
                new += int(_number(event.step_materialization_data.materialization, "new_figures"))
    failed = sum(record.dagster_run.status is dg.DagsterRunStatus.FAILURE for record in records)
    yield f"Runs: {len(records):,}, of which {failed:,} failed."
    yield f"New figures: {new:,}."
    standing = [name for name, warns in warnings.items() if warns]
    yield f"Checks that do not pass: {len(standing):,}.{_names('', standing)}"


def _published(instance: dg.DagsterInstance, since: datetime) -> Iterator[str]:
    at = since.timestamp()
    before = _releases(instance, dg.AssetRecordsFilter(_RELEASES, before_timestamp=at), limit=1)
    week = _releases(instance, dg.AssetRecordsFilter(_RELEASES, after_timestamp=at), limit=1000)
    changed = sum(bool((told := made.metadata.get("changed")) and told.value) for made in week)
    yield f"Releases: {changed:,} new."
    for name, what in (("figures", "Published figures"), ("conflicts", "Conflicts")):
        if week:
            now = _number(week[0], name)
            yield f"{what}: {now:,} ({now - _number(before[0], name):+,})." if before else f"{what}: {now:,}."


def _releases(
    instance: dg.DagsterInstance, wanted: dg.AssetRecordsFilter, limit: int
) -> list[dg.AssetMaterialization]:
    """Newest first."""
    records = instance.fetch_materializations(wanted, limit=limit).records
    return [made for record in records if (made := record.asset_materialization)]


def _number(made: dg.AssetMaterialization, name: str) -> int:
    found = made.metadata.get(name)
    return int(found.value) if isinstance(found, dg.IntMetadataValue) and found.value else 0


def _counts(counts: Iterator[tuple[str, int]] | list[tuple[str, int]]) -> str:
    told = ", ".join(f"{number:,} {name}" for name, number in counts)
    return f" ({told})" if told else ""


def _names(lead: str, names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{lead} {', '.join(names[:_NAMED])}{more}." if names else ""


@dg.job(description="Tell of the last seven days.")
def digest_job() -> None:
    """Once a week."""
    tell_the_week()


weekly_digest = dg.ScheduleDefinition(
    name="weekly_digest",
    job=digest_job,
    cron_schedule="0 8 * * 1",
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
