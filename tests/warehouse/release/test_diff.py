"""What became different between a release and the build after it."""

from __future__ import annotations

import csv
from decimal import Decimal

import duckdb
import pytest

from scrapers.errors import UserError
from tests.warehouse.conftest import DOCUMENTS, FIGURES
from tests.warehouse.lakes import document, figure, land
from tests.warehouse.release.conftest import change, republish
from warehouse.build import build
from warehouse.comparison import NothingToCompareError
from warehouse.release.diff import CHANGES, Difference, release_diff
from warehouse.workspace import Workspace


def test_the_same_again_is_no_difference(built: Workspace) -> None:
    difference = release_diff(built)
    assert (difference.added, difference.changed, difference.withdrawn) == (0, 0, 0)
    assert difference.examples == ()


def test_each_change_is_told_with_the_words_of_both_sides(own: Workspace) -> None:
    """One value changed, one figure gone, one new; a text that moved and a new reading's id say nothing."""
    first, second, *middle, _last = FIGURES
    changed = figure("d1", "455", evidence="455 doanh nghiệp")
    moved = figure("d2", str(second.value), start=second.start + 1, end=second.end + 1)
    assert moved.figure_id != second.figure_id
    new = figure("d3", "12", year=2021, evidence="12 doanh nghiệp")
    land(
        own,
        [*DOCUMENTS, document("d3", text="Báo cáo d3\nToàn tỉnh có 12 doanh nghiệp")],
        [changed, moved, *middle, new],
    )
    build(own)
    difference = release_diff(own)
    assert (difference.added, difference.changed, difference.withdrawn) == (1, 1, 1)
    told = {one.change: one for one in difference.examples}
    assert told["changed"] == Difference(
        change="changed",
        indicator="ict.enterprises",
        province="Thái Nguyên",
        year=2018,
        period="year",
        status="actual",
        old_value=float(first.value),
        new_value=float(Decimal(455)),
        old_terms=None,
        new_terms=None,
        old_evidence=first.evidence,
        new_evidence="455 doanh nghiệp",
        url="https://a.example.vn/d1",
    )
    assert (told["withdrawn"].old_value, told["withdrawn"].new_evidence) == (6, None)
    assert (told["added"].new_value, told["added"].url) == (12, "https://a.example.vn/d3")


def test_what_reviewers_settled_is_what_counts(small: Workspace) -> None:
    change(small, "update fct_figure set review = 'rejected' where value = 460.5")
    change(small, "update fct_figure set review = 'corrected', corrected_value = 7 where value = 6")
    difference = release_diff(small)
    assert (difference.added, difference.changed, difference.withdrawn) == (0, 1, 1)
    told = [(one.change, one.old_value, one.new_value) for one in difference.examples]
    assert told == [("changed", 6, 7), ("withdrawn", 460.5, None)]


@pytest.mark.parametrize(
    ("column", "now", "shown"),
    [("unit", "percent", "460.5 percent"), ("qualifier", "approx", "460.5 approx")],
)
def test_another_unit_or_qualifier_is_a_change_and_shown(
    small: Workspace, column: str, now: str, shown: str
) -> None:
    release = republish(small, f"update fct_figure set {column} = '{now}' where value = 460.5")  # noqa: S608
    assert release.difference is not None
    (one,) = release.difference.examples
    assert (one.change, one.old_value, one.new_value, one.new_terms) == ("changed", 460.5, 460.5, now)
    assert one.old_terms not in (None, now)
    assert f"| {shown} |" in (release.folder / "README.md").read_text(encoding="utf-8")


def test_a_release_has_the_list_of_all_changes_safe_for_a_spreadsheet(small: Workspace) -> None:
    release = republish(small, "update fct_figure set value = value + 1, evidence = '=cmd|' || evidence")
    assert release.difference is not None
    with (release.folder / CHANGES).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == release.difference.changed > 1
    for row in rows:
        assert float(row["new_value"]) == float(row["old_value"]) + 1
        assert row["new_evidence"] == "'=cmd|" + row["old_evidence"]
    assert CHANGES in (release.folder / "README.md").read_text(encoding="utf-8")
    assert CHANGES in (release.folder / "datapackage.json").read_text(encoding="utf-8")


def test_without_a_release_there_is_nothing_to_compare(own: Workspace) -> None:
    own.published.unlink()
    with pytest.raises(NothingToCompareError, match="nothing is published"):
        release_diff(own)


def test_a_release_with_other_tables_cannot_be_compared(own: Workspace) -> None:
    own.published.chmod(0o644)
    with duckdb.connect(str(own.published)) as connection:
        connection.execute("drop table fct_figure")
    with pytest.raises(NothingToCompareError, match="fct_figure"):
        release_diff(own)


def test_without_a_build_the_way_out_is_told(own: Workspace) -> None:
    own.build.unlink()
    with pytest.raises(UserError, match="sotttt build"):
        release_diff(own)
