"""A disk that fills while a build goes on: told in a line, what analysts open stays, the next run heals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from dagster import DagsterRunStatus

from orchestration.instance import own_instance
from tests.orchestration.conftest import Done
from tests.orchestration.inbox import Inbox, Watch
from warehouse.workspace import Workspace

# A small disk that only this process and its children see; it is gone with them.
_ALONE = ["unshare", "--map-root-user", "--mount", "bash", "-euc"]
_STORY = """
mount -t tmpfs -o size=200m none "$DISK"
cp -r "$SEED"/. "$DISK"
rm -r "$DISK/build"
export SOTTTT_DATA="$DISK"
(
  until [ -e "$DISK/build/dbt/dbt.log" ]; do sleep 0.05; done
  until [ -e "$TOLD/enough" ]; do cat /dev/zero >> "$DISK/filler" || sleep 0.05; done
) 2>/dev/null &
filler=$!
"$SOTTTT" build > "$TOLD/full.out" 2> "$TOLD/full.err" && code=0 || code=$?
echo $code > "$TOLD/full.code"
cp "$DISK/published/sotttt.duckdb" "$TOLD/published.duckdb"
touch "$TOLD/enough"  # no signal: where the tests run in the background, it would be ignored
wait $filler
rm "$DISK/filler"
"$SOTTTT" build > "$TOLD/healed.out" 2>&1 && code=0 || code=$?
echo $code > "$TOLD/healed.code"
cp -r "$DISK/dagster" "$TOLD/dagster"
"""


def test_a_disk_that_fills_during_a_build(done: Done, tmp_path: Path, inbox: Inbox) -> None:
    if subprocess.run([*_ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    with own_instance(done.workspace) as instance:
        watch = Watch(instance, inbox)
    disk, told = tmp_path / "disk", tmp_path / "told"
    disk.mkdir()
    told.mkdir()
    places = {"DISK": disk, "SEED": done.workspace.root, "TOLD": told}
    command = Path(sys.executable).with_name("sotttt")
    story = subprocess.run(
        [*_ALONE, _STORY],
        env=os.environ | {name: str(path) for name, path in (places | {"SOTTTT": command}).items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert story.returncode == 0, story.stderr
    assert (told / "full.code").read_text().strip() in ("1", "2")
    assert "full" in (told / "full.err").read_text() + (told / "full.out").read_text()
    assert "Traceback" not in (told / "full.err").read_text()
    assert (told / "published.duckdb").read_bytes() == done.workspace.published.read_bytes()
    assert (told / "healed.code").read_text().strip() == "0", (told / "healed.out").read_text()
    with own_instance(Workspace(told)) as instance:
        states = [run.status for run in instance.get_runs(limit=2)]
        watch.tick(instance)
    assert states == [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE]
    assert [message["title"] for message in inbox.messages] == ["sotttt: build_job failed"]
