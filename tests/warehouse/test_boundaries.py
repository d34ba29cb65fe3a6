"""Provinces through time in a built warehouse: what may be taken together, and what is not pretended."""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.catalogue import provinces
from scrapers.model import Status
from tests.warehouse.lakes import document, figure, land
from warehouse.build import build
from warehouse.query import query
from warehouse.release.publishing import publish
from warehouse.workspace import Workspace

BTS = {"indicator": "telecom.bts_sites", "unit": "site"}
DENSITY = {"indicator": "telecom.phone_density", "unit": "per_100_people"}
PEOPLE = {"indicator": "denom.population", "unit": "person"}
FIGURES = [
    *(figure("d1", "100", province=code, year=2020, **BTS) for code in provinces()),
    *(figure("d1", "100", province=code, year=2006, **BTS) for code in provinces()),
    figure("d1", "40", province="24", year=2019, **BTS),  # Bắc Giang; Bắc Ninh (27) is missing
    figure("d1", "50", province="24", **DENSITY),
    figure("d1", "80", province="27", **DENSITY),
    figure("d1", "100", province="10", **DENSITY),
    figure("d1", "7", province="10", year=2019, level="district", **BTS),
    figure("d1", "900", province="12", year=2023, **BTS),  # plainly wrong: two years after the page
    figure("d1", "1000000", province="24", **PEOPLE),
    figure("d1", "3000000", province="27", status=Status.ESTIMATE, **PEOPLE),
]
UNIT = (
    "select basis, status, value, is_complete, missing_parts from mart_province34_year"
    " where province_name = '{}' and year = {} and indicator = '{}'"
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("dated"))
    land(workspace, [document("d1", published=date(2021, 1, 15))], FIGURES)
    build(workspace)
    publish(workspace, report=False)
    return workspace


@pytest.mark.parametrize(
    ("unit", "year", "indicator", "row"),
    [
        ("Bắc Ninh", 2020, "telecom.bts_sites", ("summed", "actual", 200.0, True, None)),
        ("Bắc Ninh", 2019, "telecom.bts_sites", ("summed", "actual", None, False, "Bắc Ninh")),
        ("Bắc Ninh", 2018, "telecom.phone_density", ("weighted", "actual", 72.5, True, None)),
        ("Bắc Ninh", 2018, "denom.population", ("summed", "mixed", 4e6, True, None)),
        ("Hà Nội", 2020, "telecom.bts_sites", ("unchanged", "actual", 100.0, True, None)),
        ("Hà Nội", 2006, "telecom.bts_sites", ("unchanged", "actual", None, False, None)),
        ("Phú Thọ", 2006, "telecom.bts_sites", ("summed", "actual", None, False, None)),
    ],
)
def test_a_unit_of_today_is_all_its_parts_in_their_present_borders(
    dated: Workspace, unit: str, year: int, indicator: str, row: tuple[object, ...]
) -> None:
    assert query(dated, UNIT.format(unit, year, indicator)).rows == (row,)


def test_a_ratio_without_weights_is_not_taken_together(dated: Workspace) -> None:
    rows = query(dated, UNIT.format("Lào Cai", 2018, "telecom.phone_density")).rows
    assert rows == ()


def test_a_total_of_the_country_needs_all_provinces_in_their_borders(dated: Workspace) -> None:
    national = (
        "select year, n_provinces_known, total from mart_national_year"
        " where indicator = 'telecom.bts_sites' order by year"
    )
    assert query(dated, national).rows == ((2006, 63, None), (2019, 1, None), (2020, 63, 6300.0))
    regions = "select count(*), count(total) from mart_region_year where measure = 'result' and year = 2006"
    assert query(dated, regions).rows == ((6, 4),)


def test_no_growth_reaches_over_a_change_of_borders(dated: Workspace) -> None:
    grown = "select count(*) from mart_growth where indicator = 'telecom.bts_sites' and from_year = 2006"
    assert query(dated, grown).rows == ((60,),)
    without = "select count(*) from mart_growth where province in ('01', '17', '26')"
    assert query(dated, without).rows == ((0,),)


def test_a_tier_is_no_province_and_what_is_plainly_wrong_is_in_no_sum(dated: Workspace) -> None:
    kept = "select value, level, quality from fct_indicator_year where value in (7, 900) order by value"
    assert query(dated, kept).rows == ((7.0, "district", "ok"), (900.0, None, "error"))
    assert query(dated, "from fct_comparable_year where value in (7, 900)").rows == ()
    assert query(dated, "select level from series('bts_sites', '10') where value = 7").rows == (
        ("district",),
    )
    assert query(dated, "from mart_province_year where telecom_bts_sites = 7").rows == ()


def test_codes_of_both_lists_meet_in_the_crosswalk(dated: Workspace) -> None:
    merged = "select count(distinct from_province), count(distinct to_province) from dim_province_change"
    assert query(dated, f"{merged} where to_scheme = 'gso34'").rows == ((63, 34),)
    reused = (
        "select from_name, to_name from dim_province_change"
        " where from_scheme = 'gso63' and from_province = '24' and to_scheme = 'gso34'"
    )
    assert query(dated, reused).rows == (("Bắc Giang", "Bắc Ninh"),)


def test_every_unit_of_the_34_has_type_and_region(dated: Workspace) -> None:
    kinds = (
        "select count(*), count(*) filter (unit_type like 'thành phố%'), count(distinct region_en),"
        " count(iso_3166_2) from dim_province where province_scheme = 'gso34'"
    )
    assert query(dated, kinds).rows == ((34, 6, 6, 11),)
