"""What a person sees: progress on stderr while a run goes, a table of its sources on stdout when it ends."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from types import TracebackType

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from orchestration.resources import Progress
from scrapers.model import GOT, Fetch, Outcome, PageOutcome
from warehouse.collect import Collected
from warehouse.query import query
from warehouse.release.published import Published, published
from warehouse.release.withdrawals import withheld
from warehouse.workspace import Workspace

ROWS = 15  # more sources than this are summed up
EXAMPLES = (
    "select province_name, year, n_indicators from mart_province_year order by n_indicators desc limit 5",
    "from series('bts_sites', 'dien bien')",
    "select indicator, value, evidence, url from fct_figure where province is null limit 5",
)

_GAPS = """
select count(*) filter (province is null), count(*) filter (year is null), min(figure_id) from fct_figure
"""


class Display(Progress):
    """Bars on a terminal, plain lines elsewhere. Remembers what it heard, for the closing table."""

    def __init__(self) -> None:
        # The streams of now: while a run goes, what libraries print is sent to a file.
        self.out = Console(file=sys.stdout, highlight=False)
        self.err = Console(file=sys.stderr, highlight=False)
        self.collected: list[Collected] = []
        self.broke = False  # something other than a source
        self._pages = 0
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=self.err,
            disable=not self.err.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Display:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; what comes in counts for it."""
        self._task = self._bars.add_task(name, total=total, note="")
        self._plain(f"{name} ...")

    def page(self) -> None:
        """One more address was asked for."""
        self._pages += 1
        self._note(f"{self._pages} pages")

    def source(self, collected: Collected) -> None:
        """One more source is done."""
        self.collected.append(collected)
        self._advance()
        self._plain(f"  {collected.source}: {told(collected)}")

    def node(self) -> None:
        """One more model or test is done."""
        self._advance()

    def broken(self, causes: Iterable[str]) -> None:
        """A run failed, for these reasons."""
        for cause in causes:
            self.broke = True
            _line(self.err, f"FAILED {cause}")

    def failed(self) -> list[Collected]:
        """The sources that failed, by name."""
        return sorted((one for one in self.collected if one.error), key=lambda one: one.source)

    def _advance(self) -> None:
        if self._task is not None:
            self._bars.advance(self._task)

    def _note(self, note: str) -> None:
        if self._task is not None:
            self._bars.update(self._task, note=note)

    def _plain(self, line: str) -> None:
        if not self.err.is_terminal:
            _line(self.err, line)


SILENT = 3  # pages without text told by name, per source


def page_counts(collected: Collected) -> tuple[int, int, int]:
    """Pages with a new body, unchanged ones, and addresses that gave none."""
    outcomes = collected.attempts.outcomes
    unchanged = outcomes[Outcome.UNCHANGED] + outcomes[Outcome.NOT_MODIFIED]
    got = unchanged + outcomes[Outcome.OK] + outcomes[Outcome.DEFERRED]
    return outcomes[Outcome.OK], unchanged, outcomes.total() - got


def told(collected: Collected) -> str:
    """What a source gave, or why it failed, in a few words."""
    if collected.error:
        return f"FAILED {collected.error}"
    new, unchanged, failed = page_counts(collected)
    words = [f"{new} new pages", f"{unchanged} unchanged"] if collected.attempts.outcomes else []
    words += [f"{failed} not got"] * bool(failed)
    words += [
        f"stopped: {miss.detail}" for miss in collected.attempts.misses if miss.outcome is Outcome.DEFERRED
    ]
    if collected.reading:
        words.append(f"{collected.reading.figures.figures.total()} new figures")
    return ", ".join(words)


def sources(display: Display) -> None:
    """The closing table of a crawl: a row per source unless they are many, and every failure."""
    table = Table("source", box=SIMPLE)
    for name in ("new pages", "unchanged", "not got", "documents", "figures"):
        table.add_column(name, justify="right")
    rows = {one.source: _counts(one) for one in display.collected}
    for name, counts in sorted(rows.items()) if len(rows) <= ROWS else ():
        table.add_row(name, *map(str, counts))
    table.add_section()
    table.add_row(f"{len(rows)} sources", *(str(sum(column)) for column in zip(*rows.values(), strict=True)))
    display.out.print(table)
    for failed in display.failed():
        _line(display.out, f"FAILED {failed.source}: {failed.error}")
    for name, silent in sorted(silent_pages(display).items()):
        for page in silent[:SILENT]:
            _line(display.out, f"{name}: nothing to read in {page}")
        if len(silent) > SILENT:
            _line(display.out, f"{name}: ... and in {len(silent) - SILENT} more")


def silent_pages(display: Display) -> dict[str, tuple[str, ...]]:
    """The pages of each source that hold nothing to read, a line each."""
    return {
        one.source: one.reading.pages.silent
        for one in display.collected
        if one.reading and one.reading.pages.silent
    }


def imported(display: Display, fetches: Sequence[Fetch]) -> bool:
    """What became of the files brought in; tells whether all of them could be."""
    damaged = [fetch for fetch in fetches if fetch.outcome not in GOT]
    for fetch in damaged:
        _line(display.err, f"FAILED {fetch.url}: {fetch.detail or fetch.outcome}")
    new = sum(fetch.outcome is Outcome.OK for fetch in fetches)
    _line(display.out, f"{new} pages brought in, {len(fetches) - new - len(damaged)} were there already.")
    _line(display.out, "`sotttt build` takes them to the published file.")
    return not damaged


def warehouse(display: Display, workspace: Workspace, before: Published | None) -> None:
    """What is published: how many figures, where it is, what to type next."""
    release = published(workspace)
    if release is None:
        _line(display.out, "Nothing is published yet.")
        return
    if found := withheld(workspace):
        _line(display.out, f"Not published: {found.way_back}")
    elif release == before:
        same = "" if display.broke else "Nothing changed in what the pages say. "
        _line(display.out, f"{same}The published file stays as it was.")
    by_status = query(workspace, "select status, count(*) from fct_figure group by all order by all").rows
    ((unplaced, undated, figure),) = query(workspace, _GAPS).rows
    told = ", ".join(f"{count} {status}" for status, count in by_status) or "none"
    _line(display.out, f"Figures published: {told}; {unplaced} without a province, {undated} without a year.")
    _line(display.out, f"DuckDB: {workspace.published}")
    _line(display.out, f"Excel, Parquet, CSV, notes: {release.folder}")
    _line(display.out, f"To look at: {release.folder / 'report.html'}")
    _line(display.out, "\nAsk it:")
    command = "sotttt" if shutil.which("sotttt") else os.path.relpath(sys.argv[0])
    sites = os.environ.get("SOTTTT_SITES", "sample")
    if sites != "sample":
        command = f"SOTTTT_SITES={sites} {command}"  # the commands ask the sample file otherwise
    for sql in EXAMPLES:
        _line(display.out, f'  {command} query "{sql}"')
    if figure:
        _line(display.out, f"Where a number comes from:  {command} explain {figure}")
    of_sites = f" SITES={sites}" if sites != "sample" else ""
    _line(display.out, f"Search it:  make explore{of_sites}\nSee the runs:  make ui{of_sites}")


def _line(console: Console, text: str) -> None:
    """A line as it is: never cut or wrapped, nothing in it is markup."""
    console.print(text, markup=False, soft_wrap=True, style="red" if text.startswith("FAILED") else None)


def _counts(collected: Collected) -> tuple[int, ...]:
    reading = collected.reading
    documents = reading.pages.outcomes[PageOutcome.DOCUMENT] if reading else 0
    figures = reading.figures.figures.total() if reading else 0
    return *page_counts(collected), documents, figures
