"""Whatever a page contained passes through every file of a release: whole, and harmless."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import duckdb
import openpyxl
import pytest
from frictionless import Package, system
from openpyxl.utils.escape import unescape

from tests.warehouse.release.conftest import change
from warehouse.release.publishing import publish
from warehouse.release.sheets import LONGEST, MARK
from warehouse.release.wording import FACTS_VI
from warehouse.workspace import Workspace

SAID = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entities": "&amp;lt; ]]> <!-- &#60;",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+84 24 3943 6989",
    "minus": "- Số trạm BTS: 450",
    "at": "@SUM(1+1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "line": "\n=1+1",
    "blank": "  =1+1",
    "wide": "＝1+1",
    "hidden": "\u200e\u202e=1+1",
    "apostrophe": "'=1+1",
    "link": "https://evil.example/?q=1",
    "quotes": 'a "b"; c, \'d\' "',
    "lines": "một\nhai\r\nba\rbốn",
    "controls": "a\x01b\x0bc\x1fd\x7fe",
    "nul": "a\x00b",
    "no signs": "a\ufffeb\uffffc",
    "escape": "_x0041_ _x000D_",
    "override": "450 \u202etạrt\u202c doanh nghiệp",
    "markdown": "# a | b `c` [d](javascript:alert(1)) *e* ![f](//g) ~~h~~",
    "long": "đ" * 50_000,
    "astral": "😀" * 20_000,
    "more astral": "😀" * 33_000,
    "all astral": "😀" * 50_000,
    "last astral": "đ" * 10_000 + "😀" * 30_000,
    "empty": "",
}
GUARDED = {
    "formula", "plus", "minus", "at", "tab", "return", "line", "blank", "wide", "hidden", "apostrophe"
}  # fmt: skip
UNPRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A release that says all of SAID as evidence, title and note."""

    folder: Path


@pytest.fixture(scope="module")
def hostile(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    import shutil

    own = Workspace(tmp_path_factory.mktemp("hostile") / "own")
    shutil.copytree(built.root, own.root, symlinks=True)
    for place, (name, said) in enumerate(SAID.items()):
        change(
            own,
            "insert into fct_figure by name select * replace ("
            "$name as figure_id, $said as evidence, $said as title, $said as province_name,"
            " 2000 + $n as year, timestamp '2024-05-01 03:00:00.120456' as captured_at)"
            " from fct_figure order by figure_id limit 1",
            {"name": name, "said": said, "n": place},
        )
        change(
            own,
            "insert into dim_series_note by name select * replace ($name as note_id, $said as note_en)"
            " from dim_series_note order by note_id limit 1",
            {"name": name, "said": said},
        )
    release = publish(own)
    assert release is not None
    return Hostile(release.folder)


def test_duckdb_and_parquet_keep_every_sign(hostile: Hostile) -> None:
    files = (hostile.folder / "sotttt.duckdb", hostile.folder / "parquet" / "fct_figure.parquet")
    for path in files:
        with duckdb.connect() as connection:
            if path.suffix == ".duckdb":
                connection.execute(f"attach '{path}' as release (read_only)")
                table = "release.fct_figure"
            else:
                table = f"'{path}'"
            found = connection.execute(f"select figure_id, evidence, title from {table}").fetchall()  # noqa: S608
        kept = {name: (evidence, title) for name, evidence, title in found if name in SAID}
        assert kept == {name: (said, said) for name, said in SAID.items()}


@pytest.mark.parametrize(
    ("table", "key", "text"),
    [("fct_figure", "figure_id", "evidence"), ("dim_series_note", "note_id", "note_en")],
)
def test_csv_has_no_formula_and_loses_nothing(hostile: Hostile, table: str, key: str, text: str) -> None:
    path = hostile.folder / "csv" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {row[key]: row[text] for row in rows if row[key] in SAID}
    assert {name: cell.removeprefix("'") for name, cell in told.items()} == {
        name: said.replace("\x00", "\ufffd") for name, said in SAID.items()
    }
    assert {name for name, cell in told.items() if cell.startswith("'")} == GUARDED
    with duckdb.connect() as connection:
        connection.execute(f"create view told as from read_csv('{path}', max_line_size = 1000000)")
        others = connection.execute(f"select {key}, coalesce({text}, '') from told").fetchall()  # noqa: S608
        kinds = {name: kind for name, kind, *_ in connection.execute("describe told").fetchall()}
    assert {name: cell for name, cell in others if name in SAID} == told
    assert kinds.get("value", "DOUBLE") == "DOUBLE"
    if table == "fct_figure":
        times = {row["captured_at"] for row in rows}
        assert "2024-05-01T03:00:00.120456Z" in times
        assert [told for told in times if re.fullmatch(r"[^.]{19}Z", told)]
        assert kinds["captured_at"].startswith("TIMESTAMP")


def test_a_workbook_has_texts_and_no_formula_and_no_link(hostile: Hostile) -> None:
    path = hostile.folder / "sotttt.xlsx"
    book = openpyxl.load_workbook(path)
    assert FACTS_VI in [cell.value for row in book["About"].iter_rows() for cell in row]
    head, *rows = book["dim_series_note"].iter_rows()
    names = [cell.value for cell in head]
    found = {}
    for row in rows:
        told = dict(zip(names, row, strict=True))
        assert told["note_en"].data_type in ("s", "n")  # n: an empty one
        found[told["note_id"].value] = unescape(told["note_en"].value or "")
    for name, said in SAID.items():
        cell = found[name]
        if name == "long" or "astral" in name:
            assert cell.endswith(MARK)
            assert said.startswith(cell.removesuffix(MARK))
            assert LONGEST // 2 < len(cell.encode("utf-16-le")) // 2 <= LONGEST
        else:
            assert cell == re.sub(UNPRINTABLE, "?", re.sub("\r\n?", "\n", said))
    with ZipFile(path) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist())
    assert not re.search("<f[ >]|<hyperlinks?[ >]|<script", xml, re.IGNORECASE)


def test_notes_show_markup_and_obey_none(hostile: Hostile) -> None:
    notes = (hostile.folder / "README.md").read_text(encoding="utf-8")
    rows = [line for line in notes.splitlines() if line.startswith("| added")]
    assert len(rows) == 20
    for row in rows:
        assert row.count("|") == 10
        *cells, address = row.split(" | ")
        assert re.fullmatch(r"<https://[\w./-]+> \|", address)
        assert not re.search(r"[<>`*\[\]]", " | ".join(cells))
        assert len(row) < 3000
        assert not [sign for sign in row if unicodedata.category(sign) in ("Cc", "Cf")]
    assert "&#60;script&#62;" in notes


@pytest.mark.filterwarnings("ignore")
def test_the_package_is_valid_and_so_are_its_tables(hostile: Hostile) -> None:
    path = hostile.folder / "datapackage.json"
    with system.use_context(trusted=True):
        package = Package(str(path))
        assert Package.validate_descriptor(package.to_descriptor()).valid
    told = json.loads(path.read_text(encoding="utf-8"))
    files = {
        file.relative_to(hostile.folder).as_posix() for file in hostile.folder.rglob("*") if file.is_file()
    }
    assert {one["path"] for one in told["resources"]} == files - {"datapackage.json"}
    assert "<script" not in path.read_text(encoding="utf-8")
    for name in ("fct_figure", "dim_series_note", "fct_indicator_year"):
        report = package.get_resource(name).validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
