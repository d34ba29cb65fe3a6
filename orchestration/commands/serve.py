"""The parts of a server, each a process of its own that a service manager keeps: code, daemon and web.

All listen on loopback only. For a person at a desk `ui` starts the three as one.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from orchestration.abandoned import end_runs_of_servers
from orchestration.commands.ui import HOST
from orchestration.instance import prepare_home
from warehouse.workspace import PROJECT_ROOT, Workspace

CODE_PORT = 4266  # also in locations.yaml
_LOCATIONS = str(Path(__file__).with_name("locations.yaml"))


class Part(StrEnum):
    """One process of a server."""

    CODE = "code"  # what assets and sensors are; runs are its children
    DAEMON = "daemon"  # schedules, sensors, the queue of runs
    WEB = "web"


def serve(workspace: Workspace, part: Part, port: int) -> NoReturn:
    """Become that part; `port` is that of the web server.

    Raises:
        UserError: the data folder cannot be written.
    """
    home = prepare_home(workspace)
    if part is Part.CODE:  # runs are its children
        end_runs_of_servers(home)
    os.environ["SOTTTT_DATA"] = str(workspace.root.resolve())
    os.chdir(PROJECT_ROOT)
    code = [
        "dagster",
        "code-server",
        "start",
        "-h",
        HOST,
        "-p",
        str(CODE_PORT),
        "-m",
        "orchestration.definitions",
    ]
    command = {
        Part.CODE: code,
        Part.DAEMON: ["dagster._daemon", "run", "-w", _LOCATIONS],
        Part.WEB: ["dagster_webserver", "-h", HOST, "-p", str(port), "-w", _LOCATIONS],
    }[part]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606
