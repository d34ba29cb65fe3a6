"""The dictionary and the promises of the models: two languages, contracts, keys, unit tests."""

from __future__ import annotations

import re

from tests.dbt.manifest import Node, layer, manifest, models
from warehouse.dictionary import SEPARATOR
from warehouse.tables import SCHEMAS

_VIETNAMESE = re.compile("[àáãèéìíòóùúýăâđêôơưĩũ\u1ea0-\u1ef9]", re.IGNORECASE)
# Words of SQL that decide or reckon; a model without them renames columns and looks words up.
_LOGIC = re.compile(
    r"\b(where|having|qualify|group by|distinct|union|case|filter|over|coalesce|if|exists|unnest|pivot)\b"
)


def shown() -> list[Node]:
    """The models that people look at."""
    return [node for node in models() if layer(node["unique_id"]) in ("marts", "operations")]


def in_both_languages(text: str) -> bool:
    english, _, vietnamese = text.partition(SEPARATOR)
    return bool(re.search("[A-Za-z]", english) and _VIETNAMESE.search(vietnamese))


def test_every_table_and_column_is_described_in_english_and_in_vietnamese() -> None:
    lacking = []
    for node in shown():
        texts = {node["name"]: node["description"]}
        texts |= {f"{node['name']}.{name}": c["description"] for name, c in node["columns"].items()}
        lacking += [f"{where}: {text!r}" for where, text in texts.items() if not in_both_languages(text)]
    assert not lacking, f"say it as 'English{SEPARATOR}Tiếng Việt':\n" + "\n".join(lacking)


def test_a_description_in_one_language_is_noticed() -> None:
    assert in_both_languages("Name of the province. — Tên tỉnh.")
    assert not in_both_languages("Name of the province.")
    assert not in_both_languages("Name of the province. — The name.")
    assert not in_both_languages(" — Tên tỉnh.")


def test_every_value_has_its_unit_beside_it_or_in_its_description() -> None:
    for node in shown():
        for name, column in node["columns"].items():
            if name in ("value", "value_low", "value_high", "spread"):
                assert "unit" in node["columns"], f"{node['name']}.{name} stands without a column unit"
            if "indicator" in column["config"].get("meta", {}):
                assert "unit: " in column["description"]
                assert "đơn vị tính: " in column["description"]


def test_what_people_look_at_keeps_an_enforced_contract() -> None:
    assert not [node["name"] for node in shown() if not node["config"]["contract"]["enforced"]]
    assert not [node["name"] for node in shown() if not node["config"]["persist_docs"].get("columns")]


def test_every_mart_names_what_makes_a_row_one() -> None:
    assert not [node["name"] for node in shown() if layer(node["unique_id"]) == "marts" and not _key(node)]


def test_every_model_with_logic_has_a_unit_test_and_every_unit_test_expects_rows() -> None:
    unit_tests = manifest()["unit_tests"].values()
    tested = {test["model"] for test in unit_tests}
    with_logic = {
        node["name"]
        for node in models()
        if layer(node["unique_id"]) == "intermediate" or _LOGIC.search(_bare(node["raw_code"]))
    }
    assert not with_logic - tested, f"without a unit test: {sorted(with_logic - tested)}"
    assert not [test["name"] for test in unit_tests if not test["expect"]["rows"]]


def test_every_generic_test_of_our_own_is_used() -> None:
    ours = {name.split("test_")[1] for name in manifest()["macros"] if name.startswith("macro.sotttt.test_")}
    used = {
        node["test_metadata"]["name"] for node in manifest()["nodes"].values() if node.get("test_metadata")
    }
    assert ours
    assert not ours - used


def _bare(code: str) -> str:
    """SQL without comments and texts."""
    return re.sub(r"--[^\n]*|'[^']*'|\{#.*?#\}", "", code, flags=re.DOTALL).lower()


def _key(node: Node) -> bool:
    constraints = [*node["constraints"], *(c for one in node["columns"].values() for c in one["constraints"])]
    return "primary_key" in {constraint["type"] for constraint in constraints}


def test_each_column_of_the_lake_is_described() -> None:
    told = {source["name"]: source["columns"] for source in manifest()["sources"].values()}
    assert {table: list(columns) for table, columns in told.items()} == {
        table.value: schema.names for table, schema in SCHEMAS.items()
    }
    assert all(one["description"] for columns in told.values() for one in columns.values())
