"""A workspace after one whole `sotttt run` over the sample portals, for the tests that look at it."""

import subprocess
from typing import NamedTuple

import pytest

from tests.conftest import Command
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
