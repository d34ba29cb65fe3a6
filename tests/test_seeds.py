"""The five real texts, brought in as files, followed to the marts of the published file."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Command

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT / "tests" / "gold" / "labels.jsonl"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the five real texts lie beside the repository (../shared/seeds), not in it"
)
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory, sotttt: Command) -> Iterator[Query]:
    """Asks the file published from the five texts; `{text}` picks the figures of one of them."""
    data = tmp_path_factory.mktemp("seeds") / "data"
    for arguments in (["import", SEEDS], ["build"]):
        done = sotttt(data, *arguments)
        assert done.returncode == 0, done.stderr
    with duckdb.connect(str(data / "published" / "sotttt.duckdb"), read_only=True) as connection:

        def ask(text: str, condition: str = "true") -> list[tuple[Any, ...]]:
            return connection.execute(
                f"select indicator, province, year, status, qualifier, value from fct_figure"  # noqa: S608
                f" where url like ? and {condition} order by all",
                [f"%{text}%"],
            ).fetchall()

        yield ask


def test_thai_nguyen_counts_of_2018(query: Query) -> None:
    figures = query("004_")
    assert ("ict.enterprises", "19", 2018, "estimate", "exact", 450) in figures
    assert ("ict.fdi_enterprises", "19", 2018, "estimate", "exact", 95) in figures
    found = {(indicator, province, year, value) for indicator, province, year, _, _, value in figures}
    assert ("postal.enterprises", "19", 2018, 11) in found
    assert ("postal.commune_cultural_post_offices", "19", 2018, 127) in found


def test_dien_bien_targets_for_2015(query: Query) -> None:
    figures = query("002_", "year = 2015")
    assert ("postal.people_per_service_point", "11", 2015, "target", "at_most", 2000) in figures
    assert ("telecom.internet_users_share", "11", 2015, "target", "exact", 50) in figures


def test_thai_binh_result_against_its_target(query: Query) -> None:
    figures = query("001_", "indicator = 'egov.services_level34_share'")
    assert {(province, status, value) for _, province, _, status, _, value in figures} == {
        ("34", "actual", 43.81),
        ("34", "target", 40.0),
    }


def test_the_plan_without_a_province_keeps_all_its_targets(query: Query) -> None:
    labels = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wanted = {
        (label["indicator"], label["year"], label["status"], float(label["value"]))
        for label in labels
        if label["doc"].startswith("seed000-")
    }
    assert len(wanted) == 24
    figures = query("000_")
    assert wanted <= {(indicator, year, status, value) for indicator, _, year, status, _, value in figures}
    assert {province for _, province, *_ in figures} == {None}


def test_no_figure_is_invented(query: Query) -> None:
    assert query("003_") == []


def test_visit_counters_are_no_figures(query: Query) -> None:
    assert query("00", "value in (674, 1714, 35322, 390935, 1483, 1197893)") == []
