"""Which layer reads which: data goes one way, and nobody takes it from behind another's back."""

from __future__ import annotations

import re

from tests.dbt.manifest import layer, manifest, models, reads

MAY_READ = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"intermediate", "marts", "seed"},
    "operations": {"intermediate"},
}
# A dimension says what a code means: what the registry says passes through unchanged, so it may read staging.
LOOKUPS = {"dim_source"}


def test_each_layer_reads_only_what_it_may() -> None:
    wrong = [
        f"{node['name']} ({here}) reads {other.split('.', 2)[2]} ({layer(other)})"
        for node in models()
        for here in [layer(node["unique_id"])]
        for other in sorted(reads(node))
        if layer(other) not in MAY_READ[here] | ({"staging"} if node["name"] in LOOKUPS else set())
    ]
    assert not wrong, "\n".join(wrong)


def test_each_staging_model_is_one_table_of_the_lake() -> None:
    staging = [node for node in models() if layer(node["unique_id"]) == "staging"]
    for node in staging:
        assert [node["name"]] == [f"stg_{name.split('.')[-1]}" for name in reads(node)]
    tables = {name.split(".")[-1] for name in manifest()["sources"]}
    assert {node["name"].removeprefix("stg_") for node in staging} == tables


def test_no_intermediate_model_serves_both_marts_and_operations() -> None:
    """Views of today and tables of the last build must not depend on each other."""
    shared = [
        name
        for name in manifest()["child_map"]
        if name.startswith("model.")
        and layer(name) == "intermediate"
        and {"marts", "operations"} <= _served(name)
    ]
    assert not shared


def test_every_intermediate_model_is_read_and_every_other_is_shown_by_an_exposure() -> None:
    stops_the_build = {
        node["attached_node"]
        for node in manifest()["nodes"].values()
        if node.get("test_metadata", {}).get("name") == "tells_no_problem"
    }
    inner = {node["unique_id"] for node in models() if layer(node["unique_id"]) == "intermediate"}
    assert not [name for name in inner - stops_the_build if not _served(name)]
    exposed = {name for one in manifest()["exposures"].values() for name in one["depends_on"]["nodes"]}
    ends = {node["unique_id"] for node in models() if layer(node["unique_id"]) in ("marts", "operations")}
    assert not ends - exposed, "name them in models/exposures.yml"


def test_relations_are_reached_by_ref_and_source_only() -> None:
    past = re.compile(r"\bread_(?:parquet|csv|json)|\b(?:from|join)\s+(?:main|staging|intermediate|seeds)\.")
    assert not [node["name"] for node in models() if past.search(node["raw_code"])]


def _served(unique_id: str) -> set[str]:
    """The layers that read it in the end."""
    found: set[str] = set()
    for child in manifest()["child_map"][unique_id]:
        if child.startswith("model."):
            here = layer(child)
            found |= _served(child) if here == "intermediate" else {here}
    return found
