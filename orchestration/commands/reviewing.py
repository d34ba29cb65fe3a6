"""`sotttt review`: the queue printed, entries written. What they mean belongs to `warehouse.reviewing`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from warehouse.reviewing import Entry, Signed

Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence.")]
By = Annotated[str, typer.Option("--by", envvar="SOTTTT_REVIEWER", help="Who says it.")]
FigureId = Annotated[str, typer.Argument(metavar="FIGURE_ID")]

app = typer.Typer(help="What is worth a reviewer's minute, most valuable first; and what a reviewer says.")


@app.callback(invoke_without_command=True)
def queue(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many to list.")] = 20,
) -> None:
    """List what is worth a reviewer's minute, most valuable first; or write an entry."""
    if context.invoked_subcommand is not None:
        return
    from orchestration.telling import terminal
    from warehouse import reviewing
    from warehouse.workspace import Workspace

    found = reviewing.queue(Workspace.current(), limit)
    if not found.rows:
        print("Nothing to review.")
        return
    for number, row in enumerate(found.rows, start=1):
        named = zip(found.columns, row, strict=True)
        terminal.table((f"{number}", ""), [(name, cell) for name, cell in named if cell is not None])
    if found.more:
        print(f"(the first {limit}; --limit lists more)")
    print(
        "Settle one: sotttt review accept|reject|correct|province ...; see sotttt explain FIGURE_ID before."
    )


@app.command()
def accept(figure: FigureId, reason: Reason, by: By) -> None:
    """This figure is right: it comes before all others of its fact."""
    _judge(figure, "accept", reason, by)


@app.command()
def reject(figure: FigureId, reason: Reason, by: By) -> None:
    """This figure is wrong: it stands for no year any more, and stays in fct_figure with the mark."""
    _judge(figure, "reject", reason, by)


@app.command()
def correct(
    figure: FigureId,
    value: Annotated[str, typer.Argument(help="In the unit of the figure; empty ('') withdraws it.")],
    reason: Reason,
    by: By,
) -> None:
    """This figure should have another value; a build fails when its page states something else one day."""
    from warehouse import reviewing
    from warehouse.workspace import Workspace

    _told(reviewing.correct(Workspace.current(), figure, value, _signed(reason, by)))


@app.command()
def province(
    url: Annotated[str, typer.Argument(metavar="URL")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="Two digits; see dim_province.")],
    reason: Reason,
    by: By,
    scheme: Annotated[str, typer.Option(help="Code list of CODE: gso63 or gso34.")] = "gso63",
) -> None:
    """Figures of this page whose province cannot be told are of this province."""
    from warehouse import reviewing
    from warehouse.workspace import Workspace

    _told(reviewing.settle_province(Workspace.current(), url, scheme, code, _signed(reason, by)))


def _judge(figure: str, verdict: str, reason: str, by: str) -> None:
    from warehouse import reviewing
    from warehouse.workspace import Workspace

    _told(reviewing.judge(Workspace.current(), figure, verdict, _signed(reason, by)))


def _signed(reason: str, by: str) -> Signed:
    from warehouse.reviewing import Signed

    return Signed(reason, by, datetime.now(UTC).date())


def _told(entry: Entry) -> None:
    print(f"Written to {entry.path} line {entry.line}; `sotttt build` takes it in.")
