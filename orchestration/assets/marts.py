"""From the lake to what analysts open: the dbt models, and the published file behind their checks."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    dbt_assets,
)
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.metadata import table
from orchestration.resources import Progress
from scrapers.errors import UserError
from warehouse.build import begin_build, finish_build, parse, why_it_failed
from warehouse.database import quoted, reading
from warehouse.publish import publish, published
from warehouse.workspace import DBT_PROJECT, Workspace

_DBT = str(Path(sys.executable).with_name("dbt"))
# Which asset fills a table of the lake; dbt sees the tables as its sources.
FILLED_BY = {
    "sources": "sources",
    "fetches": "raw_pages",
    "pages": "documents",
    "documents": "documents",
    "readings": "figures",
    "figures": "figures",
    "rejections": "figures",
    "records": "raw_pages",
    "corrections": "reviews",
    "document_provinces": "reviews",
    "figure_reviews": "reviews",
}


class Lineage(DagsterDbtTranslator):
    """Names dbt's nodes so that they and the Python assets are one graph, grouped by stage."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Lake tables are the assets that fill them; models and seeds go by their bare names."""
        name = dbt_resource_props["name"]
        return dg.AssetKey(FILLED_BY[name] if dbt_resource_props["resource_type"] == "source" else name)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder: staging, intermediate, operations, marts; or seeds."""
        kind = dbt_resource_props["resource_type"]
        return "seeds" if kind == "seed" else str(dbt_resource_props["fqn"][1])


def build_warehouse_assets() -> list[dg.AssetsDefinition]:
    """The dbt models with their tests as checks, and the published file that comes after all of them.

    Raises:
        UserError: dbt cannot parse its project.
    """

    @dbt_assets(manifest=parse(), dagster_dbt_translator=Lineage(), name="warehouse", pool="dbt")
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

    @dg.asset(
        deps=[key for key, group in warehouse.group_names_by_key.items() if group == "marts"],
        group_name="publish",
        kinds={"duckdb"},
        description="The file analysts open: a compact, read-only copy of the marts, swapped in whole.",
    )
    def published_warehouse(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
        fresh = publish(workspace)
        release = fresh or published(workspace)
        rows = sorted(release.rows.items()) if release else []
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(workspace.published),
                "changed": fresh is not None,
                "figures": dict(rows).get("fct_figure", 0),
                "conflicts": dict(rows).get("mart_conflicts", 0),
                "rows": table(("table", "rows"), rows),
            }
        )

    return [warehouse, published_warehouse]


@dg.asset_check(asset="published_warehouse", blocking=True)
def holds_what_was_built(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
    """The published file can be opened, and each table has the rows it had in the build."""
    release = published(workspace)
    if release is None:
        return dg.AssetCheckResult(passed=False, description="Nothing is published.")
    with reading(workspace.published) as connection:
        found = {name: connection.table(quoted(name)).shape[0] for name in release.rows}
    wrong = [(name, rows, found[name]) for name, rows in release.rows.items() if found[name] != rows]
    return dg.AssetCheckResult(
        passed=not wrong, metadata={"differences": table(("table", "built", "published"), wrong)}
    )
