"""A crawl as Dagster hears of it: each source is told of once it has landed; one that failed stops nobody.

Which sources are crawled is the matter of who calls: the assets, or the jobs that choose for themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg
from pydantic import Field

from orchestration.assets.provenance import version_tags
from orchestration.resources import Portals, Progress
from orchestration.telling import overview
from orchestration.telling.metadata import table
from warehouse import lake
from warehouse.tables import Table
from warehouse.workspace import Workspace

if TYPE_CHECKING:  # as in `resources`
    from warehouse.collect import Collected

STAGE_OF = {"raw_pages": "pages", "documents": "documents", "figures": "figures"}  # by asset
Event = dg.AssetMaterialization | dg.AssetObservation


class Crawling(dg.Config):
    """How the portals are crawled, as the launchpad of the UI shows it."""

    again: bool = Field(
        False, description="Ask also for pages that rest because they have not changed for long."
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The resources that every crawl needs."""

    workspace: Workspace
    portals: Portals
    progress: Progress


def crawl(
    context: dg.OpExecutionContext | dg.AssetExecutionContext,
    around: Surroundings,
    names: Sequence[str],
    assets: Collection[str],
    specs: Collection[dg.AssetSpec],
    *,
    again: bool,
) -> Generator[Event, None, dg.Failure | None]:
    """Make the assets of the named sources; gives why the step has to end red, if it has to.

    Args:
        context: Of the step.
        around: Where from and where to.
        names: Of enabled sources.
        assets: Of STAGE_OF; without raw_pages no site is asked.
        specs: Of all these assets, made now or not.
        again: Ask for pages that rest.

    Yields:
        What Dagster is to know, as it happens: logged, it would wait for the end, and a kill would take it.
    """
    from warehouse.collect import collect

    done: list[Collected] = []
    with around.portals.proxy() as proxy:
        for collected in collect(
            around.workspace,
            [around.portals.sources[name] for name in names],
            run_id=context.run.run_id,
            proxy=proxy,
            crawl="raw_pages" in assets,
            again=again,
            read=set(assets) != {"raw_pages"},
            on_page=around.progress.page,
        ):
            done.append(collected)
            for asset in assets:
                if STAGE_OF[asset] in collected.landed:
                    metadata = _metadata(around.workspace, asset, collected)
                    tags = version_tags(context, specs, dg.AssetKey(asset), collected.source)
                    yield dg.AssetMaterialization(asset, None, metadata, collected.source, tags)
            if collected.error:
                context.log.error(f"{collected.source}: {collected.trace or collected.error}")
            around.progress.source(collected)
    for asset, tell in (("raw_pages", overview.pages), ("figures", overview.figures)):
        if asset in assets:
            yield dg.AssetObservation(asset, metadata=tell(done))
    return _failure(done)


def _failure(done: Iterable[Collected]) -> dg.Failure | None:
    done = list(done)
    causes = sorted((one.source, one.error) for one in done if one.error)
    if not causes:
        return None
    return dg.Failure(
        f"{len(causes)} of {len(done)} sources failed: {', '.join(source for source, _ in causes)}",
        metadata={
            "failed_sources": table(("source", "cause"), causes),
            "causes": dg.MetadataValue.json(dict(causes)),  # the same for programs
        },
        allow_retries=False,  # what may pass was asked for again already; all others would be crawled twice
    )


def _metadata(workspace: Workspace, asset: str, collected: Collected) -> dict[str, Any]:
    """What an asset's event says of a source: plain numbers, which the UI plots over time, and a table."""
    stage = STAGE_OF[asset]
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
