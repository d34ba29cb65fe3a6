"""The jobs as the command line runs them: in this process, on the persistent instance, so the UI shows them.

What the jobs do belongs to the assets, how it looks on a terminal to `report`. All give an exit code.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import dagster as dg
from dagster._core.storage.tags import REPOSITORY_LABEL_TAG

from orchestration.abandoned import COMMAND_LINE
from orchestration.alerting.troubles import cause, causes_by_source, was_stopped
from orchestration.definitions import LOCATION, build_defs
from orchestration.instance import ask_for, own_instance
from orchestration.jobs.choosing import failed_sources, recrawl_failed_job
from orchestration.jobs.schedules import partition_range
from orchestration.resources import Portals
from orchestration.telling import report
from orchestration.telling.report import Display
from scrapers.archive import Archive
from scrapers.archive.importing import import_paths
from scrapers.model import Fetch
from scrapers.reading.lexicon import lexicon
from scrapers.registry import IMPORT_ID
from warehouse import lake
from warehouse.build import worth_running
from warehouse.release.published import sound
from warehouse.workspace import Workspace

_READ = (dg.AssetKey("documents"), dg.AssetKey("figures"))
# The run's own log goes to a file (see `instance`); the terminal has the display.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def everything(*, again: bool = False) -> int:
    """Crawl and read all enabled sources, then build and publish when that changed anything."""
    with _runner() as runner:
        runner.collect(runner.names, again=again)
        runner.build_when_needed()
    report.sources(runner.display)
    report.warehouse(runner.display, runner.workspace, runner.before)
    return int(runner.failed)


def crawl(names: Sequence[str] | None, *, fetch: bool = True, again: bool = False) -> int:
    """Crawl (unless told not to) and read the named sources, or all; `again`: what rests too."""
    with _runner() as runner:
        runner.collect(names or runner.names, fetch=fetch, again=again)
    report.sources(runner.display)
    return int(runner.failed)


def crawl_failed(*, again: bool = False) -> int:
    """Crawl and read the sources that failed when last crawled, and no others."""
    with _runner() as runner:
        runner.collect_failed(again=again)
    report.sources(runner.display)
    return int(runner.failed)


def bring_in(paths: Sequence[Path], manifest: Path | None) -> int:
    """Take files into the archive and read them."""
    with _runner() as runner:
        fetches = _archive(runner.workspace, paths, manifest)
        runner.collect([IMPORT_ID])
    whole = report.imported(runner.display, fetches)
    report.sources(runner.display)
    return int(runner.failed or not whole or bool(report.silent_pages(runner.display)))


def build(*, force: bool = False) -> int:
    """Build, check and publish, when something changed or when told to."""
    with _runner() as runner:
        runner.build_when_needed(force=force)
    report.warehouse(runner.display, runner.workspace, runner.before)
    return int(runner.failed)


def _archive(workspace: Workspace, paths: Sequence[Path], manifest: Path | None) -> list[Fetch]:
    run_id = f"import-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    with Archive(workspace.archive) as archive:
        fetches = import_paths(paths, manifest, archive, run_id)
    lake.append_fetches(workspace.lake, fetches)
    return fetches


@contextlib.contextmanager
def _runner() -> Iterator[_Runner]:
    """Everything a person can have got wrong is found here, before anything runs."""
    workspace, portals = Workspace.current(), Portals.current()
    lexicon()
    with own_instance(workspace) as instance, Display() as display:
        yield _Runner(workspace, portals, display, instance)


class _Runner:
    def __init__(
        self, workspace: Workspace, portals: Portals, display: Display, instance: dg.DagsterInstance
    ) -> None:
        self.workspace, self.display, self.names = workspace, display, list(portals.sources)
        self.before = sound(workspace)  # a damaged one stops no crawl
        self.failed = False
        self._instance = instance
        self._portals = portals
        self._defs = build_defs(workspace, portals, display)

    def collect(self, names: Collection[str], *, fetch: bool = True, again: bool = False) -> None:
        """Crawl and read. A run takes a range of partitions: names with gaps between take several runs."""
        places = {name: place for place, name in enumerate(self.names)}
        chosen = [source.id for source in self._portals.chosen(names)]
        crawled = fetch and set(names) != {IMPORT_ID}
        self.display.stage("Crawl and read" if crawled else "Read", len(chosen))
        for _, group in groupby(enumerate(chosen), key=lambda numbered: places[numbered[1]] - numbered[0]):
            members = [name for _, name in group]
            tags = partition_range(members[0], members[-1])
            config = {"portals": {"config": {"again": again}}}
            self._execute("crawl_job", tags, None if fetch else _READ, config)

    def collect_failed(self, *, again: bool = False) -> None:
        """Crawl and read what the last crawl of it failed on, in one run."""
        if names := failed_sources(self._instance, self.workspace, self._portals):
            self.display.stage("Crawl and read what failed", len(names))
            self._execute(recrawl_failed_job.name, config={"recrawl_failed": {"config": {"again": again}}})
        else:
            self.display.out.print("No source failed when it was last crawled.")

    def build_when_needed(self, *, force: bool = False) -> None:
        """Make what is published be what the lake says, also in the place of a damaged release."""
        if force or worth_running(self.workspace) or self.before is None:
            self.display.stage("Build and publish")
            self._execute("build_job")

    def _execute(
        self,
        job: str,
        tags: Mapping[str, str] | None = None,
        assets: Sequence[dg.AssetKey] | None = None,
        config: Mapping[str, object] | None = None,
    ) -> None:
        place = {REPOSITORY_LABEL_TAG: f"__repository__@{LOCATION}"}  # where the UI looks for runs of a job
        definition = self._defs.resolve_job_def(job)
        ask_for(self._instance, {op.pool for op in definition.graph.iterate_op_defs() if op.pool})
        with (self.workspace.dagster_home / "output.log").open("a") as log, contextlib.redirect_stdout(log):
            result = definition.execute_in_process(
                run_config=_QUIET | ({"ops": config} if config else {}),
                instance=self._instance,
                asset_selection=assets,
                tags={**COMMAND_LINE, **place, **(tags or {})},
                raise_on_error=False,
            )
        failures = result.filter_events(lambda event: event.is_step_failure)
        if any(map(was_stopped, failures)):
            raise KeyboardInterrupt
        self.failed |= not result.success
        # Of sources that failed the display has heard.
        self.display.broken(cause(event) for event in failures if causes_by_source(event) is None)
