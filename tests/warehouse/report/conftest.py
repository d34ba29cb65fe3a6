"""A release with invented figures and its report, written once, and the browser that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers.catalogue import provinces
from tests.browser import Browser, started
from tests.warehouse.releases import NAMED, Release
from tests.warehouse.report.visiting import BTS, INTERNET
from warehouse.release.report import write_report
from warehouse.workspace import Workspace


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="package")
def release(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "release.duckdb"
    with Release(built.published, path) as made:
        for year in range(2010, 2021):
            for place, code in enumerate(provinces()):
                if (place + year) % 7:
                    value = 100 * (place + 1) + year
                    number = f"{value:,}".replace(",", ".")
                    made.fact(code, year, BTS, value, f"Đến hết năm {year} có {number} trạm BTS.", number)
        made.fact("01", 2019, INTERNET, 41_250, "Hà Nội ước có 41.250 thuê bao", "41.250", status="estimate")
        made.fact("01", 2020, INTERNET, 60_000, "phấn đấu đạt 60.000 thuê bao", "60.000", status="target")
        chosen = made.fact("19", 2019, INTERNET, 9_400, "Thái Nguyên có 9.400 thuê bao", "9.400")
        of_fact = {"indicator": INTERNET, "province": "19", "province_scheme": "gso63", "year": 2019}
        rival = made.figure("Tỉnh Thái Nguyên đạt 9.900 thuê bao Internet", "9.900", 9_900, **of_fact)
        made.row(
            "mart_conflicts",
            **of_fact,
            status="actual",
            period="year",
            kind="different",
            relative_difference=0.05,
            chosen_value=9_400,
            chosen_qualifier="exact",
            rival_qualifier="approx",
            rival_value=9_900,
            chosen_figure_id=chosen,
            rival_figure_id=rival,
        )
        unit = {
            "province_scheme": "gso34",
            "indicator": BTS,
            "measure": "result",
            "year": 2019,
            "status": "actual",
        }
        of_unit = unit | {"qualifier": "exact", "period": "year", "unit": "station", "n_parts": 2}
        made.row(
            "mart_province34_year", **of_unit, province="24", basis="summed", value=8_338, n_parts_known=2
        )
        made.row(
            "mart_province34_year", **of_unit, province="33", basis="summed", value=None, n_parts_known=1
        )
    return path


@pytest.fixture(scope="package")
def report(release: Path) -> Path:
    write_report(release, NAMED, release.parent)
    return release.parent / "report.html"
