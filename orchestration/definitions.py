"""The code location: one function puts the assets, jobs, schedules and resources together."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import dagster as dg

from orchestration.alerting.channels import Channels
from orchestration.alerting.sensors import alerts, new_figures, releases
from orchestration.assets.against_release import against_release
from orchestration.assets.catalogue import REVIEWS
from orchestration.assets.marts import build_warehouse_assets
from orchestration.assets.portals import build_portal_assets, sources
from orchestration.assets.releases import build_published_asset, holds_what_was_built
from orchestration.jobs.choosing import crawl_due_job, recrawl_failed_job
from orchestration.jobs.digest import digest_job, weekly_digest
from orchestration.jobs.housekeeping import (
    daily_forgetting,
    forgetting_job,
    monthly_verification,
    verification_job,
)
from orchestration.jobs.previewing import reread_preview
from orchestration.jobs.schedules import build_job, crawl_job, daily_build, due_crawl
from orchestration.resources import Portals, Progress
from warehouse.workspace import Workspace

LOCATION = "sotttt"  # its name in pyproject.toml


def build_defs(
    workspace: Workspace | None = None,
    portals: Portals | None = None,
    progress: Progress | None = None,
    channels: Channels | None = None,
) -> dg.Definitions:
    """All definitions; what is not given comes from the environment.

    Raises:
        UserError: the registry is not valid, or the dbt project cannot be parsed.
    """
    workspace = workspace or Workspace.current()
    portals = portals or Portals.current()
    warehouse = build_warehouse_assets()
    marts = [key for key, group in warehouse.group_names_by_key.items() if group == "marts"]
    return dg.Definitions(
        assets=[
            REVIEWS,
            warehouse,
            *_with_code([sources, build_portal_assets(portals.sources), build_published_asset(marts)]),
        ],
        asset_checks=[against_release, holds_what_was_built],
        jobs=[
            crawl_job,
            crawl_due_job,
            recrawl_failed_job,
            build_job,
            reread_preview,
            digest_job,
            verification_job,
            forgetting_job,
        ],
        schedules=[due_crawl, daily_build, weekly_digest, monthly_verification, daily_forgetting],
        sensors=[alerts, releases, new_figures],
        resources={
            "workspace": workspace,
            "portals": portals,
            "progress": progress or Progress(),
            "channels": channels or Channels.current(),
        },
        executor=dg.in_process_executor,  # a process per step would cost more than the steps
    )


def _with_code(assets: Sequence[dg.AssetsDefinition]) -> Iterable[Any]:
    """The assets with the places of their code, which those of dbt have by themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # the version is pinned
        return dg.with_source_code_references(assets)


@dg.definitions
def defs() -> dg.Definitions:
    """What `dagster dev`, `dagster definitions validate` and `dg check defs` load."""
    return build_defs()
