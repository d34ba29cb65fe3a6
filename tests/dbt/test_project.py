"""The dbt project: its own unit tests, and that what is generated is up to date."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from warehouse import dictionary
from warehouse.build import parse
from warehouse.workspace import DBT_PROJECT, Workspace


def test_unit_tests_of_the_models_pass(built: Workspace) -> None:
    command = [str(Path(sys.executable).with_name("dbt")), "test", "--select", "test_type:unit"]
    done = subprocess.run(
        command,
        env=os.environ | built.dbt_environment() | {"DBT_TARGET_PATH": str(built.root / "unit_tests")},
        cwd=DBT_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    results = json.loads((built.root / "unit_tests" / "run_results.json").read_text())["results"]
    assert {result["status"] for result in results} == {"pass"}


def test_every_model_has_its_entry_beside_it() -> None:
    for model in DBT_PROJECT.glob("models/*/*.sql"):
        (entry,) = yaml.safe_load(model.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
        assert entry["name"] == model.stem
        assert entry["description"]


def test_seeds_are_the_catalogue_itself() -> None:
    manifest = json.loads(parse().read_text(encoding="utf-8"))
    seeds = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "seed"}
    for path in DBT_PROJECT.glob("seeds/*.csv"):
        assert path.resolve().parent == DBT_PROJECT.parent / "scrapers" / "catalogue"
        with path.open(encoding="utf-8", newline="") as file:
            names = set(next(csv.reader(file)))
        assert names == seeds[path.stem]["config"]["column_types"].keys(), "name the type of every column"
    assert seeds.keys() == {path.stem for path in DBT_PROJECT.glob("seeds/*.csv")}


def test_what_is_written_from_the_catalogue_is_up_to_date() -> None:
    for path, text in dictionary.texts().items():
        assert path.read_text(encoding="utf-8") == text, "run `python -m warehouse.dictionary`"


def test_no_packages_are_asked_from_the_hub() -> None:
    names = {"packages.yml", "dependencies.yml"}
    assert not names & {path.name for path in DBT_PROJECT.iterdir()}


def test_the_dictionary_tells_the_steps_of_the_choice_in_their_order() -> None:
    macro = (DBT_PROJECT / "macros" / "choice.sql").read_text(encoding="utf-8")
    steps = re.findall(r"'(\w+)'", macro.split("set steps = [")[1].split("]")[0])
    entry = yaml.safe_load((DBT_PROJECT / "models/marts/fct_indicator_year.yml").read_text(encoding="utf-8"))
    (told,) = (c["description"] for c in entry["models"][0]["columns"] if c["name"] == "choice_rule")
    assert len(steps) == 8
    assert ", ".join([*steps, "figure_id"]) in told
