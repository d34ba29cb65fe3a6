"""Analysts read while releases come out: no error, and never two releases at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.warehouse.release.conftest import republish, rest
from warehouse.workspace import Workspace

READERS, RELEASES = 8, 50
# Opens the stable name again and again; every other one also keeps the first connection and asks it again.
# A process of its own, as analysts are; in it, DuckDB tells files apart by where the links lead.
READER = """
import json, sys, time
from pathlib import Path
import duckdb

published, stop, keeps = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "keeps"

def ask(connection):
    ((told, counts),) = connection.execute("select release_id, row_counts from _release").fetchall()
    for table, rows in counts.items():
        found = connection.execute(f"select release_id, count(*) from {table} group by all").fetchall()
        assert found == ([(told, rows)] if rows else []), (told, table, rows, found)
    return told

seen = []
if keeps:
    old = duckdb.connect(str(published), read_only=True, config={"threads": 1})
    held = ask(old)
print("ready", flush=True)
while True:
    last = stop.exists()
    with duckdb.connect(str(published), read_only=True, config={"threads": 1}) as connection:
        seen.append(ask(connection))
    folder = published.with_name("current").resolve()  # one look at the link, then files of one release
    sql = f"select distinct release_id from '{folder}/parquet/fct_figure.parquet'"
    assert duckdb.sql(sql).fetchall() == [(folder.name,)]
    if keeps:
        assert ask(old) == held
    if last:
        break
    time.sleep(0.3)  # eight readers must leave the one that publishes some of two cores
assert seen == sorted(seen), "an older release came back"
print(json.dumps(sorted(set(seen))))
"""


def test_eight_readers_meet_whole_releases_only_while_fifty_come_out(
    small: Workspace, tmp_path: Path
) -> None:
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, small.published, stop, "keeps" if place % 2 else "anew"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for place in range(READERS)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        made = [republish(small, rest((place + 1) / 100)).release_id for place in range(RELEASES)]
        stop.touch()
        ended = [reader.communicate(timeout=120) for reader in readers]
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
    assert [reader.returncode for reader in readers] == [0] * READERS, [error for _, error in ended]
    for out, _ in ended:
        seen = json.loads(out.splitlines()[-1])
        assert seen[-1] == made[-1]
        assert len(seen) > 2
