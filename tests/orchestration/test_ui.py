"""Processes that last: the UI comes up and goes away when told, and a killed run does not stay for ever."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import DagsterRunStatus
from dagster._core.test_utils import create_run_for_test

from orchestration.instance import own_instance
from tests.conftest import Command
from tests.orchestration.inbox import Inbox, Watch
from warehouse.workspace import Workspace

PATIENCE = 120  # seconds; only something broken takes so long


@contextmanager
def started(data: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [Path(sys.executable).with_name("sotttt"), *arguments],
        env={**os.environ, "SOTTTT_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return b"dagster_webserver_version" in answer.read()
    except OSError:
        return False


def test_ui_answers_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path / "data", "ui", "--port", str(port)) as ui:
        wait_for(lambda: answers(port) or ui.poll() is not None)
        assert answers(port)
        ui.send_signal(signal.SIGINT)
        ui.wait(PATIENCE)
        wait_for(lambda: not answers(port))


def test_after_a_killed_run_the_next_one_does_the_work(tmp_path: Path, sotttt: Command, inbox: Inbox) -> None:
    data = tmp_path / "data"
    with own_instance(Workspace(data)) as instance:
        watch = Watch(instance, inbox)
    with started(data, "crawl") as run:
        wait_for(lambda: any((data / "archive").glob("*/*.warc.gz")) or run.poll() is not None)
        run.kill()
        run.wait(PATIENCE)
    assert run.returncode == -signal.SIGKILL
    healed = sotttt(data, "crawl", "thaibinh", "thainguyen")
    assert healed.returncode == 0, healed.stderr
    with own_instance(Workspace(data)) as instance:
        states = [run.status for run in instance.get_runs()]
        watch.tick(instance)
    assert states == [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE]
    assert [message["title"] for message in inbox.messages] == ["sotttt: crawl_job failed"]
    assert "killed, or the disk was full" in inbox.messages[0]["message"]


def test_a_command_does_not_wait_for_a_run_of_the_ui(tmp_path: Path, sotttt: Command) -> None:
    data = tmp_path / "data"
    with own_instance(Workspace(data)) as instance:
        run = create_run_for_test(instance, "build_job", status=DagsterRunStatus.STARTED)
        instance.event_log_storage.set_concurrency_slots("archive", 1)
        instance.event_log_storage.claim_concurrency_slot("archive", run.run_id, "portals")
    refused = sotttt(data, "crawl", "thaibinh")
    assert refused.returncode == 2
    assert f"pool archive: run {run.run_id[:8]} of build_job is at work" in refused.stderr
    with own_instance(Workspace(data)) as instance:
        instance.report_run_failed(run)  # and its place was never given back
        assert instance.event_log_storage.get_concurrency_info("archive").claimed_slots
    assert sotttt(data, "crawl", "thaibinh").returncode == 0
