"""From the lake to the marts: the dbt models. What becomes of a good build belongs to `releases`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.assets.catalogue import Lineage
from orchestration.resources import Progress
from orchestration.telling.pictures import heat_map
from scrapers.errors import UserError
from warehouse.build import begin_build, finish_build, parse, why_it_failed
from warehouse.overview import coverage
from warehouse.workspace import DBT_PROJECT, Workspace

_DBT = str(Path(sys.executable).with_name("dbt"))


def build_warehouse_assets() -> dg.AssetsDefinition:
    """The dbt models, with their tests as checks.

    Raises:
        UserError: dbt cannot parse its project.
    """

    @dbt_assets(
        manifest=parse(),
        dagster_dbt_translator=Lineage(),
        project=DbtProject(DBT_PROJECT, profiles_dir=DBT_PROJECT),
        name="warehouse",
        pool="dbt",
    )
    def warehouse(
        context: dg.AssetExecutionContext,
        workspace: dg.ResourceParam[Workspace],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Any]:
        try:
            fingerprint = begin_build(workspace)
        except UserError as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        os.environ.update(workspace.dbt_environment())
        dbt = DbtCliResource(project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), dbt_executable=_DBT)
        command = ["build", "--exclude-resource-type", "unit_test"]  # they need no data: pytest runs them
        # No fetch_row_counts() or fetch_column_metadata(): they keep the build database locked.
        try:
            for event in dbt.cli(command, context=context, target_path=workspace.dbt_target).stream():
                progress.node()
                yield event
        except DagsterDbtCliRuntimeError as error:
            raise dg.Failure(why_it_failed(workspace), allow_retries=False) from error
        if not context.is_subset:
            finish_build(workspace, fingerprint)
        if dg.AssetKey("mart_coverage") in context.selected_asset_keys:
            context.log_event(dg.AssetObservation("mart_coverage", metadata=_coverage(workspace)))

    return warehouse


def _coverage(workspace: Workspace) -> dict[str, Any]:
    """What is known: plain numbers, which the UI plots over time, and a picture.

    An observation, since dbt holds the build database until all of its models have been reported.
    """
    found = coverage(workspace.build)
    title = "Share of core indicators with a known result — Tỷ lệ chỉ tiêu chính đã biết"
    return {
        "cells": found.cells,
        "cells_known": found.known,
        "coverage": heat_map(title, found.provinces, [str(year) for year in found.years], found.shares),
    }
