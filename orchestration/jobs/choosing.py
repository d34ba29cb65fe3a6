"""Jobs that choose their sources themselves: those that are due, and those that failed when last crawled.

A run of the assets takes one range of partitions. What is due or has failed lies scattered, and a run for
each would not wait for all hosts at once, so these are ops that report to the same partitions. They also have
a launchpad, in which `Launch Run` is one click.
"""

from collections.abc import Callable, Iterator, Sequence

import dagster as dg
from dagster._core.events import AssetMaterializationPlannedData, DagsterEvent
from dagster._core.storage.partition_status_cache import AssetPartitionStatus
from dagster._core.storage.tags import MAX_RUNTIME_SECONDS_TAG

from orchestration.assets import checks
from orchestration.assets.crawling import STAGE_OF, Crawling, Event, Surroundings, crawl
from orchestration.assets.portals import SPECS
from orchestration.resources import Portals, Progress
from warehouse.due import due_now
from warehouse.sources import land_sources
from warehouse.workspace import Workspace

# Five hundred pages of a host that wants a minute between them take eight hours.
A_DAY = {MAX_RUNTIME_SECONDS_TAG: 86_400}
Choose = Callable[[dg.DagsterInstance, Workspace, Portals], Sequence[str]]


def failed_sources(instance: dg.DagsterInstance, workspace: Workspace, portals: Portals) -> list[str]:
    """Those whose partition the UI shows as failed, in whichever asset."""
    names = list(portals.sources)
    partitions = dg.StaticPartitionsDefinition(names)
    found = set()
    for asset in STAGE_OF:
        status = instance.get_status_by_partition(dg.AssetKey(asset), names, partitions) or {}
        found |= {name for name, now in status.items() if now is AssetPartitionStatus.FAILED}
    return sorted(found)


def due_sources(instance: dg.DagsterInstance, workspace: Workspace, portals: Portals) -> list[str]:
    """Those that are due now."""
    return due_now(workspace.lake, portals.sources.values())


def _crawl_of(op_name: str, choose: Choose, description: str) -> dg.JobDefinition:
    @dg.op(name=op_name, out={}, pool="archive", description=description)
    def crawl_chosen(
        context: dg.OpExecutionContext,
        config: Crawling,
        workspace: dg.ResourceParam[Workspace],
        portals: dg.ResourceParam[Portals],
        progress: dg.ResourceParam[Progress],
    ) -> Iterator[Event | dg.AssetCheckEvaluation]:
        land_sources(workspace, portals.registry.values())
        chosen = choose(context.instance, workspace, portals)
        context.log.info(f"{len(chosen)} sources to crawl: {', '.join(chosen) or 'none'}")
        if not chosen:
            return
        _announce(context, chosen)
        around = Surroundings(workspace, portals, progress)
        failure = yield from crawl(context, around, chosen, list(STAGE_OF), SPECS, again=config.again)
        for spec in checks.SPECS:
            told = checks.evaluated(workspace, portals.sources.values(), spec.key)
            yield dg.AssetCheckEvaluation(
                asset_key=spec.asset_key,
                check_name=spec.name,
                passed=told.passed,
                severity=told.severity,
                description=told.description,
                metadata=told.metadata or {},
            )
        if failure:
            raise failure

    @dg.job(name=f"{op_name}_job", description=description, tags=A_DAY)
    def job() -> None:
        crawl_chosen()

    return job


def _announce(context: dg.OpExecutionContext, names: Sequence[str]) -> None:
    """Say which partitions this run is to make: of those, one that it does not make shows as failed.

    A run of the assets says so by its tags, from which Dagster makes the same events.
    """
    for asset in STAGE_OF:
        for name in names:
            planned = DagsterEvent.build_asset_materialization_planned_event(
                context.job_name,
                context.op_def.name,
                AssetMaterializationPlannedData(dg.AssetKey(asset), partition=name),
            )
            context.instance.report_dagster_event(planned, context.run.run_id)


crawl_due_job = _crawl_of("crawl_due", due_sources, "Crawl and read the sources that are due.")
recrawl_failed_job = _crawl_of(
    "recrawl_failed", failed_sources, "Crawl and read again only the sources that failed when last crawled."
)
