"""Doubts as data: what is found in the numbers of text 000, and that nothing is lost for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.model import Status
from tests.warehouse.lakes import document, figure, land
from warehouse.build import build
from warehouse.query import query
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace

PLAN = {
    "phone_subscriptions": ("790500", "subscription"),
    "phone_density": ("100.7", "per_100_people"),
    "fixed_subscriptions": ("18000", "subscription"),
    "fixed_density": ("2.48", "per_100_people"),
    "mobile_postpaid": ("74000", "subscription"),
    "mobile_prepaid": ("650000", "subscription"),
}


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Text 000, whose province nobody knows, and a report that gives one fact twice."""
    workspace = Workspace(tmp_path_factory.mktemp("doubtful"))
    plan = [
        figure("plan", value, indicator=f"telecom.{name}", unit=unit, province=None, status=Status.TARGET)
        for name, (value, unit) in PLAN.items()
    ]
    report = [figure("d1", "450"), figure("d2", "4500", year=2018), figure("d2", "450", year=2030)]
    documents = [document("plan", source="portal-b"), document("d1"), document("d2")]
    land(workspace, documents, [*plan, *report])
    build(workspace)
    assert publish(workspace, report=False) is not None
    return workspace


def test_parts_of_text_000_stand_against_their_total(doubtful: Workspace) -> None:
    found = query(
        doubtful,
        "select rule, value, message_en from mart_quality_issues"
        " where source = 'portal-b' and rule != 'unresolved_province' order by rule",
    ).rows
    assert [(rule, value) for rule, value, _ in found] == [
        ("density_against_density", 2.48),
        ("parts_against_total", 790500.0),
    ]
    assert "make 742,000, the total is 790,500: 48,500 are missing" in str(found[1][2])


def test_issues_are_countable_by_source_and_nothing_is_deleted_for_them(doubtful: Workspace) -> None:
    issues = "select source, rule, count(*) from mart_quality_issues group by all order by all"
    assert query(doubtful, issues).rows == (
        ("portal-a", "future_actual", 1),
        ("portal-a", "unit_slip", 1),
        ("portal-b", "density_against_density", 1),
        ("portal-b", "parts_against_total", 1),
        ("portal-b", "unresolved_province", len(PLAN)),
    )
    counted = "select count(*), sum(n_issues), count(*) filter (where quality = 'error') from fct_figure"
    assert query(doubtful, counted).rows == ((len(PLAN) + 3, 4 + len(PLAN), 1),)


def test_both_evidences_stand_side_by_side(doubtful: Workspace) -> None:
    conflict = "select kind, chosen_value + rival_value, chosen_url != rival_url from mart_conflicts"
    assert query(doubtful, conflict).rows == (("unit_slip", 4950.0, True),)


def test_the_first_year_of_a_definition_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    years = [
        figure("d1", "9", year=year, indicator="egov.services_level4", unit="service")
        for year in (2021, 2022)
    ]
    land(workspace, [document("d1", published=None)], years)
    build(workspace)
    assert publish(workspace, report=False) is not None
    told = "select year, series_break is not null from fct_indicator_year order by year"
    assert query(workspace, told).rows == ((2021, False), (2022, True))
