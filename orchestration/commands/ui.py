"""The Dagster UI of a workspace, on this machine only."""

from __future__ import annotations

import os
import signal
import socket
import sys
from typing import NoReturn

from orchestration.abandoned import end_runs_of_servers
from orchestration.instance import prepare_home
from scrapers.errors import UserError
from warehouse.workspace import PROJECT_ROOT, Workspace

HOST = "127.0.0.1"  # the open-source UI has no login: whoever reaches it can start runs


def open_ui(workspace: Workspace, port: int) -> NoReturn:
    """Become `dagster dev`: web server, daemon (schedules) and code location in one process group.

    Raises:
        UserError: the port is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UserError(f"port {port} on {HOST} cannot be used ({error.strerror}); say --port") from error
    end_runs_of_servers(prepare_home(workspace))
    os.environ["SOTTTT_DATA"] = str(workspace.root.resolve())
    os.chdir(PROJECT_ROOT)  # where pyproject.toml names the code location
    # A shell that starts this in the background has Ctrl-C ignored, and Dagster would inherit that for ever.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "dagster", "dev", "-h", HOST, "-p", str(port)])  # noqa: S606
