"""From portals to figures: the registry, and raw_pages, documents and figures, partitioned by source.

One step makes the three, source by source: a source is read as soon as it is crawled, and one that fails
stops nobody. Each source is reported as materialised the moment it has landed; when one failed the step
ends red, and that source's partition shows as failed.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import dagster as dg

from orchestration.assets import checks
from orchestration.assets.catalogue import lake_columns
from orchestration.assets.crawling import STAGE_OF, Crawling, Event, Surroundings, crawl
from orchestration.resources import Portals, Progress
from scrapers.registry import Source
from scrapers.version import READER_VERSION
from warehouse.sources import land_sources
from warehouse.tables import Table
from warehouse.workspace import Workspace

SPECS = [  # skippable, because a source is reported when it lands, not with the run as a whole
    dg.AssetSpec(
        "raw_pages",
        deps=["sources"],
        group_name="fetch",
        kinds={"python", "warc"},
        owners=["team:operators"],
        tags={"for_operators": ""},
        skippable=True,
        # The check `fresh` tells of each source, but only after a crawl; this tells when none is made.
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=timedelta(days=30)),
        metadata=lake_columns(Table.FETCHES),
        description="Pages as they came, kept for ever as WARC records, and every attempt to get one, whose"
        " columns these are. — Các trang nguyên gốc, lưu vĩnh viễn, và mọi lần tải.",
    ),
    dg.AssetSpec(
        "documents",
        deps=["raw_pages"],
        code_version=READER_VERSION,
        group_name="read",
        kinds={"python", "parquet"},
        owners=["team:data-engineers"],
        tags={"for_operators": ""},
        skippable=True,
        metadata=lake_columns(Table.DOCUMENTS),
        description="The readable content of each page version: title, text, tables, date."
        " — Văn bản: nội dung đọc được của từng phiên bản trang.",
    ),
    dg.AssetSpec(
        "figures",
        deps=["documents"],
        code_version=READER_VERSION,
        group_name="read",
        kinds={"python", "parquet"},
        owners=["team:data-engineers"],
        tags={"for_operators": ""},
        skippable=True,
        metadata=lake_columns(Table.FIGURES),
        description="Every number stated for an indicator, with the words that state it."
        " — Số liệu: mọi con số được nêu cho một chỉ tiêu, kèm nguyên văn.",
    ),
]


@dg.asset(
    group_name="registry",
    kinds={"yaml", "parquet"},
    owners=["team:data-engineers"],
    tags={"for_operators": ""},
    metadata=lake_columns(Table.SOURCES),
    description="The registry: one YAML file per source, checked before anything runs. — Danh bạ nguồn.",
)
def sources(
    workspace: dg.ResourceParam[Workspace], portals: dg.ResourceParam[Portals]
) -> dg.MaterializeResult[None]:
    """The registry as a table of the lake."""
    changed = land_sources(workspace, portals.registry.values())
    return dg.MaterializeResult(
        metadata={"sources": len(portals.registry), "enabled": len(portals.sources), "changed": changed}
    )


def build_portal_assets(sources: Mapping[str, Source]) -> dg.AssetsDefinition:
    """The assets of the given sources, one partition each."""

    @dg.multi_asset(
        name="portals",
        specs=SPECS,
        check_specs=checks.SPECS,
        partitions_def=dg.StaticPartitionsDefinition(list(sources)),
        backfill_policy=dg.BackfillPolicy.single_run(),
        can_subset=True,
        pool="archive",
    )
    def portals(
        context: dg.AssetExecutionContext,
        config: Crawling,
        workspace: dg.ResourceParam[Workspace],
        portals: dg.ResourceParam[Portals],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Event | dg.AssetCheckResult]:
        wanted = [asset for asset in STAGE_OF if dg.AssetKey(asset) in context.selected_asset_keys]
        around = Surroundings(workspace, portals, progress)
        failure = yield from crawl(context, around, context.partition_keys, wanted, SPECS, again=config.again)
        for key in context.selected_asset_check_keys:
            yield checks.evaluated(workspace, portals.sources.values(), key)
        if failure:
            raise failure

    return portals
