"""A new reader: told before it changes anything, stale until it has read, and no site is asked for that."""

import csv
import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from orchestration.assets import portals as assets
from orchestration.definitions import build_defs
from orchestration.jobs.schedules import partition_range
from orchestration.resources import Portals
from scrapers.registry import load_sources
from tests.conftest import Command
from tests.orchestration.conftest import Done
from warehouse import lake, readers
from warehouse.tables import Table
from warehouse.workspace import Workspace

NAMES = ("binhdinh", "thaibinh")
READ = [dg.AssetKey("documents"), dg.AssetKey("figures")]


class Unreachable(Portals):
    """Whoever asks one of these portals fails."""

    @contextmanager
    def proxy(self) -> Iterator[str]:
        yield "http://127.0.0.1:9"


@pytest.fixture
def data(done: Done, tmp_path: Path) -> Path:
    """What a run has left, in a folder to change."""
    return Path(shutil.copytree(done.workspace.root, tmp_path / "data"))


@pytest.fixture
def older(data: Path) -> Path:
    """As if an older reader had read it: one figure otherwise, one in a document that is gone, one not."""
    workspace = Workspace(data)
    for table in (Table.PAGES, Table.READINGS):
        rows = lake.read(workspace.lake, table, "thaibinh")
        lake.replace(workspace.lake, table, "thaibinh", [row | {"reader": "older"} for row in rows])
    first, second, *others = lake.read(workspace.lake, Table.FIGURES, "thaibinh")
    wrong = first | {"figure_id": "0" * 16, "year": 1999, "evidence": "=cmd|' /C calc'!A0"}
    gone = second | {"figure_id": "1" * 16, "doc_id": "gone"}
    lake.replace(workspace.lake, Table.FIGURES, "thaibinh", [wrong, gone, *others[:-1]])
    return data


def bytes_of(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_dry_run_tells_all_and_moves_nothing(older: Path, tmp_path: Path, sotttt: Command) -> None:
    before, changes = bytes_of(older), tmp_path / "changes.csv"
    told = sotttt(older, "read", "--dry-run", "--csv", changes, "thaibinh", "binhdinh")
    assert told.returncode == 0, told.stderr
    assert bytes_of(older) == before
    lines = told.stdout.splitlines()
    (thaibinh,) = (line.split() for line in lines if re.match(r" *thaibinh +\d", line))
    documents, was, becomes, added, changed, withdrawn, reworded, _ = map(int, thaibinh[1:])
    held = lake.count(Workspace(older).lake, Table.FIGURES, "thaibinh")
    assert documents > 1
    assert (was, becomes, added, changed, withdrawn, reworded) == (held, held + 1, 2, 1, 1, 0)
    assert "year 1999 → " in told.stdout
    rows = list(csv.DictReader(changes.read_text(encoding="utf-8-sig").splitlines()))
    assert sorted(row["change"] for row in rows) == ["added", "added", "changed", "withdrawn"]
    (other,) = (row for row in rows if row["change"] == "changed")
    assert (other["fields"], other["old_year"]) == ("year evidence", "1999")
    assert other["old_evidence"].startswith("'=cmd")
    assert other["new_evidence"] in told.stdout


def test_a_dry_run_of_nothing_due_says_so(data: Path, sotttt: Command) -> None:
    told = sotttt(data, "read", "--dry-run")
    assert told.returncode == 0, told.stderr
    (total,) = (line.split()[2:] for line in told.stdout.splitlines() if " sources " in line)
    assert total == ["0", total[1], total[1], *"00000"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--dry-run", "moon"], "moon: no enabled source"), (["--csv", "a.csv"], "--dry-run")],
)
def test_mistakes_are_told(tmp_path: Path, sotttt: Command, arguments: list[str], told: str) -> None:
    done = sotttt(tmp_path / "data", "read", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / "data").exists()


def test_the_job_of_the_ui_tells_the_same(older: Path) -> None:
    before = bytes_of(older)
    job = build_defs(Workspace(older)).resolve_job_def("reread_preview")
    with dg.DagsterInstance.ephemeral() as instance:
        config = {"ops": {"preview_reading": {"config": {"sources": ["thaibinh"]}}}}
        result = job.execute_in_process(run_config=config, instance=instance)
    (event,) = result.filter_events(lambda event: event.is_successful_output)
    metadata = event.step_output_data.metadata
    numbers = {name: metadata[name].value for name in ("added", "changed", "withdrawn", "differs_year")}
    assert numbers == {"added": 2, "changed": 1, "withdrawn": 1, "differs_year": 1}
    assert "| thaibinh | changed | year 1999 → " in metadata["examples"].value
    assert bytes_of(older) == before


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def stale(instance: dg.DagsterInstance, defs: dg.Definitions) -> dict[tuple[str, str], bool]:
    resolver = CachingStaleStatusResolver(
        instance, defs.resolve_asset_graph(), LoadingContextForTest(instance)
    )
    return {
        (key.to_user_string(), name): resolver.get_status(key, name) is StaleStatus.STALE
        for key in READ
        for name in NAMES
    }


def test_a_new_reader_makes_partitions_stale_until_they_are_read_without_any_site(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "data")
    sample = load_sources("sample")
    registry = {name: sample[name].model_copy(update={"max_pages": 6}) for name in NAMES}
    both = partition_range(*NAMES)
    defs = build_defs(workspace, Portals(registry))
    assert defs.resolve_job_def("crawl_job").execute_in_process(instance=instance, tags=both).success
    assert not any(stale(instance, defs).values())
    fetches = lake.read(workspace.lake, Table.FETCHES)

    def upgraded(version: str) -> dg.Definitions:
        monkeypatch.setattr(readers, "READER_VERSION", version)
        specs = [
            spec.replace_attributes(code_version=version) if spec.key in READ else spec
            for spec in assets.SPECS
        ]
        monkeypatch.setattr(assets, "SPECS", specs)
        return build_defs(workspace, Unreachable(registry))

    def read(defs: dg.Definitions, first: str, last: str) -> None:
        job = defs.resolve_job_def("crawl_job")
        done = job.execute_in_process(
            instance=instance, tags=partition_range(first, last), asset_selection=READ
        )
        assert done.success

    def read_by() -> dict[str, set[str]]:
        rows = lake.read(workspace.lake, Table.READINGS)
        return {name: {row["reader"].split()[0] for row in rows if row["source"] == name} for name in NAMES}

    defs = upgraded("second")
    assert all(stale(instance, defs).values())
    read(defs, "thaibinh", "thaibinh")  # partition by partition
    assert {name for (_, name), old in stale(instance, defs).items() if old} == {"binhdinh"}
    assert read_by()["thaibinh"] == {"second"}
    read(defs, "binhdinh", "binhdinh")
    assert not any(stale(instance, defs).values())
    read(upgraded("third"), *NAMES)  # all in one run
    assert read_by() == {name: {"third"} for name in NAMES}
    assert not any(stale(instance, upgraded("third")).values())
    assert lake.read(workspace.lake, Table.FETCHES) == fetches


def test_a_file_that_cannot_be_written_is_told_before_anything_is_read(
    done: Done, tmp_path: Path, sotttt: Command
) -> None:
    told = sotttt(done.workspace.root, "read", "--dry-run", "--csv", tmp_path / "no" / "folder.csv")
    assert told.returncode == 2
    assert "folder.csv: cannot be written: No such file or directory; name another file" in told.stderr
