"""Whether a build is worse than the release before it, and from where on that is too much."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.drift import Count, Loss, LostValue, drift
from warehouse.workspace import Workspace


def test_a_build_that_was_just_published_is_not_worse(built: Workspace) -> None:
    found = drift(built)
    assert not found.unplaced.jumped
    assert not found.conflicts.jumped
    assert not [one.what for one in found.issues if one.jumped]
    assert (found.loss.lost, found.loss.known_now) == (0, found.loss.known_before)


def test_counts_are_of_what_the_marts_hold(own: Workspace) -> None:
    """The release is changed by hand here: it is the build that dbt alone writes."""
    before = drift(own)
    assert (before.unplaced.before, before.unplaced.now) == (1, 1)
    with _release(own) as release:
        release.execute("delete from fct_figure where province is null")
        release.execute("delete from mart_conflicts")
        release.execute("delete from mart_quality_issues where rule = 'unresolved_province'")
    after = drift(own)
    assert (after.unplaced.before, after.unplaced.now) == (0, 1)
    assert (after.conflicts.before, after.conflicts.now) == (0, before.conflicts.now)
    assert before.conflicts.now > 0
    issues = {one.what: one for one in after.issues}
    assert (issues["unresolved_province"].before, issues["unresolved_province"].now) == (0, 1)


def test_a_value_that_only_the_release_knows_is_lost_and_named(own: Workspace) -> None:
    with _release(own) as release:
        release.execute(
            "insert into fct_indicator_year by name select * replace (2011 as year, 77 as value)"
            " from fct_indicator_year where indicator = 'ict.enterprises' and year = 2018"
        )
        release.execute(  # a target is no value that is known
            "insert into fct_indicator_year by name select * replace (2012 as year, 'target' as status)"
            " from fct_indicator_year where indicator = 'ict.enterprises' and year = 2018"
        )
    loss = drift(own).loss
    assert loss.examples == (LostValue("Thái Nguyên", 2011, "ict.enterprises", 77),)
    assert (loss.lost, loss.known_before - loss.known_now) == (1, 1)


@pytest.mark.parametrize(
    ("before", "now", "expected", "jumped"),
    [
        (100, 151, 100, True),
        (100, 150, 100, False),
        (100, 300, 200, False),  # twice the figures, and three times the doubts is half as much again
        (100, 301, 200, True),
        (0, 9, 0, False),  # of a few, some more are no news
        (0, 10, 0, True),
        (2, 10, 2, False),
    ],
)
def test_a_jump_is_more_than_the_growth_of_figures_explains(
    before: int, now: int, expected: float, jumped: bool
) -> None:
    assert Count("conflicts", before, now, expected).jumped is jumped


@pytest.mark.parametrize(
    ("known", "lost", "too_much"), [(40, 10, False), (40, 11, True), (1000, 50, False), (1000, 51, True)]
)
def test_too_much_is_lost_beyond_one_of_twenty_and_a_few(known: int, lost: int, too_much: bool) -> None:
    assert Loss(known_before=known, known_now=known - lost, lost=lost, examples=()).too_much is too_much


def _release(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    workspace.published.chmod(0o644)
    return duckdb.connect(str(workspace.published))
