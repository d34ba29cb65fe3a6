"""`sotttt sites`: what there is of every source, and what a host could become."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from orchestration.commands import probing
from scrapers import probe as probe_package
from scrapers.errors import UserError
from scrapers.registry import IMPORT_ID, load_sources
from tests.conftest import Command
from tests.orchestration.conftest import Done
from warehouse import lake
from warehouse.due import due
from warehouse.tables import Table

SAMPLE = load_sources("sample")
HOST = "sotttt.dienbien.gov.vn"


def rows(output: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.split("   ") if cell.strip()] for line in output.splitlines()]
    return {row[0]: row[1:] for row in cells if row and row[0] in SAMPLE}


def test_list_counts_as_the_checks_do(done: Done, sotttt: Command) -> None:
    listed = sotttt(done.workspace.root, "sites", "list")
    assert listed.returncode == 0, listed.stderr
    told = rows(listed.stdout)
    assert set(told) == set(SAMPLE)
    row = told["dienbien"]
    last = lake.last_success(done.workspace.lake, "dienbien")
    assert row[:4] == ["Điện Biên", "portal", "live", "yes"]
    assert last is not None
    assert row[4] == f"{last:%Y-%m-%d %H:%M}"
    assert row[5] == str(due(done.workspace.lake, SAMPLE["dienbien"]).on)
    counts = [lake.count(done.workspace.lake, table, "dienbien") for table in (Table.PAGES, Table.DOCUMENTS)]
    assert row[6:8] == [str(count) for count in counts]
    assert row[9] == "12/7/20 met"


def test_list_of_an_empty_lake(tmp_path: Path, sotttt: Command) -> None:
    listed = sotttt(tmp_path / "data", "sites", "list", "dienbien", IMPORT_ID)
    assert listed.returncode == 0, listed.stderr
    told = rows(listed.stdout)
    assert set(told) == {"dienbien", IMPORT_ID}
    assert told["dienbien"][4:] == ["never", "now", "0", "0", "0", told["dienbien"][9]]
    assert told["dienbien"][9] == "pages below 12; documents below 7; figures below 20"


def test_health_tells_each_source_in_a_word_and_a_sentence(done: Done, sotttt: Command) -> None:
    told = sotttt(done.workspace.root, "sites", "health")
    assert told.returncode == 0, told.stderr
    found = rows(told.stdout)
    # nothing was brought in by hand, so the import source has nothing to be ill of
    assert set(found) == {name for name, source in SAMPLE.items() if source.enabled} - {IMPORT_ID}
    assert found["dienbien"][0] == "healthy"
    assert "attempts of its last run got their page" in found["dienbien"][-1]
    one = sotttt(done.workspace.root, "sites", "health", "dienbien")
    assert set(rows(one.stdout)) == {"dienbien"}
    wrong = sotttt(done.workspace.root, "sites", "health", "dienbine")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    assert "did you mean dienbien?" in wrong.stderr


def test_health_before_any_build_says_the_way_out(tmp_path: Path, sotttt: Command) -> None:
    told = sotttt(tmp_path / "data", "sites", "health")
    assert told.returncode == 0, told.stderr
    assert "`sotttt build`" in told.stdout


def test_only_enabled_ones(tmp_path: Path, sotttt: Command) -> None:
    live = load_sources("live")
    listed = sotttt(tmp_path / "data", "sites", "list", "--enabled", SOTTTT_SITES="live")
    names = {line.split()[0] for line in listed.stdout.splitlines() if line.split()} & set(live)
    assert names == {name for name, source in live.items() if source.enabled}


def test_a_narrow_terminal_still_says_all(tmp_path: Path) -> None:
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    with subprocess.Popen(
        [Path(sys.executable).with_name("sotttt"), "sites", "list", "dienbien"],
        env={**environment, "SOTTTT_DATA": str(tmp_path), "TERM": "xterm"},
        stdout=child,
    ) as process:
        os.close(child)
        output = b""
        try:
            while chunk := os.read(parent, 4096):
                output += chunk
        except OSError:  # how a terminal ends on Linux
            pass
    os.close(parent)
    assert process.returncode == 0
    lines = output.decode().replace("\r", "").splitlines()
    assert max(map(len, lines)) <= 40
    assert "last success: never" in " ".join(line.strip() for line in lines)


def test_an_unknown_source_is_one_line(tmp_path: Path, sotttt: Command) -> None:
    listed = sotttt(tmp_path / "data", "sites", "list", "dienbine")
    assert listed.returncode == 2
    assert listed.stderr == "sotttt: dienbine: no source has that name; did you mean dienbien?\n"


def test_probe_tells_several_hosts_and_keeps_nothing(tmp_path: Path, sotttt: Command) -> None:
    told = sotttt(tmp_path / "data", "sites", "probe", "--local", HOST, "khong-co.example.vn")
    assert told.returncode == 0, told.stderr
    assert "nukeviet" in told.stdout
    assert "already there as dienbien" in told.stdout
    assert told.stdout.index(HOST) < told.stdout.index("khong-co.example.vn")
    assert "\x1b" not in told.stdout
    assert not (tmp_path / "data").exists()


def test_yaml_alone_is_a_file_of_the_registry(tmp_path: Path, sotttt: Command) -> None:
    told = sotttt(tmp_path / "data", "sites", "probe", "--local", "--yaml", HOST)
    assert told.returncode == 0, told.stderr
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "dienbien.yaml").write_text(told.stdout, encoding="utf-8")
    assert load_sources("live", tmp_path)["dienbien"].hosts == (HOST,)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["khong-co.invalid"], 1, "the host name is not known"),
        (["--yaml", "a.gov.vn", "b.gov.vn"], 2, "one host"),
        (["http://a.gov.vn/"], 2, "no host name"),
    ],
)
def test_probe_that_cannot_be(
    tmp_path: Path, sotttt: Command, arguments: list[str], code: int, said: str
) -> None:
    told = sotttt(tmp_path / "data", "sites", "probe", *arguments)
    assert told.returncode == code
    assert said in told.stdout + told.stderr


def test_a_broken_registry_does_not_hinder_a_probe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(sites: str) -> None:
        raise UserError("new.yaml:1: YAML: expected a list of `field: value` lines")

    monkeypatch.setattr(probing, "load_sources", broken)
    assert probing.run(["khong-co.invalid"], proxy=None, local=False, only_yaml=True) == 1
    told = capsys.readouterr()
    assert told.out.startswith("id: khong-co-invalid\n")
    assert "new.yaml" in told.err


def test_a_defect_at_one_host_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def probe(host: str, **settings: object) -> probe_package.Probe:
        if host == "a.gov.vn":
            raise ZeroDivisionError
        return probe_package.Probe(host, True, (), None, (), (), 0, probe_package.source_of(host))

    monkeypatch.setattr(probing, "probe", probe)
    assert probing.run(["a.gov.vn", "b.gov.vn"], proxy=None, local=False, only_yaml=False) == 0
    told = capsys.readouterr()
    assert "b.gov.vn" in told.out
    assert "ZeroDivisionError" in told.err
