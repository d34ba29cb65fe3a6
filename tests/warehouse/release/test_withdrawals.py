"""Going back to an earlier release, and nothing that brings the later one back by itself."""

from __future__ import annotations

from pathlib import Path

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
    assert withdrawals.rollback(small, **SIGNED).release_id == first.release_id
    assert published(small) == first
    with pytest.raises(WithdrawnError, match=rf"{second.release_id} had just this .* by Lan .* wrong unit"):
        publish(small, report=False)
    assert published(small) == first
    assert not held_back(small)  # no schedule tries again
    assert str(withdrawals.withheld(small)).startswith("withdrawn by Lan on ")

    third = republish(small, rest(0.6))
    assert published(small) == third
    assert withdrawals.withheld(small) is None
    marks = {one.release_id: one.withdrawal for one in withdrawals.shelved(small)}
    assert [name for name, mark in marks.items() if mark] == [second.release_id]
    assert list(marks) == [third.release_id, second.release_id, first.release_id]

    with pytest.raises(UserError, match="rollback"):
        withdrawals.restore(small, str(first.release_id))
    _back(small, str(first.release_id))
    assert withdrawals.restore(small, str(second.release_id)) == second.release_id
    assert published(small) == second
    change(small, rest(0.5))
    assert publish(small, report=False) is None
    assert _marked(small) == [third.release_id]


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
    assert _marked(small) == made[:0:-1]


def test_without_an_earlier_release_there_is_no_way_back(small: Workspace) -> None:
    with pytest.raises(UserError, match="no release before"):
        _back(small, None)
    with pytest.raises(UserError, match="was not withdrawn"):
        withdrawals.restore(small, shelf.releases(small)[0].name)


def test_the_mark_on_a_release_that_is_no_longer_kept_can_be_taken_off(small: Workspace) -> None:
    second = republish(small, rest(0.5))
    _back(small, None)
    shelf._remove(second.path.parent / "releases" / str(second.release_id))
    assert withdrawals.restore(small, str(second.release_id)) != second.release_id
    assert publish(small, report=False) is not None


def test_marks_that_nobody_can_read_are_named(small: Workspace) -> None:
    republish(small, rest(0.5))
    (small.published.parent / "withdrawn.json").write_text("[1", encoding="utf-8")
    with pytest.raises(UserError, match=r"withdrawn\.json: cannot be read"):
        _back(small, None)


def test_the_same_data_twice_is_gone_back_past_and_restored_by_either_name(small: Workspace) -> None:
    first, second, third = (str(republish(small, rest(part)).release_id) for part in (0.5, 0.6, 0.5))
    assert _back(small, None) == second
    assert _marked(small) == [third, first]
    assert withdrawals.restore(small, first) == second  # which is later, and good
    assert _marked(small) == []
    assert _back(small, first) == first
    assert _marked(small) == [second]


def test_a_release_that_a_kill_kept_from_becoming_current_can_be_left_or_taken(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = str(shelf.releases(small)[0].name)
    change(small, rest(0.5))
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "make_current", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish(small, report=False)
    stray = shelf.releases(small)[0].name
    with pytest.raises(UserError, match=f"release restore {stray}` makes it current"):
        _back(small, stray)
    again = publish(small, report=False)
    assert again is not None
    assert _back(small, None) == first  # not the stray, which says the same
    assert _marked(small) == [again.release_id, stray]
    assert withdrawals.restore(small, stray) == stray


def test_restoring_an_earlier_one_leaves_a_later_good_one_current(small: Workspace) -> None:
    second = str(republish(small, rest(0.5)).release_id)
    _back(small, None)
    third = str(republish(small, rest(0.6)).release_id)
    assert withdrawals.restore(small, second) == third
    with pytest.raises(UserError, match=f"release rollback {second}` goes back to it"):
        withdrawals.restore(small, second)
    with pytest.raises(UserError, match="analysts open it now"):
        withdrawals.restore(small, third)
    assert _back(small, second) == second
    assert withdrawals.restore(small, third) == third


def test_other_words_about_the_same_data_do_not_bring_it_back(small: Workspace) -> None:
    republish(small, rest(0.5))
    _back(small, None)
    change(small, "comment on column fct_figure.value is 'Spelled better.'")
    with pytest.raises(WithdrawnError):
        publish(small, report=False)
    assert withdrawals.withheld(small)


def test_a_reason_is_one_line(small: Workspace) -> None:
    republish(small, rest(0.5))
    withdrawals.rollback(small, by="Lan\n", reason="one\ntwo")
    (mark,) = (one.withdrawal for one in withdrawals.shelved(small) if one.withdrawal)
    assert (mark.by, mark.reason) == ("Lan", "one two")


def test_a_damaged_release_is_no_target_and_stops_nothing(small: Workspace) -> None:
    first = shelf.releases(small)[0].name
    second = republish(small, rest(0.5))
    third = republish(small, rest(0.6))
    _damage(shelf.find(small, str(second.release_id)))
    assert [one.release is None for one in withdrawals.shelved(small)] == [False, True, False]
    with pytest.raises(UserError, match="is broken"):
        _back(small, str(second.release_id))
    _damage(shelf.find(small, str(third.release_id)))
    assert _back(small, None) == first


def test_a_damaged_current_release_gives_way(small: Workspace) -> None:
    second = republish(small, rest(0.5))
    _damage(second.folder)
    third = publish(small, report=False)  # the same content: who opens it needs it whole
    assert third == published(small) != second
    assert third is not None
    assert "Not compared: the release before is damaged." in (third.folder / "README.md").read_text()


def _damage(folder: Path) -> None:
    path = folder / "sotttt.duckdb"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:5000])


def _marked(workspace: Workspace) -> list[str]:
    return [one.release_id for one in withdrawals.shelved(workspace) if one.withdrawal]


def _back(workspace: Workspace, to: str | None) -> str:
    return withdrawals.rollback(workspace, to, **SIGNED).release_id
