"""Publishing while builds go on: only a whole good build gets out, and each is known to be out or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from scrapers.errors import UserError
from tests.warehouse.release.conftest import change, republish, rest
from warehouse.build import finish_build, held_back, input_fingerprint, last_build
from warehouse.release import database, package, shelf
from warehouse.release.publishing import publish, published
from warehouse.workspace import Workspace


def test_a_build_that_broke_while_one_waited_is_not_published(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, alone = published(small), shelf.alone

    @contextmanager
    def late(workspace: Workspace) -> Iterator[None]:
        with alone(workspace):
            workspace.build_record.unlink()
            change(workspace, "update fct_figure set value = -1")
            yield

    change(small, rest(0.5))
    monkeypatch.setattr(shelf, "alone", late)
    with pytest.raises(UserError, match="nothing to publish"):
        publish(small, report=False)
    assert published(small) == before
    assert last_build(small) is None


def test_a_build_that_begins_while_the_copy_is_made_keeps_it_in(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = published(small), database.write_database

    def slow(*told: object) -> None:
        write(*told)  # type: ignore[arg-type]
        small.build_record.unlink()

    change(small, rest(0.5))
    monkeypatch.setattr(database, "write_database", slow)
    with pytest.raises(UserError, match="another build began"):
        publish(small, report=False)
    assert published(small) == before
    assert len(shelf.releases(small)) == 1
    assert last_build(small) is None


def test_a_source_without_a_publisher_is_named_in_the_package(small: Workspace) -> None:
    release = republish(small, "update dim_source set publisher = null")
    told = json.loads((release.folder / "datapackage.json").read_text(encoding="utf-8"))["sources"]
    assert {one["title"] for one in told} >= {"portal-a", "portal-b"}


def test_a_build_that_ended_meanwhile_is_yet_to_come_out(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = package.write_package

    def slow(*told: object) -> None:
        write(*told)  # type: ignore[arg-type]
        finish_build(small, "another")

    change(small, rest(0.5))
    with monkeypatch.context() as patch:
        patch.setattr(package, "write_package", slow)
        assert publish(small, report=False) is not None
    assert last_build(small) == "another"
    assert held_back(small)
    finish_build(small, input_fingerprint(small))
    assert publish(small, report=False) is None
    assert not held_back(small)
