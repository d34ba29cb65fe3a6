"""Data files people edit: everything wrong is told at once, with its place and a way out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scrapers.datafiles import Record, load_csv, load_yaml
from scrapers.errors import UserError


class Part(Record):
    count: int = 0


class Thing(Record):
    code: str
    name: str = ""
    share: float | None = None
    since: date | None = None
    on: bool = False
    tags: tuple[str, ...] = ()
    part: Part = Part()


def yaml_file(folder: Path, text: str) -> Path:
    path = folder / "thing.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        load_yaml(yaml_file(folder, text), Thing)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]


def test_yaml_values_are_typed_by_the_record(tmp_path: Path) -> None:
    text = (
        "code: 01\nname: no\nshare: 2.5\nsince: 2008-08-01\non: true\ntags: [Đà Nẵng, 08]\npart: {count: 3}\n"
    )
    assert load_yaml(yaml_file(tmp_path, text), Thing) == Thing(
        code="01",
        name="no",
        share=2.5,
        since=date(2008, 8, 1),
        on=True,
        tags=("Đà Nẵng", "08"),
        part=Part(count=3),
    )


def test_an_empty_value_counts_as_not_given(tmp_path: Path) -> None:
    assert load_yaml(yaml_file(tmp_path, "code: x\nshare:\nsince: null\nname: ''\n"), Thing) == Thing(
        code="x"
    )


def test_all_problems_of_a_yaml_file_at_once(tmp_path: Path) -> None:
    text = "name: A\nshear: 1\non: maybe\ntags:\n  - a\n  - [b]\npart:\n  count: many\n"
    text += "since: 31/12/2018\nname: B\n"
    lines = complaints(tmp_path, text)
    assert lines[0] == "thing.yaml:10: name: given twice; keep one of the two"
    assert "thing.yaml:1: code: is required; add it" in lines
    assert "thing.yaml:2: shear: unknown field; did you mean share? (found '1')" in lines
    assert "thing.yaml:9: since: not a date; write it like 2020-12-31 (found '31/12/2018')" in lines
    assert [line.split(": ")[:2] for line in lines if ":3:" in line or ":6:" in line or ":8:" in line] == [
        ["thing.yaml:3", "on"],
        ["thing.yaml:6", "tags.1"],
        ["thing.yaml:8", "part.count"],
    ]
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("text", "says"),
    [("a: [1", "thing.yaml:1: YAML: "), ("- a\n", "thing.yaml:1: YAML: expected"),
     ("", "thing.yaml:1: YAML: expected"), ("a: 1\n---\nb: 2\n", "thing.yaml:2: YAML: "),
     ("a: 1\nb: \x07\n", "thing.yaml:2: YAML: a control character")],
)  # fmt: skip
def test_broken_yaml_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    (line,) = complaints(tmp_path, text)
    assert line.startswith(says)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.yaml: cannot be read: No such file"):
        load_yaml(tmp_path / "none.yaml", Thing)
    (tmp_path / "latin.csv").write_bytes("code\nĐà".encode("cp1258"))
    with pytest.raises(UserError, match="byte 5 is not UTF-8; save the file as UTF-8"):
        load_csv(tmp_path / "latin.csv", Thing)


def test_csv_rows_with_quotes_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text('\ufeffcode,name,share\n01,"Bà Rịa,\nVũng Tàu",\n02,,1.5\n', encoding="utf-8")
    assert load_csv(path, Thing, unique="code") == [
        Thing(code="01", name="Bà Rịa,\nVũng Tàu"),
        Thing(code="02", share=1.5),
    ]


def test_all_problems_of_a_csv_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("code,share,nmae\n01,x,\n01\n01,2,\n01,3,B\n,4,\n01,5,\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_csv(path, Thing, unique="code")
    lines = [line.removeprefix(f"{tmp_path}/") for line in str(caught.value).splitlines()]
    assert [line.split(": ")[:2] for line in lines] == [
        ["things.csv:2", "share"],
        ["things.csv:3", "row"],
        ["things.csv:5", "nmae"],
        ["things.csv:6", "code"],
        ["things.csv:7", "code"],
    ]
    assert lines[-1].endswith("already on line 4 (found '01')")
