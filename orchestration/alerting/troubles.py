"""What a finished run has to complain about: steps and sources that failed, checks that did not pass.

And what is wrong with those that start runs by themselves.

Telling people belongs to `alerts` and `sensors`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.scheduler.instigation import TickStatus
from dagster_shared.error import SerializableErrorInfo

_KINDS = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.ASSET_CHECK_EVALUATION}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that went wrong."""

    line: str
    about: str = ""  # what it is about, when its line changes from run to run

    @property
    def key(self) -> str:
        """The same for the same trouble of another run: numbers in the line do not count."""
        same = self.about or re.sub(r"\b\d[\d.,:]*\b", "#", self.line)
        return hashlib.sha256(same.encode()).hexdigest()[:16]


def troubles(instance: dg.DagsterInstance, run: dg.DagsterRun) -> list[Trouble]:
    """All troubles of a run. A check that only warns is none: the weekly digest tells of it."""
    records = instance.get_records_for_run(run.run_id, of_type=_KINDS).records
    events = [record.event_log_entry.get_dagster_event() for record in records]
    # Of checks that a step failed for, the step tells itself.
    broken = {one.step_key for one in events if one.is_step_failure and causes_by_source(one) is None}
    found: list[Trouble] = []
    for event in events:
        if event.is_step_failure:
            found += _of_step(event)
        elif event.step_key not in broken:
            found += _of_check(event)
    if run.status is dg.DagsterRunStatus.FAILURE and not found:  # its process was killed, or ran out of time
        ended = instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.RUN_FAILURE).records
        told = [record.event_log_entry.get_dagster_event().message or "" for record in ended]
        found = [Trouble(told[-1] if told else "it ended without a word")]
    return found


def troubles_of_ticks(instance: dg.DagsterInstance, but: str) -> list[Trouble]:
    """Schedules and sensors whose last tick failed; one that came through since is well again.

    Args:
        instance: Whose they are.
        but: A sensor that is not asked about.
    """
    found = []
    for state in instance.all_instigator_state():
        if state.name == but or not state.is_running:
            continue
        ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=2)
        last = next((tick for tick in ticks if tick.status is not TickStatus.STARTED), None)
        if last and last.status is TickStatus.FAILURE:
            kind = state.instigator_type.value.lower()
            found.append(
                Trouble(f"{kind} {state.name}: {_innermost(last.error)}", about=f"tick {state.name}")
            )
    return found


def causes_by_source(event: dg.DagsterEvent) -> dict[str, str] | None:
    """Source and cause, when a step failed because sources did."""
    told = event.step_failure_data.user_failure_data
    causes = told.metadata.get("causes") if told else None
    return causes.value if isinstance(causes, dg.JsonMetadataValue) else None  # type: ignore[return-value]


def was_stopped(event: dg.DagsterEvent) -> bool:
    """By a person, or because what it ran in was."""
    return DagsterExecutionInterruptedError.__name__ in cause(event)


def cause(event: dg.DagsterEvent) -> str:
    """Why a step failed, in a line."""
    told = event.step_failure_data.user_failure_data
    return (told and told.description) or f"{event.step_key}: {_innermost(event.step_failure_data.error)}"


def _innermost(error: SerializableErrorInfo | None) -> str:
    while error and error.cause:
        error = error.cause
    return error.message.strip() if error else "unknown"


def _of_step(event: dg.DagsterEvent) -> Iterator[Trouble]:
    sources = causes_by_source(event)
    if sources is None:
        yield Trouble(f"{event.step_key} was stopped while it ran" if was_stopped(event) else cause(event))
    for source, why in sorted((sources or {}).items()):
        yield Trouble(f"{source}: {why}", about=f"source {source}")


def _of_check(event: dg.DagsterEvent) -> Iterator[Trouble]:
    check = event.asset_check_evaluation_data
    if not check.passed and check.severity is dg.AssetCheckSeverity.ERROR:
        name = f"{check.asset_key.to_user_string()}.{check.check_name}"
        yield Trouble(
            f"check {name} failed{f': {check.description}' if check.description else ''}", about=name
        )
