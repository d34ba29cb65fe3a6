"""A workspace after one whole `sotttt run` over the sample portals, to look at; a place for alerts."""

import subprocess
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.conftest import Command
from tests.orchestration.inbox import Inbox, open_inbox
from tests.warehouse.conftest import built, own
from warehouse.workspace import Workspace

__all__ = ["built", "own"]


class Done(NamedTuple):
    """A finished run and what it left."""

    workspace: Workspace
    process: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory, sotttt: Command) -> Done:
    data = tmp_path_factory.mktemp("run") / "data"
    return Done(Workspace(data), sotttt(data, "run"))


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with open_inbox() as inbox:
        yield inbox
