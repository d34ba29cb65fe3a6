"""What runs together, and when, in Vietnam's time. An operator turns the schedules on in the UI."""

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG

from orchestration.resources import Portals
from warehouse.build import build_needed
from warehouse.workspace import Workspace

ZONE = "Asia/Ho_Chi_Minh"
_PORTALS = dg.AssetSelection.assets("sources", "raw_pages", "documents", "figures")

crawl_job = dg.define_asset_job(
    "crawl_job", selection=_PORTALS, description="Crawl the chosen sources and read what changed."
)
build_job = dg.define_asset_job(
    "build_job",
    selection=dg.AssetSelection.groups("seeds", "staging", "intermediate", "operations", "marts", "publish"),
    description="Build the warehouse from the lake, check it, publish it.",
)


def partition_range(first: str, last: str) -> dict[str, str]:
    """The tags that make one run of all partitions from first to last."""
    return {ASSET_PARTITION_RANGE_START_TAG: first, ASSET_PARTITION_RANGE_END_TAG: last}


@dg.schedule(job=crawl_job, cron_schedule="0 1 * * 6", execution_timezone=ZONE)
def weekly_crawl(portals: dg.ResourceParam[Portals]) -> dg.RunRequest:
    """All enabled sources, in one run, in the night to Saturday."""
    names = list(portals.sources)
    return dg.RunRequest(tags=partition_range(names[0], names[-1]))


@dg.schedule(job=build_job, cron_schedule="0 5 * * *", execution_timezone=ZONE)
def daily_build(workspace: dg.ResourceParam[Workspace]) -> dg.RunRequest | dg.SkipReason:
    """Every morning on which there is something new to build."""
    if build_needed(workspace):
        return dg.RunRequest()
    return dg.SkipReason("Nothing changed since the last build.")
