"""The command line: what a person types, and no more. Each command calls one function.

Imports are inside the commands, so that help and `extract` answer at once (Dagster takes seconds to load).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands import releasing, reviewing
from orchestration.commands.serve import Part
from scrapers.errors import UserError

app = typer.Typer(
    help="Figures of Vietnam's provincial ICT departments, from web pages to a DuckDB file.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
sites = typer.Typer(help="The sites of the registry, and sites that may join it.", no_args_is_help=True)
app.add_typer(sites, name="sites")
archive_app = typer.Typer(help="The archive of WARC records.", no_args_is_help=True)
app.add_typer(archive_app, name="archive")
app.add_typer(reviewing.app, name="review")
app.add_typer(releasing.app, name="release")
alerts_app = typer.Typer(help="Messages to those who keep this running.", no_args_is_help=True)
app.add_typer(alerts_app, name="alerts")
SourceIds = Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="All enabled, when none.")]

Again = Annotated[
    bool, typer.Option("--again", help="Ask also for pages that rest because they have not changed for long.")
]


def main() -> None:
    """Run a command. What a person can mend is one line and exit code 2; a defect keeps its traceback."""
    try:
        app()
    except UserError as error:
        print(f"sotttt: {error}", file=sys.stderr)
        sys.exit(2)


@app.command()
def run(again: Again = False) -> None:
    """The main job: crawl all enabled sources, read what changed, build and publish."""
    from orchestration.commands import run

    raise typer.Exit(run.everything(again=again))


@app.command()
def crawl(
    sources: SourceIds = None,
    again: Again = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only the sources that failed when last crawled.")
    ] = False,
) -> None:
    """Crawl and read sources; the warehouse stays as it is."""
    from orchestration.commands import run

    if failed and sources:
        raise UserError("--failed finds the sources itself; leave out their names, or --failed")
    raise typer.Exit(run.crawl_failed(again=again) if failed else run.crawl(sources, again=again))


@app.command()
def read(
    sources: SourceIds = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change, with examples.")
    ] = False,
    changes: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="With --dry-run: write every change there.")
    ] = None,
) -> None:
    """Read from the archive what this version of the reader has not read; no site is asked."""
    if dry_run:
        from orchestration.telling import rereading

        rereading.show(sources, changes)
        return
    if changes is not None:
        raise typer.BadParameter("goes with --dry-run", param_hint="--csv")
    from orchestration.commands import run

    raise typer.Exit(run.crawl(sources, fetch=False))


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Saved pages (HTML, text), WARC files, or folders.")],
    manifest: Annotated[Path | None, typer.Option(help="CSV: path, url, date[, content_type]")] = None,
) -> None:
    """Bring saved pages or WARC files into the archive, and read them."""
    from orchestration.commands import run

    raise typer.Exit(run.bring_in(paths, manifest))


@app.command()
def extract(
    paths: Annotated[list[Path], typer.Argument(help="HTML or text files, or folders of them.")],
    report: Annotated[
        Path | None,
        typer.Option(metavar="HTML", help="Write a page for reviewers instead: text, figures, and why."),
    ] = None,
) -> None:
    """Print the figures of files, one JSON object per line. Keeps no state."""
    if report is not None:
        from scrapers.review import write_report

        raise typer.Exit(write_report(paths, report))
    from scrapers.extract import print_figures

    raise typer.Exit(print_figures(paths))


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Also when nothing changed.")] = False,
) -> None:
    """Build the warehouse from the lake, check it, publish it."""
    from orchestration.commands import run

    raise typer.Exit(run.build(force=force))


@app.command()
def publish(
    despite_losses: Annotated[
        bool, typer.Option("--despite-losses", help="Also when many values of the last release are lost.")
    ] = False,
) -> None:
    """Publish the last good build again."""
    from warehouse.release.publishing import publish
    from warehouse.workspace import Workspace

    release = publish(Workspace.current(), despite_losses=despite_losses)
    print(
        f"Published {release.path}, release {release.release_id}"
        if release
        else "Nothing changed: the published file is of the last build."
    )


@app.command(context_settings={"ignore_unknown_options": True})  # SQL may begin with a comment: --
def query(
    sql: Annotated[str, typer.Argument(help="For example: from mart_province_year limit 5")],
    as_csv: Annotated[bool, typer.Option("--csv", help="All rows as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All rows, a JSON object each.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Rows of the table at most.")] = 100,
) -> None:
    """Ask the published file; `from _macros` lists the questions it knows by name."""
    from orchestration.commands import show

    if as_csv and as_json:
        raise UserError("query: --csv and --json exclude each other; choose one")
    show.query(sql, show.Form.CSV if as_csv else show.Form.JSON if as_json else show.Form.TABLE, limit)


@app.command()
def explain(figure: Annotated[str, typer.Argument(metavar="FIGURE_ID")]) -> None:
    """Walk from a published number to the sentence, the page and the WARC record it came from."""
    from orchestration.commands import show

    show.explain(figure)


@app.command()
def status() -> None:
    """What the archive, the lake and the published file hold."""
    from orchestration.commands import show

    show.status()


@sites.command("list")
def list_sites(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="All, when none.")] = None,
    enabled: Annotated[bool, typer.Option("--enabled", help="Only those that are crawled.")] = False,
) -> None:
    """The registry: every source, when it last answered, what it gave, whether that is enough."""
    from orchestration.commands import sites

    sites.show(names, enabled=enabled)


@sites.command("health")
def health_of_sites(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Enabled, if none.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are not crawled.")] = False,
) -> None:
    """How the sources are, worst first, and why: what their last runs and the lake tell."""
    from orchestration.telling import health

    health.show(names, every=every)


@sites.command("probe")
def probe_sites(
    hosts: Annotated[list[str], typer.Argument(metavar="HOST...", help="For example stttt.example.gov.vn")],
    only_yaml: Annotated[bool, typer.Option("--yaml", help="Print only the proposed entry.")] = False,
    proxy: Annotated[
        str | None, typer.Option(envvar="SOTTTT_PROXY", help="Forward proxy, http://host:port")
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="Hosts on loopback; without a proxy, the sample portals.")
    ] = False,
) -> None:
    """Ask hosts what they are today, and propose an entry of the registry. Keeps no state."""
    from orchestration.commands import probing

    raise typer.Exit(probing.run(hosts, proxy=proxy, local=local, only_yaml=only_yaml))


@archive_app.command()
def verify(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="All, if none.")] = None,
) -> None:
    """Check every record: its digests, what it refers to, and that no fetch has lost its page."""
    from orchestration.commands.archive import verify_archive

    raise typer.Exit(verify_archive(sources or ()))


@archive_app.command()
def index(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="All, if none.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read every file from its beginning.")] = False,
) -> None:
    """Bring the table `records` up to date: what stands where in the WARC files."""
    from orchestration.commands.archive import index_archive

    index_archive(sources or (), rebuild=rebuild)


@alerts_app.command("test")
def try_alerts() -> None:
    """Send a message to all channels of SOTTTT_ALERTS."""
    from orchestration.alerting import channels as alerts

    alerts.send_trial()


@app.command()
def health() -> None:
    """Is all well? Daemon, last crawl, last build, release; exit code 1 when something is not."""
    from orchestration.commands import vitals

    raise typer.Exit(vitals.show())


@app.command()
def metrics(
    path: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Printed, when none.")] = None,
) -> None:
    """The same for Prometheus, in its text format."""
    from orchestration.commands import vitals

    vitals.write_metrics(path)


@app.command()
def serve(
    part: Annotated[Part, typer.Argument(help="Which process of a server.")],
    port: Annotated[int, typer.Option(min=1, max=65535, help="Of the web server.")] = 3000,
) -> None:
    """Run one part of a server, on 127.0.0.1, for a service manager; see docs/deploy."""
    from orchestration.commands.serve import serve
    from warehouse.workspace import Workspace

    serve(Workspace.current(), part, port)


@app.command()
def ui(port: Annotated[int, typer.Option(min=1, max=65535)] = 3000) -> None:
    """The Dagster UI on 127.0.0.1, until Ctrl-C."""
    from orchestration.commands.ui import open_ui
    from warehouse.workspace import Workspace

    open_ui(Workspace.current(), port)


if __name__ == "__main__":
    main()
