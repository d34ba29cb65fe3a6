"""A build of the warehouse: when it is needed, what stops it, what a stop leaves untouched."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scrapers.errors import UserError
from scrapers.model import PageOutcome
from tests.warehouse.conftest import DOCUMENTS, FIGURES
from tests.warehouse.lakes import CAPTURED, land, page
from warehouse.build import build, build_needed
from warehouse.database import reading
from warehouse.query import query
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace


def test_an_empty_lake_builds_and_publishes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert build_needed(workspace)
    build(workspace)
    release = publish(workspace, report=False)
    assert release is not None
    assert release.rows["fct_figure"] == 0
    assert release.rows["dim_province"] == 63 + 34


def test_a_build_is_needed_only_when_something_changed(own: Workspace) -> None:
    assert not build_needed(own)
    land(own, DOCUMENTS, FIGURES)
    assert not build_needed(own)
    land(own, DOCUMENTS, FIGURES[1:])
    assert build_needed(own)


def test_the_same_text_seen_again_needs_no_build(own: Workspace) -> None:
    pages = [page(document, warc_offset=number) for number, document in enumerate(DOCUMENTS)]
    again = page(
        DOCUMENTS[0], warc_offset=9, captured_at=CAPTURED + timedelta(days=1), outcome=PageOutcome.SAME_TEXT
    )
    land(own, DOCUMENTS, FIGURES, [*pages, again])
    assert not build_needed(own)
    land(own, DOCUMENTS, FIGURES, [*pages, replace(again, url="https://a.example.vn/elsewhere")])
    assert build_needed(own)


def test_a_build_database_held_by_another_is_said(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.build._PAUSES", (0.1, None))
    land(own, DOCUMENTS, FIGURES[1:])
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, own.build], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(UserError, match=f"nothing is built: .*lock.*PID {other.pid}"):
            build(own)
        other.kill()


def test_part_of_a_year_is_a_figure_but_never_the_year(built: Workspace) -> None:
    figures = "select value, period from fct_figure where indicator = 'ict.revenue' and year = 2019"
    years = "from fct_indicator_year where indicator = 'ict.revenue' and year = 2019"
    assert query(built, figures).rows == ((100.0, "6m"),)
    assert query(built, years).rows == ()


def test_later_publication_wins_and_a_repost_counts_once(built: Workspace) -> None:
    answer = query(
        built,
        "select value, n_figures, n_documents, agreement, spread, choice_rule from fct_indicator_year"
        " where indicator = 'ict.enterprises' and year = 2018",
    )
    assert answer.rows == ((460.5, 2, 2, False, 10.5, "later_publication"),)
    assert query(built, "select count(*) from fct_figure where is_repost").rows == ((1,),)


def test_a_range_keeps_both_bounds(built: Workspace) -> None:
    bounds = "select value, qualifier, value_low, value_high from fct_indicator_year where year = 2020"
    assert query(built, bounds).rows[0][2:] == (3.0, 6.0)


def test_codes_keep_their_zeros_and_both_schemes_are_there(built: Workspace) -> None:
    provinces = (
        "select province_scheme, count(*), min(province), max(length(province)) from dim_province group by 1"
    )
    assert set(query(built, provinces).rows) == {("gso63", 63, "01", 2), ("gso34", 34, "01", 2)}
    reused = "select name_vi from dim_province where province = '24' order by province_scheme desc"
    assert query(built, reused).rows == (("Bắc Giang",), ("Bắc Ninh",))
    assert query(
        built, "select province, ict_revenue from mart_province_year where province_name = 'Hà Nội'"
    ).rows == (("01", 3.162345678),)


def test_unknown_is_kept_and_listed(built: Workspace) -> None:
    assert query(built, "select missing, value, status from mart_unresolved").rows == (
        ("province", 40.0, "target"),
    )


def test_the_build_database_holds_no_view_in_main(built: Workspace) -> None:
    with reading(built.build) as connection:
        assert (
            connection.execute(
                "select * from duckdb_views() where schema_name = 'main' and not internal"
            ).fetchall()
            == []
        )
