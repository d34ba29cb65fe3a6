"""The Dagster instance of a workspace: its home, settings and logs, and one command at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from orchestration.abandoned import end_runs_of_commands
from scrapers.errors import UserError
from warehouse.files import replace_bytes
from warehouse.workspace import Workspace, writing

if TYPE_CHECKING:
    from dagster import DagsterInstance

LEAST_ROOM = 50_000_000  # bytes that a run needs at the least: run storage, build and published file
SETTINGS = Path(__file__).with_name("dagster.yaml")
_POSTGRES = "postgresql+psycopg2://"


def prepare_home(workspace: Workspace) -> Path:
    """Make DAGSTER_HOME inside the workspace, with the checked-in settings, and point the environment at it.

    Raises:
        UserError: the data folder cannot be written, or SOTTTT_POSTGRES is no address of a database.
    """
    home = workspace.dagster_home.resolve()
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(home).free < LEAST_ROOM:  # Dagster's own database fails without a word of it
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(home))
        replace_bytes(home / SETTINGS.name, _settings().encode())  # whole: others may be reading it
    os.environ["DAGSTER_HOME"] = str(home)
    return home


def _settings() -> str:
    """As checked in; with SOTTTT_POSTGRES, run history is kept there, and its password in no file."""
    address, checked_in = os.environ.get("SOTTTT_POSTGRES"), SETTINGS.read_text(encoding="utf-8")
    if not address:
        return checked_in
    if not address.startswith(_POSTGRES):  # Dagster would look for a driver that is not there
        raise UserError(f"SOTTTT_POSTGRES: must begin with {_POSTGRES}")
    storage = {"postgres": {"postgres_url": {"env": "SOTTTT_POSTGRES"}}}
    return yaml.safe_dump(yaml.safe_load(checked_in) | {"storage": storage})


@contextmanager
def own_instance(workspace: Workspace) -> Iterator[DagsterInstance]:
    """The persistent instance, for the runs of this process alone.

    Dagster's log goes to a file and the output of steps is not captured: the terminal has the progress bars.

    Raises:
        UserError: another command is at work on this workspace, or the data folder cannot be written.
    """
    from dagster import BetaWarning, DagsterInstance
    from dagster._core.instance.ref import InstanceRef

    warnings.filterwarnings("ignore", category=BetaWarning)  # of logging to a file; the version is pinned
    home = prepare_home(workspace)
    quiet = {
        "compute_logs": {
            "module": "dagster._core.storage.noop_compute_log_manager",
            "class": "NoOpComputeLogManager",
        },
        "python_logs": {
            "dagster_handler_config": {
                "handlers": {"file": {"class": "logging.FileHandler", "filename": str(home / "runs.log")}}
            }
        },
    }
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(
                f"{workspace.root}: another sotttt command is at work here; wait until it ends"
            ) from None
        made = DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=quiet))
        # A disk that fills is met by Dagster's own files first.
        with writing(workspace.root), made as instance:
            end_runs_of_commands(instance)
            yield instance


def ask_for(instance: DagsterInstance, pools: Iterable[str]) -> None:
    """See that there is room in the pools; a place whose run has ended is taken back.

    A run that waits for a place in this process would keep a whole core busy, and say nothing.

    Raises:
        UserError: a run that is not this process's holds a place.
    """
    storage = instance.event_log_storage
    for pool in pools:
        for slot in storage.get_concurrency_info(pool).claimed_slots:
            run = instance.get_run_by_id(slot.run_id)
            if run and not run.is_finished:
                raise UserError(
                    f"pool {pool}: run {run.run_id[:8]} of {run.job_name} is at work; wait until it ends or"
                    " end it in the UI, whose daemon also ends runs that have lost their process"
                )
            storage.free_concurrency_slots_for_run(slot.run_id)
