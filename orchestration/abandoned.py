"""Runs whose process is gone without a word: killed, out of memory, or the machine lost its power.

They would show as started until they have had their time, hours or a day, and keep their places in the pools
from the next run. Each is ended here when who alone could have been running it starts anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from dagster import DagsterInstance, DagsterRun

COMMAND_LINE = {"sotttt/started_by": "command line"}  # tag of the runs that live in a process of ours


def end_runs_of_commands(instance: DagsterInstance) -> None:
    """To be called by the one who holds the lock of commands, so that none of them is alive."""
    _end(
        instance,
        _going(instance, of_commands=True),
        "The command that ran this could not say how it ended: killed, or the disk was full.",
    )


def end_runs_of_servers(home: Path) -> None:
    """To be called before a server or the UI starts; while a run of an earlier one lives, all are left alone.

    Args:
        home: DAGSTER_HOME, which the environment names already.
    """
    from dagster import DagsterInstance

    if _workers(home):
        return
    with DagsterInstance.get() as instance:
        _end(
            instance,
            _going(instance, of_commands=False),
            "The process of this run is gone without a word: the machine or its server was stopped hard.",
        )


def _going(instance: DagsterInstance, *, of_commands: bool) -> list[DagsterRun]:
    from dagster import RunsFilter
    from dagster._core.storage.dagster_run import IN_PROGRESS_RUN_STATUSES

    runs = instance.get_runs(RunsFilter(statuses=IN_PROGRESS_RUN_STATUSES))
    return [run for run in runs if (COMMAND_LINE.items() <= run.tags.items()) == of_commands]


def _end(instance: DagsterInstance, runs: list[DagsterRun], why: str) -> None:
    for run in runs:
        instance.report_run_failed(run, why)
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)


def _workers(home: Path) -> list[int]:
    """Processes of Dagster that run a job of this home: it spawns one for each."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if not any("spawn_main" in word for word in process.info["cmdline"] or ()):
            continue
        try:
            if process.environ().get("DAGSTER_HOME") == str(home):
                found.append(process.pid)
        except psutil.Error:  # it has ended meanwhile, or is another user's
            continue
    return found
