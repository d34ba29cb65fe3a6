"""What `query` answers, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from scrapers.errors import UserError
from tests.conftest import Command
from warehouse.database import reading
from warehouse.query import query
from warehouse.workspace import Workspace


def test_rows_come_with_names_and_types_up_to_the_limit(built: Workspace) -> None:
    answer = query(built, "select province, valid_to from dim_province order by 1", limit=3)
    assert (answer.columns, answer.types) == (("province", "valid_to"), ("VARCHAR", "DATE"))
    assert (len(answer.rows), answer.more) == (3, True)
    assert not query(built, "from dim_source", limit=3).more


@pytest.mark.parametrize(
    "sql",
    [
        "delete from fct_figure",
        "create table t as select 1",
        "copy fct_figure to 'out.csv'",
        "select * from read_csv('/etc/hostname')",
        "set enable_external_access = true",
        "from no_such_table",
        "selec 1",
    ],
)
def test_what_is_not_reading_is_refused(built: Workspace, sql: str) -> None:
    with pytest.raises(UserError, match="query: "):
        query(built, sql)


@pytest.mark.parametrize("sql", ["select interval 99999999 months", "select interval '2000000000 days'"])
def test_a_value_that_python_lacks_is_said_in_a_line(built: Workspace, sql: str) -> None:
    with pytest.raises(UserError, match=r"^query: a value cannot be shown: .*; cast it to varchar$"):
        query(built, sql)


def test_comments_alone_are_refused(built: Workspace) -> None:
    with pytest.raises(UserError, match="query: "):
        query(built, "-- nothing")


def test_what_json_has_no_word_for_is_null_and_a_comment_is_no_option(
    built: Workspace, sotttt: Command
) -> None:
    sql = "-- odd\nselect map {1: 2} as map, 'nan'::double as nan, [1.5::decimal(5, 2)] as list"
    done = sotttt(built.root, "query", "--json", sql)
    assert json.loads(done.stdout) == {"map": {"1": 2}, "nan": None, "list": [1.5]}
    done = sotttt(built.root, "query", "--json", "select 1 as a, 2 as a")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sotttt: query: two columns are called a; name them apart with `as`\n"


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="sotttt run"):
        query(Workspace(tmp_path), "select 1")


def test_no_sql_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no SQL was given"):
        query(Workspace(tmp_path), "  ")


def test_several_may_ask_at_once(built: Workspace) -> None:
    with reading(built.published) as first, reading(built.published) as second:
        assert first.execute("select 1").fetchall() == second.execute("select 1").fetchall()
        with pytest.raises(duckdb.Error, match="locked"):
            second.execute("set enable_external_access = true")
