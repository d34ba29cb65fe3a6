"""`make bench`: one table of ratios, and what each row means."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import pages, politeness, releasing, speed
from tests.benchmarks.crawling import race_crawl
from tests.benchmarks.growth import growth, resident
from tests.benchmarks.landing import landed
from tests.benchmarks.pages import Page
from tests.benchmarks.report import reported
from tests.benchmarks.speed import Race
from tests.benchmarks.stages import shares
from tests.benchmarks.warehouse import warehouses

Kinds = dict[str, list[Page]]
COUNTS = (100, 400, 1_200)
# Ten million take some minutes more: make bench FIGURES=1000000,10000000
FIGURES = [int(size) for size in os.environ.get("FIGURES", "1000000,3000000").split(",")]


def main() -> None:
    """Measure and print, section by section."""
    kinds = {"news": pages.news(), "reports": pages.reports()}
    with tempfile.TemporaryDirectory() as folder:
        for section in (
            _pages, _crawl, _speed, _lengths, _memory, _stages, _cores, _warehouse, _release, _report
        ):  # fmt: skip
            for line in section(Path(folder) / section.__name__, kinds):
                print(line, flush=True)


def _pages(_: Path, kinds: Kinds) -> Iterator[str]:
    yield f"CPU time, best of interleaved rounds. Python {platform.python_version()}, {os.cpu_count()} cores."
    yield "\nPAGES: articles in as much portal chrome as real ones have; it moves no figure of the unmoved"
    for kind, of_kind in kinds.items():
        count = len(of_kind)
        size = sum(len(page.body) for page in of_kind) / count / 1000
        documents = speed.documents_of(of_kind)
        text = sum(len(one.text.encode()) for one in documents) / count / 1000
        figures = speed.figures_of(documents) / count
        yield (
            f"  {kind:<8} {count:>3} pages of {size:.0f} KB, {text:.1f} KB of it text,"
            f" {figures:.0f} figures each   unmoved: {speed.unmoved(of_kind)}"
        )


def _crawl(root: Path, kinds: Kinds) -> Iterator[str]:
    yield "\nCRAWL of one process, per second: robots, links and archive; theirs: bodies got, nothing kept"
    for race in race_crawl(root, kinds["news"]):
        yield _versus("pages", race, "requests")
        yield f"    CPU of a page {race.ours / race.theirs:.2f} x that of a {race.yardstick}"
    polite = politeness.race_politeness(root / "polite")
    yield (
        f"  {politeness.HOSTS} hosts, answers {politeness.LATENCY * 1000:.0f} ms late, one request in"
        f" {politeness.DELAY} s each: {polite.allowed:.1f} s are the least, {polite.taken:.1f} s taken:"
        f" {polite.allowed / polite.taken:.0%} of what politeness allows"
    )
    megabytes = politeness.endurance(root / "long")
    for count, resident_mb in zip(politeness.LANDMARKS, megabytes, strict=True):
        yield f"  after {count:>7,} fetches {resident_mb:>6.0f} MB {resident_mb / megabytes[0]:>6.2f} x"


def _speed(root: Path, kinds: Kinds) -> Iterator[str]:
    yield "\nSPEED of one process, per second"
    yield "  WARC records to figures in the lake; theirs: text and metadata of pages in memory, no figures"
    races = {kind: speed.race_pages(root / kind, of_kind) for kind, of_kind in kinds.items()}
    for kind, race in {**races, "all": races["news"] + races["reports"]}.items():
        yield _versus(f"{kind}, pages", race, "trafilatura")
    documents = [document for of_kind in kinds.values() for document in speed.documents_of(of_kind)]
    race, agreed = speed.race_numbers(speed.sentences_of(documents))
    yield "  numbers of the same pages, sentence by sentence, numbers only" + (agreed and f"; {agreed}")
    yield _versus("sentences", race, "Duckling")


def _versus(what: str, race: Race, name: str) -> str:
    ours = f"    {what:<16} {race.work / race.ours:>9,.0f}"
    if race.yardstick is None:
        return f"{ours}   {name}: not available here, so no ratio"
    theirs = race.work / race.theirs
    return f"{ours}   {race.yardstick}: {theirs:,.0f}   ours is {race.theirs / race.ours:.2f} x"


def _lengths(_: Path, kinds: Kinds) -> Iterator[str]:
    yield "\nLENGTH, bytes to figures. x: time per byte against the first of its kind, whose own is noise"
    article = {f"article {times} x": pages.long_page(50_000 * times) for times in (1, 4, 16, 100)}
    table = {f"table, {rows:,} rows": pages.long_table(rows) for rows in (1_000, 10_000)}
    for bodies in (article, table):
        shorter = next(iter(bodies.values()))
        for name, body in bodies.items():
            grown = growth(body, shorter)
            size = f"{len(body) / 1000:,.0f} KB"
            yield (
                f"  {name:<20} {size:>9} {grown.seconds:>8.2f} s {grown.ratio:>6.2f} x"
                f"   at most {grown.peak_mb:,.0f} MB in the process"
            )


def _memory(root: Path, kinds: Kinds) -> Iterator[str]:
    yield "\nMEMORY at most of a process that reads page after page; flat is right"
    workspace, fetches = landed(root, [page for of_kind in kinds.values() for page in of_kind])
    peaks = resident(workspace.archive, fetches, COUNTS)
    for count, peak in zip(COUNTS, peaks, strict=True):
        yield f"  after {count:>5,} pages {peak:>6.0f} MB {peak / peaks[0]:>6.2f} x"


def _stages(root: Path, kinds: Kinds) -> Iterator[str]:
    yield "\nSTAGES, milliseconds of a page and share of it"
    for kind, of_kind in kinds.items():
        spent = shares(root / kind, of_kind)
        total = sum(spent.values())
        yield f"  {kind}: {total:.1f} ms"
        for stage, milliseconds in spent.items():
            yield f"    {stage:<40} {milliseconds:>7.2f} {milliseconds / total:>5.0%}"


def _cores(root: Path, kinds: Kinds) -> Iterator[str]:
    one, many = speed.all_cores(root, kinds["reports"], copies=4)
    yield "\nCORES, pages per second of wall time, starting the processes included"
    yield f"  1 process {one:,.0f}, {os.cpu_count()} processes {many:,.0f}: {many / one:.2f} x"


def _warehouse(root: Path, _: Kinds) -> Iterator[str]:
    yield "\nWAREHOUSE: dbt build with tests; theirs: the same statements on one connection."
    yield "  Wall time; memory limit of DuckDB 2 GB. x: time per figure against the first size"
    first = None
    for built in warehouses(root, FIGURES):
        first = first or built
        more = built.figures / first.figures
        yield (
            f"  {built.figures:>10,} figures   {built.dbt.seconds:>6.0f} s"
            f"   plain: {built.plain.seconds:.0f} s"
            f"   ours takes {built.dbt.seconds / built.plain.seconds:.2f} x"
            f"   grown {built.dbt.seconds / first.dbt.seconds / more:.2f} x"
            f"   at most {built.dbt.peak_mb:,.0f} MB, plain {built.plain.peak_mb:,.0f} MB"
        )
        yield (
            f"  {'published':>18}   {built.published.seconds:>6.0f} s"
            f"   {built.published.seconds / built.dbt.seconds:.2f} x its build"
            f"   grown {built.published.seconds / first.published.seconds / more:.2f} x"
            f"   at most {built.published.peak_mb:,.0f} MB"
        )


def _report(root: Path, _: Kinds) -> Iterator[str]:
    yield "\nREPORT of 63 provinces, 15 years, 25 indicators; seconds until all is drawn, in new browsers"
    report = reported(root)
    yield (
        f"  {report.figures:>10,} figures in sentences of {report.characters:.0f} characters"
        f"   {report.megabytes:.2f} MB   written in {report.written.seconds:.1f} s,"
        f" at most {report.written.peak_mb:,.0f} MB   usable after"
        f" {', '.join(f'{seconds:.2f}' for seconds in report.usable)} s"
    )


def _release(root: Path, _: Kinds) -> Iterator[str]:
    yield "\nRELEASE of a build, everything written; theirs: COPY FROM DATABASE of DuckDB, the build only"
    raced = releasing.race_release(root / "build")
    yield (
        f"  {raced.build_mb:,.0f} MB   {raced.publish:.1f} s   COPY: {raced.copy:.1f} s"
        f"   ours takes {raced.publish / raced.copy:.2f} x, {raced.publish - raced.copy:.1f} s more"
    )
    yield "    alone: " + ", ".join(f"{part} {seconds:.1f} s" for part, seconds in raced.parts.items())
    made = releasing.workbook(root / "workbook")
    yield (
        f"  Excel of {releasing.ROWS:,} rows, 25 columns   {made.seconds:.1f} s"
        f"   at most {made.peak_mb:,.0f} MB, a file of {made.file_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
