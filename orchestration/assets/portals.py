"""From portals to figures: the registry, and raw_pages, documents and figures, partitioned by source.

One step makes the three, source by source: a source is read as soon as it is crawled, and one that fails
stops nobody. Each source is reported as materialised the moment it has landed; when one failed the step
ends red, and that source's partition shows as failed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg
from pydantic import Field

from orchestration import health
from orchestration.catalogue import lake_columns
from orchestration.metadata import table
from orchestration.provenance import version_tags
from orchestration.resources import Portals, Progress
from scrapers.errors import UserError
from scrapers.registry import Source
from scrapers.version import READER_VERSION
from warehouse import lake
from warehouse.collect import Collected, collect
from warehouse.expectations import shortfalls
from warehouse.health import NOT_BUILT, source_health
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
_STAGE_OF = {"raw_pages": "pages", "documents": "documents", "figures": "figures"}


class Crawling(dg.Config):
    """How the portals are crawled, as the launchpad of the UI shows it."""

    again: bool = Field(
        False, description="Ask also for pages that rest because they have not changed for long."
    )


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
        check_specs=[
            dg.AssetCheckSpec("minimum", asset=asset, description=f"Every source has the {what} it should.")
            for asset, what in _STAGE_OF.items()
        ]
        + [
            dg.AssetCheckSpec(
                "source_health", asset="raw_pages", description="Every enabled source is healthy."
            )
        ],
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
    ) -> Iterator[dg.AssetCheckResult]:
        wanted = [asset for asset in _STAGE_OF if dg.AssetKey(asset) in context.selected_asset_keys]
        chosen = [portals.sources[name] for name in context.partition_keys]
        failed: dict[str, str] = {}
        with portals.proxy() as proxy:
            for collected in collect(
                workspace,
                chosen,
                run_id=context.run.run_id,
                proxy=proxy,
                crawl="raw_pages" in wanted,
                again=config.again,
                read=wanted != ["raw_pages"],
                on_page=progress.page,
            ):
                for asset in wanted:
                    if _STAGE_OF[asset] in collected.landed:
                        metadata = _metadata(workspace, asset, collected)
                        tags = version_tags(context, dg.AssetKey(asset), collected.source)
                        context.log_event(
                            dg.AssetMaterialization(asset, None, metadata, collected.source, tags)
                        )
                progress.source(collected)
                if collected.error:
                    failed[collected.source] = collected.error
                    context.log.error(f"{collected.source}: {collected.trace or collected.error}")
        for key in context.selected_asset_check_keys:
            yield (
                _health(workspace)
                if key.name == "source_health"
                else _minimum(workspace, portals.sources.values(), key)
            )
        if failed:
            raise dg.Failure(
                f"{len(failed)} of {len(chosen)} sources failed: {', '.join(sorted(failed))}",
                metadata={
                    "failed_sources": table(("source", "cause"), sorted(failed.items())),
                    "causes": dg.MetadataValue.json(failed),  # the same for programs
                },
                allow_retries=False,
            )

    return portals


def _metadata(workspace: Workspace, asset: str, collected: Collected) -> dict[str, Any]:
    """What an asset's event says of a source: plain numbers, which the UI plots over time, and a table."""
    stage = _STAGE_OF[asset]
    held = {f"{stage}_held": lake.count(workspace.lake, Table(stage), collected.source)}
    if asset == "raw_pages":
        attempts = collected.attempts
        lost = [(one.url, one.outcome, one.detail or "") for one in attempts.misses]
        not_got = {"not_got": table(("address", "outcome", "detail"), lost)} if lost else {}
        return held | _counts(attempts.outcomes) | {"bytes_fetched": attempts.new_bytes} | not_got
    if collected.reading is None:
        return held
    if asset == "documents":
        return held | _counts(collected.reading.pages.outcomes)
    new = collected.reading.figures
    read = {
        "documents_read": new.documents,
        "new_figures": new.figures.total(),
        "numbers_rejected": new.rejections,
    }
    return held | read | _counts(new.figures)


def _counts(counter: Mapping[Any, int]) -> dict[str, Any]:
    return {str(name): number for name, number in sorted(counter.items())}


def _minimum(workspace: Workspace, sources: Iterable[Source], check: dg.AssetCheckKey) -> dg.AssetCheckResult:
    what = _STAGE_OF[check.asset_key.to_user_string()]
    short = [(one.source, one.expected, one.found) for one in shortfalls(workspace, sources, what)]
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=not short,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"below": table(("source", f"{what} expected", "in the lake"), short)} if short else {},
    )


def _health(workspace: Workspace) -> dg.AssetCheckResult:
    try:
        found, told = source_health(workspace), NOT_BUILT
    except UserError as error:  # a build is running: no reason for a crawl to fail
        found, told = None, str(error)
    ill = [row for row in found or () if row.is_enabled and row.health != "healthy"]
    return dg.AssetCheckResult(
        asset_key=dg.AssetKey("raw_pages"),
        check_name="source_health",
        passed=not ill,
        severity=dg.AssetCheckSeverity.WARN,
        description=told if found is None else f"{len(ill)} enabled sources are not healthy.",
        metadata={"sources": table(health.COLUMNS, map(health.cells, ill))} if ill else {},
    )
