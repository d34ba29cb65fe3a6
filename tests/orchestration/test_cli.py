"""The command line as a person meets it: a process, what it prints, how it ends."""

import fcntl
import hashlib
import json
import re
import shutil
import socket
from pathlib import Path

import pytest

from orchestration import instance
from orchestration.telling.report import EXAMPLES
from scrapers.errors import UserError
from scrapers.registry import load_sources
from tests.conftest import Command
from tests.orchestration.conftest import Done
from warehouse.workspace import Workspace

PAGE = """<html><head><title>Báo cáo</title></head><body><h1>Công tác năm 2018 tỉnh Thái Nguyên</h1>
<p>Năm 2018, toàn tỉnh có 127 điểm Bưu điện văn hóa xã; tổng số doanh nghiệp bưu chính là 11 doanh nghiệp.</p>
</body></html>"""
FIELDS = "doc indicator province year period value unit qualifier status level evidence span rule confidence"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_run_publishes_and_says_what_and_where(done: Done) -> None:
    assert done.process.returncode == 0, done.process.stderr
    assert str(done.workspace.published) in done.process.stdout
    assert re.search(r"Figures published: .*\d+ actual", done.process.stdout)
    assert not done.workspace.published.stat().st_mode & 0o222


def test_second_run_writes_no_figure_and_publishes_nothing(done: Done, sotttt: Command) -> None:
    files = [done.workspace.published, *sorted((done.workspace.lake / "figures").rglob("*.parquet"))]
    before = [(digest(file), file.stat().st_mtime_ns) for file in files]
    again = sotttt(done.workspace.root, "run")
    assert again.returncode == 0, again.stderr
    assert "Nothing changed" in again.stdout
    assert [(digest(file), file.stat().st_mtime_ns) for file in files] == before


@pytest.mark.parametrize("sql", EXAMPLES)
def test_queries_the_run_proposes_give_rows(done: Done, sotttt: Command, sql: str) -> None:
    answer = sotttt(done.workspace.root, "query", "--csv", sql)
    assert answer.returncode == 0, answer.stderr
    assert len(answer.stdout.splitlines()) > 1


def test_explain_walks_back_to_the_record(done: Done, sotttt: Command) -> None:
    proposed = re.search(r"sotttt explain (\w+)", done.process.stdout)
    assert proposed
    walk = sotttt(done.workspace.root, "explain", proposed[1])
    assert walk.returncode == 0, walk.stderr
    for step in ("sentence", "document", "span", "page", "record"):
        assert re.search(rf"^{step}\b", walk.stdout, re.MULTILINE)
    assert ".warc.gz" in walk.stdout


def test_status_counts_what_there_is(done: Done, sotttt: Command) -> None:
    status = sotttt(done.workspace.root, "status")
    assert status.returncode == 0, status.stderr
    assert str(done.workspace.published) in status.stdout


def test_extract_prints_figures_and_goes_on_after_a_bad_file(tmp_path: Path, sotttt: Command) -> None:
    (tmp_path / "good.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    data = tmp_path / "untouched"
    done = sotttt(data, "extract", tmp_path, tmp_path / "gone.html")
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    found = {(row["doc"], row["indicator"], row["province"], row["year"], row["value"]) for row in rows}
    assert ("good", "postal.commune_cultural_post_offices", "19", 2018, "127") in found
    assert ("good", "postal.enterprises", "19", 2018, "11") in found
    assert list(rows[0]) == FIELDS.split()
    complaints = done.stderr.splitlines()
    assert len(complaints) == 2
    assert "empty.txt" in complaints[0]
    assert "gone.html" in complaints[1]
    assert not data.exists()


def test_import_takes_a_page_to_the_published_file(tmp_path: Path, sotttt: Command) -> None:
    (tmp_path / "bao-cao.html").write_text(PAGE, encoding="utf-8")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(
        "path,url,date\nbao-cao.html,http://example.vn/bao-cao,2019-01-02\n", encoding="utf-8"
    )
    data = tmp_path / "data"
    for arguments in (["import", tmp_path / "bao-cao.html", "--manifest", manifest], ["build"]):
        done = sotttt(data, *arguments)
        assert done.returncode == 0, done.stderr
    answer = sotttt(data, "query", "--csv", "select distinct url, captured_at::date from fct_figure")
    assert answer.stdout.splitlines()[1:] == ["http://example.vn/bao-cao,2019-01-02"]


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["run"], {"SOTTTT_SITES": "moon"}, "SOTTTT_SITES"),
        (["crawl", "no-such-source"], {}, "no-such-source"),
        (["import", "no-such-file.html"], {}, "no-such-file.html"),
        (["crawl", "dienbien", "--failed"], {}, "leave out their names, or --failed"),
        (["query", "select 1"], {}, "sotttt run"),
        (["explain", "0123"], {}, "sotttt run"),
    ],
)
def test_mistakes_end_in_one_clear_line(
    tmp_path: Path, sotttt: Command, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    done = sotttt(tmp_path / "data", *arguments, **environment)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("sotttt: ")
    assert told in line


def test_a_port_in_use_is_told(tmp_path: Path, sotttt: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = sotttt(tmp_path / "data", "ui", "--port", port)
    assert done.returncode == 2
    assert port in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_two_commands_at_once_do_not_meet(tmp_path: Path, sotttt: Command) -> None:
    home = tmp_path / "data" / "dagster"
    home.mkdir(parents=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = sotttt(tmp_path / "data", "crawl")
    assert done.returncode == 2
    assert "another" in done.stderr


def test_a_data_folder_that_cannot_be_is_told(tmp_path: Path, sotttt: Command) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    done = sotttt(tmp_path / "data", "run")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert str(tmp_path / "data") in line


def test_an_unreachable_proxy_is_told_per_source(tmp_path: Path, sotttt: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        proxy = f"http://127.0.0.1:{closed.getsockname()[1]}"
    source = next(name for name, one in load_sources("live").items() if one.enabled and one.kind == "portal")
    done = sotttt(tmp_path / "data", "crawl", source, SOTTTT_SITES="live", SOTTTT_PROXY=proxy)
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert source in line
    assert proxy in line
    again = sotttt(tmp_path / "data", "crawl", "--failed", SOTTTT_SITES="live", SOTTTT_PROXY=proxy)
    assert again.returncode == 1
    assert [line for line in again.stdout.splitlines() if line.startswith("FAILED")] == [line]


def test_when_nothing_failed_there_is_nothing_to_crawl_again(done: Done, sotttt: Command) -> None:
    again = sotttt(done.workspace.root, "crawl", "--failed")
    assert again.returncode == 0, again.stderr
    assert "No source failed" in again.stdout


def test_a_corrupt_record_hurts_only_its_source(done: Done, tmp_path: Path, sotttt: Command) -> None:
    data = tmp_path / "data"
    shutil.copytree(done.workspace.root, data)
    before = digest(data / "published" / "sotttt.duckdb")
    (segment,) = (data / "archive" / "thaibinh").glob("*.warc.gz")
    broken = bytearray(segment.read_bytes())
    middle = len(broken) // 2
    broken[middle : middle + 64] = bytes(64)
    segment.write_bytes(broken)
    for table in ("pages", "documents", "readings", "figures"):
        shutil.rmtree(data / "lake" / table)
    again = sotttt(data, "read")
    assert again.returncode == 1
    (line,) = [line for line in again.stdout.splitlines() if line.startswith("FAILED")]
    assert "thaibinh" in line
    assert segment.name in line
    assert {path.parent.name for path in (data / "lake" / "figures").rglob("figures.parquet")} > {
        "source=daklak"
    }
    assert digest(data / "published" / "sotttt.duckdb") == before


def test_archive_verify_tells_damage_and_lost_segments(done: Done, tmp_path: Path, sotttt: Command) -> None:
    data = tmp_path / "data"
    shutil.copytree(done.workspace.root, data)
    sound = sotttt(data, "archive", "verify")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "No problems" in sound.stdout
    (segment,) = (data / "archive" / "thaibinh").glob("*.warc.gz")
    segment.unlink()
    lost = sotttt(data, "archive", "verify")
    assert lost.returncode == 1
    assert f"{segment.name} at byte" in lost.stdout


def test_archive_index_is_made_by_the_run_and_can_be_made_anew(
    done: Done, tmp_path: Path, sotttt: Command
) -> None:
    data = tmp_path / "data"
    shutil.copytree(done.workspace.root, data)
    tables = sorted((data / "lake" / "records").rglob("records.parquet"))
    before = [digest(path) for path in tables]
    assert len(tables) > 5
    told = sotttt(data, "archive", "index")
    assert told.returncode == 0, told.stderr
    assert re.search(r"sources, \d+ records in the index, 0 of them new\.", told.stdout)
    shutil.rmtree(data / "lake" / "records")
    again = sotttt(data, "archive", "index", "--rebuild")
    assert again.returncode == 0, again.stderr
    assert [digest(path) for path in tables] == before


def test_an_empty_page_is_told_and_hurts_no_other(tmp_path: Path, sotttt: Command) -> None:
    (tmp_path / "trong.html").write_text("")
    (tmp_path / "bai.txt").write_text("Năm 2018, tỉnh Hà Nam có 36 bưu cục.", encoding="utf-8")
    done = sotttt(tmp_path / "data", "import", tmp_path / "trong.html", tmp_path / "bai.txt")
    assert done.returncode == 1
    assert "trong.html: no text at all" in done.stdout
    assert re.search(r"import +0 +0 +0 +1", done.stdout)


def test_a_full_disk_is_told_before_anything_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "LEAST_ROOM", shutil.disk_usage(tmp_path).total * 2)
    with pytest.raises(UserError, match="the disk is full; free it or set SOTTTT_DATA"):
        instance.prepare_home(Workspace(tmp_path))
