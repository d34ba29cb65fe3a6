"""What runs together, and when, in Vietnam's time. An operator turns the schedules on in the UI."""

from datetime import UTC, date, datetime

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from orchestration.jobs.choosing import A_DAY, crawl_due_job
from orchestration.resources import Portals
from scrapers.vietnam import vietnams_day
from warehouse.build import worth_running
from warehouse.due import crawlable, due, due_now
from warehouse.workspace import Workspace

ZONE = "Asia/Ho_Chi_Minh"
_PORTALS = dg.AssetSelection.assets("sources", "raw_pages", "documents", "figures")

crawl_job = dg.define_asset_job(
    "crawl_job",
    selection=_PORTALS,
    description="Crawl the chosen sources and read what changed.",
    tags=A_DAY,
)
build_job = dg.define_asset_job(
    "build_job",
    selection=dg.AssetSelection.groups("seeds", "staging", "intermediate", "operations", "marts", "publish"),
    description="Build the warehouse from the lake, check it, publish it.",
)
_UNDER_WAY = dg.RunsFilter(job_name=crawl_due_job.name, statuses=NOT_FINISHED_STATUSES)


def partition_range(first: str, last: str) -> dict[str, str]:
    """The tags that make one run of all partitions from first to last."""
    return {ASSET_PARTITION_RANGE_START_TAG: first, ASSET_PARTITION_RANGE_END_TAG: last}


@dg.schedule(job=crawl_due_job, cron_schedule="0 * * * *", execution_timezone=ZONE)
def due_crawl(
    context: dg.ScheduleEvaluationContext,
    workspace: dg.ResourceParam[Workspace],
    portals: dg.ResourceParam[Portals],
) -> dg.RunRequest | dg.SkipReason:
    """Every hour all sources that are due, in one run; what was missed while the machine was off still is."""
    if context.instance.get_runs_count(_UNDER_WAY):
        return dg.SkipReason("A crawl is under way; what is due then is told by the next tick.")
    if due_now(workspace.lake, portals.sources.values()):
        return dg.RunRequest()
    sources = crawlable(portals.sources.values())
    if not sources:
        return dg.SkipReason("No source is crawled.")
    day = min(due(workspace.lake, source).on or date.min for source in sources)
    if day <= vietnams_day(datetime.now(UTC)):
        return dg.SkipReason("What is due has quiet hours now.")
    return dg.SkipReason(f"Nothing is due before {day}.")


@dg.schedule(job=build_job, cron_schedule="0 5 * * *", execution_timezone=ZONE)
def daily_build(workspace: dg.ResourceParam[Workspace]) -> dg.RunRequest | dg.SkipReason:
    """Every morning on which there is something new to build."""
    if worth_running(workspace):
        return dg.RunRequest()
    return dg.SkipReason("Nothing changed since the last build.")
