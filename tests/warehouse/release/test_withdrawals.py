"""Going back to an earlier release, and nothing that brings the later one back by itself."""

from __future__ import annotations

import pytest

from scrapers.errors import UserError
from tests.warehouse.release.conftest import change, republish, rest
from warehouse.build import held_back
from warehouse.release import shelf, withdrawals
from warehouse.release.publishing import publish, published
from warehouse.release.withdrawals import WithdrawnError
from warehouse.workspace import Workspace

SIGNED = {"by": "Lan", "reason": "wrong unit"}


def test_content_taken_back_is_not_published_again_until_somebody_says_so(small: Workspace) -> None:
    first = published(small)
    second = republish(small, rest(0.5))
    assert first is not None
    assert withdrawals.rollback(small, **SIGNED).release.release_id == first.release_id
    assert published(small) == first
    with pytest.raises(WithdrawnError, match=rf"{second.release_id} had just this .* by Lan .* wrong unit"):
        publish(small, report=False)
    assert published(small) == first
    assert not held_back(small)  # no schedule tries again
    assert str(withdrawals.withheld(small)).startswith("withdrawn by Lan on ")

    third = republish(small, rest(0.6))
    assert published(small) == third
    assert withdrawals.withheld(small) is None
    marks = {one.release.release_id: one.withdrawal for one in withdrawals.shelved(small)}
    assert [name for name, mark in marks.items() if mark] == [second.release_id]
    assert list(marks) == [third.release_id, second.release_id, first.release_id]

    assert withdrawals.restore(small, str(second.release_id))
    assert published(small) == second
    change(small, rest(0.5))
    assert publish(small, report=False) is None
    assert not [one for one in withdrawals.shelved(small) if one.withdrawal]


def test_going_back_twice_and_far(small: Workspace) -> None:
    made = [str(republish(small, rest(place / 10)).release_id) for place in range(1, 5)]
    assert _back(small, None) == made[2]
    assert _back(small, None) == made[1]
    with pytest.raises(UserError, match="not earlier"):
        _back(small, made[3])
    with pytest.raises(UserError, match="not earlier"):
        _back(small, made[1])
    with pytest.raises(UserError, match="no such release"):
        _back(small, "../../etc")
    assert withdrawals.restore(small, made[3])
    with pytest.raises(UserError, match="was withdrawn by Lan"):
        _back(small, made[2])
    assert _back(small, made[0]) == made[0]
    marked = [one.release.release_id for one in withdrawals.shelved(small) if one.withdrawal]
    assert marked == made[:0:-1]


def test_without_an_earlier_release_there_is_no_way_back(small: Workspace) -> None:
    with pytest.raises(UserError, match="no release before"):
        _back(small, None)
    with pytest.raises(UserError, match="was not withdrawn"):
        withdrawals.restore(small, shelf.releases(small)[0].name)


def test_the_mark_on_a_release_that_is_no_longer_kept_can_be_taken_off(small: Workspace) -> None:
    second = republish(small, rest(0.5))
    _back(small, None)
    shelf._remove(second.path.parent / "releases" / str(second.release_id))
    assert not withdrawals.restore(small, str(second.release_id))
    assert publish(small, report=False) is not None


def test_marks_that_nobody_can_read_are_named(small: Workspace) -> None:
    republish(small, rest(0.5))
    (small.published.parent / "withdrawn.json").write_text("[1", encoding="utf-8")
    with pytest.raises(UserError, match=r"withdrawn\.json: cannot be read"):
        _back(small, None)


def _back(workspace: Workspace, to: str | None) -> str | None:
    return withdrawals.rollback(workspace, to, **SIGNED).release.release_id
