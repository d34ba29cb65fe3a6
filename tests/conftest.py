"""What all tests share: a data folder of their own, and the command line as a person starts it."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# Before anything of the project is imported: no test may ever touch the data of the work tree.
os.environ["SOTTTT_DATA"] = tempfile.mkdtemp(prefix="sotttt-test-")
atexit.register(shutil.rmtree, os.environ["SOTTTT_DATA"], ignore_errors=True)
os.environ["SOTTTT_SITES"] = "sample"

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.hookimpl(tryfirst=True)  # before xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that look at one costly thing go to one process, which makes it once."""
    for item in items:
        for costly in ("done", "report", "odd", "hostile"):  # a whole run, pages, a release
            if costly in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(costly))


@pytest.fixture(scope="session")
def sotttt() -> Command:
    """Runs `sotttt ARGUMENTS` on a data folder, as a process of its own."""

    def run(data: Path, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).with_name("sotttt"), *arguments],
            env={**os.environ, "SOTTTT_DATA": str(data), **environment},
            cwd=data.parent,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
