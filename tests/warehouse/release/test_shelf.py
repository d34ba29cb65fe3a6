"""Folders that never change, one name that leads to the one of now, and what becomes of the old ones."""

from __future__ import annotations

import re
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from scrapers.errors import UserError
from tests.warehouse.release.conftest import change, republish, rest
from warehouse.release import shelf, withdrawals
from warehouse.release.publishing import publish, published
from warehouse.workspace import Workspace


def test_a_release_is_a_read_only_folder_that_two_names_lead_to(built: Workspace) -> None:
    release = published(built)
    assert release is not None
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", release.release_id or "")
    assert release.folder == built.releases / str(release.release_id)
    names = {path.name for path in release.folder.iterdir()}
    files = {"sotttt.duckdb", "sotttt.xlsx", "report.html", "datapackage.json", "README.md"}
    assert names == files | {"parquet", "csv", "charts"}
    for path in release.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o555 if path.is_dir() else 0o444), path
    assert built.published.readlink() == Path("current/sotttt.duckdb")
    assert built.published.with_name("current").readlink() == Path("releases", str(release.release_id))
    assert not [path for path in built.releases.iterdir() if path.name.startswith(".")]


def test_every_row_names_the_release(built: Workspace) -> None:
    release = published(built)
    assert release is not None
    with duckdb.connect(str(built.published), read_only=True) as connection:
        for name, rows in release.rows.items():
            found = connection.execute(f"select release_id, count(*) from {name} group by all").fetchall()  # noqa: S608
            assert found == ([(release.release_id, rows)] if rows else [])


def test_a_file_of_before_there_were_folders_gives_way(small: Workspace) -> None:
    folder = shelf.current(small)
    assert folder is not None
    old = folder / "sotttt.duckdb"
    for name in (small.published, small.published.with_name("current")):
        name.unlink()
    shutil.copy(old, small.published)
    with duckdb.connect(str(small.published)) as connection:
        connection.execute("alter table _release drop column release_id")
    small.published.chmod(0o444)
    (small.published.parent / ".sotttt.duckdb.0123.draft").touch()  # left by a killed run of then
    before = published(small)
    assert before is not None
    assert before.release_id is None
    release = republish(small, rest(0.5))
    assert small.published.is_symlink()
    assert published(small) == release
    assert sorted(path.name for path in small.published.parent.iterdir()) == [
        ".lock", "current", "releases", "sotttt.duckdb"
    ]  # fmt: skip


def test_a_publish_that_dies_leaves_the_release_and_is_swept(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(small)
    change(small, rest(0.5))
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "_freeze", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        patch.setattr(shelf, "_remove", lambda _: None)  # as a killed process would
        with pytest.raises(KeyboardInterrupt):
            publish(small, report=False)
    assert published(small) == before
    assert len(list(small.releases.glob(".draft-*"))) == 1
    after = publish(small, report=False)
    assert after == published(small) != before
    assert not list(small.releases.glob(".draft-*"))


def test_the_last_n_are_kept_and_the_one_of_now_always(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOTTTT_KEEP_RELEASES", "3")
    made = [republish(small, rest(place / 10)).release_id for place in range(1, 6)]
    assert [path.name for path in shelf.releases(small)] == made[:1:-1]
    monkeypatch.setenv("SOTTTT_KEEP_RELEASES", "2")
    with shelf.alone(small):
        shelf.make_current(small, shelf.releases(small)[2])
        shelf.forget_old(small)
    assert [path.name for path in shelf.releases(small)] == made[:1:-1]  # one of now, two newer


@pytest.mark.parametrize("told", ["1", "-3", "ten"])
def test_how_many_are_kept_is_a_number(own: Workspace, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("SOTTTT_KEEP_RELEASES", told)
    with pytest.raises(UserError, match=f"SOTTTT_KEEP_RELEASES: '{told}'"):
        publish(own, report=False)


def test_ids_sort_by_time_also_when_a_clock_goes_back(small: Workspace) -> None:
    newest = shelf.releases(small)[0].name
    at = shelf.moment(small, datetime(2001, 1, 1, tzinfo=UTC))
    assert shelf.release_id(at, "0" * 64) > newest
    late = datetime(2999, 1, 1, tzinfo=UTC)
    assert shelf.moment(small, late) == late


def test_a_clock_that_was_wrong_once_dates_no_later_release(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "now", lambda: datetime(2099, 1, 1, tzinfo=UTC))
        early = republish(small, rest(0.5))
    late = republish(small, rest(0.6))
    assert str(late.release_id) > str(early.release_id)
    assert late.published_at.year < 2099
    assert published(small) == late


def test_withdrawn_releases_take_no_place_and_the_one_of_a_moment_ago_stays(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOTTTT_KEEP_RELEASES", "2")
    second, third = (republish(small, rest(place / 10)).release_id for place in (1, 2))
    assert [path.name for path in shelf.releases(small)] == [third, second]  # the first is too old
    withdrawals.rollback(small, by="Lan", reason="wrong unit")
    fourth = republish(small, rest(0.4)).release_id
    assert [path.name for path in shelf.releases(small)] == [fourth, third, second]
    assert withdrawals.rollback(small, by="Lan", reason="wrong unit").release_id == second
    monkeypatch.setenv("SOTTTT_KEEP_RELEASES", "3")
    made = [republish(small, rest(place / 10)).release_id for place in (5, 6)]
    monkeypatch.setenv("SOTTTT_KEEP_RELEASES", "2")
    with shelf.alone(small):
        shelf.make_current(small, shelf.find(small, str(second)))
    made.append(republish(small, rest(0.7)).release_id)
    kept = [path.name for path in shelf.releases(small)]
    assert kept == [made[2], made[1], fourth, third, second]


def test_what_is_no_folder_is_no_release_and_a_folder_is_not_swept(small: Workspace) -> None:
    (small.releases / "20991124T000000Z-00000000").touch()
    strange = small.published.with_name(".old.draft")
    strange.mkdir()
    assert len(withdrawals.shelved(small)) == 1
    release = republish(small, rest(0.5))
    assert str(release.release_id) < "2099"
    assert strange.is_dir()


def test_the_same_content_at_the_same_time_gives_the_same_bytes(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "now", lambda: datetime(2026, 11, 24, tzinfo=UTC))
    change(small, rest(0.5))
    files = []
    for _ in range(2):
        shelf._remove(small.published.parent)
        release = publish(small, report=False)
        assert release is not None
        files.append(
            {
                path.relative_to(release.folder): path.read_bytes()
                for path in release.folder.rglob("*")
                if path.is_file() and path.suffix not in (".duckdb", ".json")
            }
        )
    assert len(files[0]) == 10
    assert files[0] == files[1]
