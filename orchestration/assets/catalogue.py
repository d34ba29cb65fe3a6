"""How tables stand in the asset graph: keys and groups of dbt's nodes, columns and where they come from.

Owners and tags of models are told in `dbt_project.yml`, descriptions beside each model.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import dagster as dg
import yaml
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from warehouse.build import project_fingerprint
from warehouse.columns import Columns, columns
from warehouse.tables import SCHEMAS, Table
from warehouse.workspace import DBT_PROJECT

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

# What reviewers settled, in files of their own: nothing runs for it, the build takes it in.
REVIEWS = dg.AssetSpec(
    "reviews",
    group_name="review",
    kinds={"csv"},
    owners=["team:reviewers"],
    tags={"for_reviewers": ""},
    description="Corrections, provinces of documents, figures accepted and rejected, by `sotttt review`."
    " — Kết quả rà soát: số sửa, tỉnh của văn bản, số liệu được chấp nhận hoặc bác bỏ.",
)


class Lineage(DagsterDbtTranslator):
    """Names dbt's nodes so that they and the Python assets are one graph, grouped by stage."""

    def __init__(self) -> None:
        settings = DagsterDbtTranslatorSettings(
            enable_duplicate_source_asset_keys=True, enable_code_references=True
        )
        super().__init__(settings)
        self._columns = columns(project_fingerprint())

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Lake tables are the assets that fill them; models and seeds go by their bare names."""
        return _key(dbt_resource_props["unique_id"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder: staging, intermediate, operations, marts; or seeds."""
        kind = dbt_resource_props["resource_type"]
        return "seeds" if kind == "seed" else str(dbt_resource_props["fqn"][1])

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        """What dbt's entry tells, with all columns once a build has shown them."""
        metadata = super().get_metadata(dbt_resource_props)
        found = self._columns.get(dbt_resource_props["unique_id"])
        return {**metadata, **_described(found, dbt_resource_props["columns"])} if found else metadata


def lake_columns(table: Table) -> dict[str, dg.TableSchema]:
    """The columns of a table of the lake, as metadata of the asset that fills it; told by dbt's entry."""
    told = _lake_entries()[table]
    columns = [dg.TableColumn(field.name, str(field.type), told.get(field.name)) for field in SCHEMAS[table]]
    return {"dagster/column_schema": dg.TableSchema(columns)}


@cache
def _lake_entries() -> dict[str, dict[str, str]]:
    text = (DBT_PROJECT / "models" / "staging" / "lake.yml").read_text(encoding="utf-8")
    (lake,) = yaml.safe_load(text)["sources"]
    return {
        table["name"]: {column["name"]: column["description"] for column in table["columns"]}
        for table in lake["tables"]
    }


def _described(found: Columns, entries: Mapping[str, Any]) -> dict[str, Any]:
    """Origins stand also in the descriptions: the UI has no page for the lineage of columns."""
    deps = {
        name: [dg.TableColumnDep(_key(parent), column) for parent, column in origins]
        for name, origins in found.origins.items()
    }
    schema = []
    for name, kind in found.types.items():
        origins = [f"{dep.asset_key.to_user_string()}.{dep.column_name}" for dep in deps.get(name, ())]
        told = entries.get(name, {}).get("description", "")
        told += f" From {', '.join(origins)}." if origins else ""
        schema.append(dg.TableColumn(name, kind, told.strip() or None))
    return {
        "dagster/column_schema": dg.TableSchema(schema),
        "dagster/column_lineage": dg.TableColumnLineage(deps),
    }


def _key(node: str) -> dg.AssetKey:
    """Of a node, by dbt's unique id."""
    kind, *_, name = node.split(".")
    return dg.AssetKey(FILLED_BY[name] if kind == "source" else name)
