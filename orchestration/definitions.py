"""The code location: one function puts the assets, jobs, schedules and resources together."""

from __future__ import annotations

import dagster as dg

from orchestration.assets.marts import build_warehouse_assets, holds_what_was_built
from orchestration.assets.portals import build_portal_assets, sources
from orchestration.choosing import crawl_due_job, recrawl_failed_job
from orchestration.resources import Portals, Progress
from orchestration.schedules import build_job, crawl_job, daily_build, due_crawl
from warehouse.workspace import Workspace

LOCATION = "sotttt"  # its name in pyproject.toml


def build_defs(
    workspace: Workspace | None = None, portals: Portals | None = None, progress: Progress | None = None
) -> dg.Definitions:
    """All definitions; what is not given comes from the environment.

    Raises:
        UserError: the registry is not valid, or the dbt project cannot be parsed.
    """
    workspace = workspace or Workspace.current()
    portals = portals or Portals.current()
    return dg.Definitions(
        assets=[
            sources,
            build_portal_assets(portals.sources),
            *build_warehouse_assets(),
        ],
        asset_checks=[holds_what_was_built],
        jobs=[crawl_job, crawl_due_job, recrawl_failed_job, build_job],
        schedules=[due_crawl, daily_build],
        resources={"workspace": workspace, "portals": portals, "progress": progress or Progress()},
        executor=dg.in_process_executor,  # a process per step would cost more than the steps
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What `dagster dev`, `dagster definitions validate` and `dg check defs` load."""
    return build_defs()
