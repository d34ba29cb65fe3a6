"""`sotttt release`: what is on the shelf, going back to an earlier release, and its notes."""

from __future__ import annotations

import getpass
import os
from typing import Annotated

import typer

ReleaseId = Annotated[str | None, typer.Argument(metavar="[ID]")]

app = typer.Typer(
    help="The releases that are kept: which they are, and going back to one.", no_args_is_help=True
)


@app.command("list")
def list_releases() -> None:
    """Every release that is kept, newest first: when, how much, which is current, what was withdrawn."""
    from orchestration.telling import terminal
    from warehouse.release.withdrawals import shelved
    from warehouse.workspace import Workspace

    found = shelved(Workspace.current())
    if not found:
        print("No release is kept; `sotttt build` makes one.")
        return
    rows = [
        (
            one.release_id,
            f"{one.release.published_at:%Y-%m-%d %H:%M} UTC" if one.release else "broken",
            f"{one.release.rows.get('fct_figure', 0):,}" if one.release else "",
            f"{one.size / 1e6:,.1f} MB",
            "current" if one.is_current else "",
            one.withdrawal,
        )
        for one in found
    ]
    terminal.table(("release", "published", "figures", "size", "", "withdrawn"), rows)


@app.command()
def rollback(
    release: ReleaseId = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence.")] = "no reason given",
    by: Annotated[
        str | None, typer.Option("--by", envvar="SOTTTT_REVIEWER", help="Who says it; you, when none.")
    ] = None,
) -> None:
    """Go back to the release before, or to the one named; no build brings the later ones back by itself."""
    from warehouse.release import withdrawals
    from warehouse.workspace import Workspace

    found = withdrawals.rollback(Workspace.current(), release, by=by or _user(), reason=reason)
    print(f"Analysts open release {found.release_id} now: {found.folder}")
    print(
        "What was published later is withdrawn: `sotttt release list` tells which, `restore` takes that back."
    )
    print(
        "A build whose data is in any way other is published again: mend the cause, or turn off `new_figures`"
        " and `daily_build` in the UI under Automation."
    )


@app.command()
def restore(release: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take the mark off a release that was withdrawn; current again it is when none later is."""
    from warehouse.release import shelf, withdrawals
    from warehouse.workspace import Workspace

    workspace = Workspace.current()
    now = withdrawals.restore(workspace, release)
    if now == release:
        print(f"Analysts open release {release} again.")
        return
    print(f"{release} is no longer withdrawn; its content may be published again: `sotttt publish`")
    if now is not None:
        print(f"Analysts go on with release {now}.")
        if any(folder.name == release for folder in shelf.releases(workspace)):
            print(f"`sotttt release rollback {release}` goes back to the other.")


@app.command()
def notes(release: ReleaseId = None) -> None:
    """What is in a release and what changed in it: of the current one, or of the one named."""
    from scrapers.errors import UserError
    from warehouse.release import shelf
    from warehouse.release.notes import NAME
    from warehouse.workspace import Workspace

    workspace = Workspace.current()
    folder = shelf.find(workspace, release) if release else shelf.current(workspace)
    if folder is None:
        raise UserError("no release is current; `sotttt build` makes one")
    print((folder / NAME).read_text(encoding="utf-8"), end="")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return f"user {os.getuid()}"
