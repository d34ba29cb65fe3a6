"""README.md of a release: what is in the folder, what became different, how to cite, whose facts it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from warehouse.markdown import Address, table
from warehouse.release.diff import CHANGES, Difference, ReleaseDiff
from warehouse.release.published import Published
from warehouse.release.wording import CITE, CSV, FACTS, FACTS_VI, TITLE, TITLE_VI, citation

NAME = "README.md"
Schema = Mapping[tuple[str, str], str]  # (table, column) to type
_FILES = {
    "sotttt.duckdb": "all tables with comments; open it with DuckDB 1.5",
    "sotttt.xlsx": "the tables people ask for, a sheet each",
    "report.html": "maps and charts to look at, in a browser",
    "charts": "the charts as pictures",
    "parquet": "all tables as Parquet",
    "csv": "all tables as CSV",
    CHANGES: "every figure that was added, changed or withdrawn since the release before",
}


def write_notes(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    release: Published,
    before: Published | None,
    difference: ReleaseDiff | str,
    schemas: tuple[Schema, Schema],
) -> None:
    """Write the notes of a release whose other files, but for datapackage.json, are in `folder`.

    Args:
        connection: To the database of the release.
        folder: Of the release.
        release: What it is.
        before: The release it takes the place of.
        difference: Between the two; a sentence when there is nothing to compare.
        schemas: The columns of the one before and of this one.
    """
    lines = [
        f"# sotttt, release {release.release_id}",
        f"{TITLE}\n{TITLE_VI}",
        f"Published {release.published_at:%Y-%m-%d %H:%M:%S} UTC by version {release.version}:"
        f" {release.rows.get('fct_figure', 0):,} figures.",
        "## What is here",
        table(("", "what", "bytes"), _files(folder)),
        CSV,
        f"## What changed since {before.release_id or 'the file before'}" if before else "## What changed",
        *_changes(connection, difference),
        *_columns(*schemas, is_first=before is None),
        "## How to cite",
        f"{citation(release)}\n{CITE}",
        "## Facts and sources",
        FACTS,
        FACTS_VI,
    ]
    (folder / NAME).write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def _files(folder: Path) -> Iterator[tuple[str, str, str]]:
    for name, what in _FILES.items():
        path = folder / name
        files = [path] if path.is_file() else [inner for inner in path.rglob("*") if inner.is_file()]
        if files:
            yield name, what, f"{sum(file.stat().st_size for file in files):,}"


def _changes(connection: duckdb.DuckDBPyConnection, difference: ReleaseDiff | str) -> Iterator[str]:
    if isinstance(difference, str):
        yield difference
        return
    counts = (difference.added, difference.changed, difference.withdrawn)
    yield "Figures: {:,} added, {:,} changed, {:,} withdrawn.".format(*counts)
    if difference.examples:
        found = connection.execute(
            "select indicator, name_en || ' — ' || name_vi from dim_indicator"
        ).fetchall()
        names = dict(found)
        header = (
            "change",
            "indicator",
            "province",
            "of",
            "was",
            "is",
            "sentence before",
            "sentence now",
            "page",
        )
        told = f"{len(difference.examples)} of these {sum(counts):,}, with the sentences that state them"
        yield f"{told} (all of them: {CHANGES}):"
        yield table(header, [_example(one, names) for one in difference.examples])


def _example(one: Difference, names: Mapping[str, str]) -> tuple[object, ...]:
    when = " ".join(str(part) for part in (one.year, one.period, one.status) if part is not None)
    values = (_number(one.old_value, one.old_terms), _number(one.new_value, one.new_terms))
    indicator = names.get(one.indicator, one.indicator)
    return (
        one.change,
        indicator,
        one.province,
        when,
        *values,
        one.old_evidence,
        one.new_evidence,
        Address(one.url),
    )


def _number(value: float | None, terms: str | None) -> str | None:
    return None if value is None else f"{value:,.15g} {terms or ''}".rstrip()


def _columns(before: Schema, now: Schema, *, is_first: bool) -> Iterator[str]:
    """Which tables and columns are new, gone or of another type."""
    if is_first or before == now:
        return
    yield "## Tables and columns that changed"
    changed = sorted({place for place in before.keys() | now.keys() if before.get(place) != now.get(place)})
    rows = [
        (f"{name}.{column}", before.get((name, column)), now.get((name, column))) for name, column in changed
    ]
    yield table(("column", "was", "is"), rows)
