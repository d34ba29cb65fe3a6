"""The job `reread_preview`: what reading again would change, told in the UI before anything is done.

Its words are those of the command line (`orchestration.telling.rereading`).
"""

import dagster as dg
from pydantic import Field

from orchestration.resources import Portals
from orchestration.telling.metadata import table
from warehouse.workspace import Workspace


class Chosen(dg.Config):
    """Which sources, as the launchpad of the UI shows it."""

    sources: list[str] = Field([], description="Ids of enabled sources; empty: all of them.")


@dg.op(out=dg.Out(dg.Nothing), description="Read the archive again into a copy, and tell what differs.")
def preview_reading(
    context: dg.OpExecutionContext,
    config: Chosen,
    workspace: dg.ResourceParam[Workspace],
    portals: dg.ResourceParam[Portals],
) -> None:
    """Lake, build and published file stay as they are."""
    from orchestration.telling.rereading import CHANGE, COLUMNS, REJECTION, Summary, cells, previews, rejected

    summary = Summary()
    for found in previews(workspace, portals.chosen(config.sources), lambda name, done, total: None):
        summary.add(found)
        context.log.info(f"{found.source}: {len(found.changes)} of {found.before} figures would change")
    names = (column.replace(" ", "_") for column in COLUMNS[1:])
    context.add_output_metadata(
        dict(zip(names, summary.totals, strict=True))
        | {f"differs_{name}": count for name, count in sorted(summary.fields.items())}
        | {
            "sources": table(COLUMNS, summary.rows),
            "examples": table(CHANGE, map(cells, summary.examples)),
            "rejections": table(REJECTION, map(rejected, summary.rejections.values())),
            "reviews_gone": table(("entry",), ((line,) for line in summary.reviews)),
            "not_read": table(("page",), ((line,) for line in summary.broken)),
        }
    )


@dg.job(
    description="What reading sources again from the archive would change. Changes nothing, asks no site."
)
def reread_preview() -> None:
    """A job of its own: a preview makes no asset."""
    preview_reading()
