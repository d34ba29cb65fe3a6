"""How dbt's nodes stand in the asset graph: key, group, and where their code is.

Owners and tags of models are told in `dbt_project.yml`, descriptions and columns beside each model.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

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
        super().__init__(
            DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True, enable_code_references=True)
        )

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Lake tables are the assets that fill them; models and seeds go by their bare names."""
        name = dbt_resource_props["name"]
        return dg.AssetKey(FILLED_BY[name] if dbt_resource_props["resource_type"] == "source" else name)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder: staging, intermediate, operations, marts; or seeds."""
        kind = dbt_resource_props["resource_type"]
        return "seeds" if kind == "seed" else str(dbt_resource_props["fqn"][1])
