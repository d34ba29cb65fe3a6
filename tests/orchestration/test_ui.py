"""Processes that last: the UI comes up and goes away when told, and a killed run does not stay for ever."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import DagsterRunStatus
from dagster._core.test_utils import create_run_for_test

from orchestration.abandoned import end_runs_of_servers
from orchestration.instance import own_instance, prepare_home
from tests.conftest import Command
from tests.orchestration.inbox import Inbox, Watch
from tests.servers import PATIENCE, free_port, until
from warehouse.workspace import Workspace


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


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return b"dagster_webserver_version" in answer.read()
    except OSError:
        return False


def test_ui_answers_has_ended_what_lost_its_process_and_stops_when_told(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    run_id = run_without_a_process(Workspace(data))
    with started(data, "ui", "--port", str(port)) as ui:
        until(lambda: answers(port) or ui.poll() is not None)
        assert answers(port)
        assert status(Workspace(data), run_id) is DagsterRunStatus.FAILURE
        with own_instance(Workspace(data)) as instance:
            assert not instance.event_log_storage.get_concurrency_info("archive").claimed_slots
        ui.send_signal(signal.SIGINT)
        ui.wait(PATIENCE)
        until(lambda: not answers(port))


def test_while_a_run_of_a_server_that_was_killed_lives_it_is_left_alone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    run_id = run_without_a_process(workspace)
    home = prepare_home(workspace)  # in the environment of what is spawned, as of the runs of a server
    worker = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(PATIENCE,))
    worker.start()
    try:
        end_runs_of_servers(home)
        assert status(workspace, run_id) is DagsterRunStatus.STARTED
    finally:
        worker.kill()
        worker.join()
    end_runs_of_servers(home)
    assert status(workspace, run_id) is DagsterRunStatus.FAILURE


def run_without_a_process(workspace: Workspace) -> str:
    """A run that counts as started and holds a place in a pool, but nobody works at it; gives its id."""
    with own_instance(workspace) as instance:
        run = create_run_for_test(instance, "build_job", status=DagsterRunStatus.STARTED)
        instance.event_log_storage.set_concurrency_slots("archive", 1)
        instance.event_log_storage.claim_concurrency_slot("archive", run.run_id, "portals")
        return run.run_id


def status(workspace: Workspace, run_id: str) -> DagsterRunStatus:
    with own_instance(workspace) as instance:
        run = instance.get_run_by_id(run_id)
        assert run
        return run.status


def test_after_a_killed_run_the_next_one_does_the_work(tmp_path: Path, sotttt: Command, inbox: Inbox) -> None:
    data = tmp_path / "data"
    with own_instance(Workspace(data)) as instance:
        watch = Watch(instance, inbox)
    with started(data, "crawl") as run:
        until(lambda: any((data / "archive").glob("*/*.warc.gz")) or run.poll() is not None)
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
    run_id = run_without_a_process(Workspace(data))
    refused = sotttt(data, "crawl", "thaibinh")
    assert refused.returncode == 2
    assert f"pool archive: run {run_id[:8]} of build_job is at work" in refused.stderr
    with own_instance(Workspace(data)) as instance:
        run = instance.get_run_by_id(run_id)
        assert run
        instance.report_run_failed(run)  # and its place was never given back
        assert instance.event_log_storage.get_concurrency_info("archive").claimed_slots
    assert sotttt(data, "crawl", "thaibinh").returncode == 0
