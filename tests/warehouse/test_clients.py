"""The lines that README gives for other programs, as they stand there."""

from __future__ import annotations

import base64
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import duckdb
import duckdb_extension_ui
import pytest
import requests

from tests.servers import free_port, until
from warehouse.workspace import PROJECT_ROOT, Workspace

PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def lines(program: str) -> list[str]:
    """The indented lines below the paragraph that begins with the program's name."""
    text = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^\*\*{program}\*\*.*\n(?:.+\n)*\n((?: {{4}}.*\n)+)", text, flags=re.MULTILINE)
    return [line[4:] for line in block.splitlines()]


def run(command: list[str], typed: str, folder: Path, release: Workspace) -> str:
    """What a program prints where the published file lies as README says."""
    (folder / "data").symlink_to(release.root)
    done = subprocess.run(
        command,
        input=typed,
        cwd=folder,
        env=os.environ | {"PATH": PATH},
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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which DuckDB finds its UI (signed by them, else it would refuse), and opens no browser."""
    ((platform,),) = duckdb.sql("pragma platform").fetchall()
    extensions = tmp_path / ".duckdb" / "extensions" / f"v{duckdb.__version__}" / platform
    extensions.mkdir(parents=True)
    wheel = Path(duckdb_extension_ui.__file__).parent / "extensions" / f"v{duckdb.__version__}"
    (extensions / "ui.duckdb_extension").symlink_to(wheel / "ui.duckdb_extension")
    for opener in ("xdg-open", "open"):
        (tmp_path / opener).write_text("#!/bin/sh\n")
        (tmp_path / opener).chmod(0o755)
    return tmp_path


def test_duckdb_ui(built: Workspace, home: Path) -> None:
    """Its pages come from the internet; what they ask of the local server when they open is asked here."""
    (home / "data").symlink_to(built.root)
    port = free_port()
    command, *typed = lines("duckdb UI")
    around = {"HOME": str(home), "PATH": f"{home}:{PATH}", "ui_local_port": str(port)}

    def is_open() -> bool:
        with socket.socket() as visitor:
            return visitor.connect_ex(("localhost", port)) == 0

    def asked(sql: str, database: str = "") -> bytes:
        told = {"Origin": f"http://localhost:{port}", "X-DuckDB-UI-Connection-Name": "cell"}
        told["X-DuckDB-UI-Database-Name"] = base64.b64encode(database.encode()).decode()
        return requests.post(
            f"http://localhost:{port}/ddb/run", sql.encode(), headers=told, timeout=10
        ).content

    with subprocess.Popen(
        command.split(), stdin=subprocess.PIPE, cwd=home, env=os.environ | around, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write("\n".join([*typed, ""]))
        process.stdin.flush()
        until(is_open)
        notebooks = f"attach '{home}/.duckdb/extension_data/ui/ui.db' as _duckdb_ui"
        assert b"Error" not in asked(notebooks)  # it is one where all was opened -readonly
        found = asked("select province_name, value from series('bts_sites', 'thai nguyen')", "s")
        assert b"Error" not in found
        assert b"province_name" in found
        assert b"read-only" in asked("create table s.own as select 1")
        process.stdin.close()  # ends it


@pytest.mark.parametrize(("program", "printed"), [("Python", "0 provinces"), ("pandas", "Thái Nguyên")])
def test_python(built: Workspace, tmp_path: Path, program: str, printed: str) -> None:
    typed = "\n".join(lines(program))
    assert printed in run([sys.executable, "-"], typed, tmp_path, built)
