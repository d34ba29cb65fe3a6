"""The lines that README gives for other programs, as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.workspace import PROJECT_ROOT, Workspace


def lines(program: str) -> list[str]:
    """The indented lines below the program's name."""
    text = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^\*\*{program}\*\*\n\n((?: {{4}}.*\n)+)", text, flags=re.MULTILINE)
    return [line[4:] for line in block.splitlines()]


def run(command: list[str], typed: str, folder: Path, release: Workspace) -> str:
    """What a program prints where the published file lies as README says."""
    (folder / "data").symlink_to(release.root)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        command,
        input=typed,
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_duckdb_cli(built: Workspace, tmp_path: Path) -> None:
    command, *typed = lines("duckdb CLI")
    printed = run(command.split(), "\n".join(typed), tmp_path, built)
    assert "series(indicator, province)" in printed


@pytest.mark.parametrize(("program", "printed"), [("Python", "0 provinces"), ("pandas", "Thái Nguyên")])
def test_python(built: Workspace, tmp_path: Path, program: str, printed: str) -> None:
    typed = "\n".join(lines(program))
    assert printed in run([sys.executable, "-"], typed, tmp_path, built)
