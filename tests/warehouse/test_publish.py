"""The published file: what it holds, and that it is replaced whole or not at all."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from scrapers.errors import UserError
from tests.warehouse.conftest import DOCUMENTS, FIGURES
from tests.warehouse.lakes import land
from tests.warehouse.release.conftest import change
from warehouse.build import build
from warehouse.release.publishing import publish, published
from warehouse.workspace import Workspace

MARTS = {
    "_macros",
    "dim_indicator",
    "dim_province",
    "dim_province_change",
    "dim_series_note",
    "dim_source",
    "fct_comparable_year",
    "fct_figure",
    "fct_figure_version",
    "fct_indicator_year",
    "mart_coverage",
    "mart_growth",
    "mart_national_year",
    "mart_province34_part",
    "mart_province34_year",
    "mart_province_year",
    "mart_review_queue",
    "mart_revisions",
    "mart_ranking",
    "mart_region_year",
    "mart_target_vs_actual",
    "mart_conflicts",
    "mart_quality_issues",
    "mart_unresolved",
}


def test_published_file_holds_commented_tables_in_main_and_nothing_else(built: Workspace) -> None:
    with duckdb.connect(str(built.published), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name, comment from duckdb_tables()").fetchall()
        bare = connection.execute(
            "select table_name, column_name from duckdb_columns() where comment is null"
        ).fetchall()
        views = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        checks = connection.execute(
            "select table_name from duckdb_constraints() where constraint_type = 'CHECK'"
        ).fetchall()
    assert {(schema, name) for schema, name, _ in tables} == {("main", name) for name in MARTS | {"_release"}}
    assert all(comment for _, _, comment in tables)
    assert [column for column in bare if column[0] in MARTS] == []
    assert views == []
    assert ("fct_figure",) in checks


def test_published_file_is_read_only(built: Workspace) -> None:
    assert stat.S_IMODE(built.published.stat().st_mode) == 0o444


def test_release_says_what_it_is(built: Workspace) -> None:
    release = published(built)
    assert release is not None
    assert release.rows["fct_figure"] == len(FIGURES)
    assert release.rows.keys() == MARTS


def test_publishing_the_same_again_does_nothing(own: Workspace) -> None:
    before = own.published.stat().st_mtime_ns
    assert publish(own, report=False) is None
    own.build_record.unlink()
    build(own)
    assert publish(own, report=False) is None
    assert own.published.stat().st_mtime_ns == before


def test_a_reader_goes_on_while_a_new_release_takes_the_place(own: Workspace) -> None:
    change(own, "delete from fct_figure where figure_id = (select min(figure_id) from fct_figure)")
    with _reader(own.published) as reader:
        assert _asked(reader) == len(FIGURES)
        assert publish(own, report=False) is not None
        assert _asked(reader) == len(FIGURES)
        with _reader(own.published) as newcomer:
            assert _asked(newcomer) == len(FIGURES) - 1


READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(connection.execute("select count(*) from fct_figure").fetchall()[0][0], flush=True)
"""


@contextmanager
def _reader(path: Path) -> Iterator[subprocess.Popen[str]]:
    """An analyst's process that keeps the file open."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", READER, path], stdin=pipe, stdout=pipe, text=True
    ) as process:
        yield process
        process.communicate(timeout=30)


def _asked(reader: subprocess.Popen[str]) -> int:
    assert reader.stdin is not None
    assert reader.stdout is not None
    print("ask", file=reader.stdin, flush=True)
    return int(reader.stdout.readline())


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_strange_file_in_the_place_is_named_and_kept(own: Workspace, content: bytes) -> None:
    own.published.unlink()
    own.published.write_bytes(content)
    with pytest.raises(UserError, match=r"sotttt\.duckdb"):
        publish(own, report=False)
    assert own.published.read_bytes() == content


def test_a_changed_lake_is_not_published_before_it_is_built(own: Workspace) -> None:
    land(own, DOCUMENTS, FIGURES[1:])
    with pytest.raises(UserError, match="sotttt build"):
        publish(own, report=False)
