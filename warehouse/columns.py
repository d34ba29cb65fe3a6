"""The columns that each dbt node has in a build, and from which columns of other nodes each comes.

Read from the SQL that dbt compiled, by sqlglot, after the first build of a state of the dbt project, and kept
beside the manifest. What sqlglot cannot follow has its columns and no origins; a field of a struct has those
of all its fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from warehouse.database import reading
from warehouse.files import replace_bytes
from warehouse.tables import SCHEMAS
from warehouse.workspace import DBT_PROJECT, Workspace

if TYPE_CHECKING:
    from sqlglot import MappingSchema, exp

KEPT = DBT_PROJECT / "target" / "columns.json"
_DIALECT = "duckdb"
_LAKE = "lake"  # the schema that dbt's sources get: they are calls of read_parquet, which hide their columns
_COLUMNS = "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal"


@dataclass(frozen=True, slots=True)
class Columns:
    """Of one node."""

    types: dict[str, str]  # by name, in order
    origins: dict[str, list[tuple[str, str]]]  # by name: dbt's id of the parent, and the name there


def columns(project: str) -> dict[str, Columns]:
    """By dbt's id of the node; empty when no build has been made of this state of the project.

    Args:
        project: Fingerprint of the dbt project.
    """
    if not KEPT.exists():
        return {}
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return (
        {node: Columns(**told) for node, told in kept["nodes"].items()} if kept["project"] == project else {}
    )


def keep_columns(workspace: Workspace, project: str) -> None:
    """Find them in the build that was just made, unless they are known of this state of the project."""
    if columns(project):
        return
    manifest = json.loads((workspace.dbt_target / "manifest.json").read_text(encoding="utf-8"))
    nodes = {node: asdict(told) for node, told in _found(manifest, _tables(workspace.build))}
    replace_bytes(KEPT, json.dumps({"project": project, "nodes": nodes}).encode())


def _tables(build: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Columns and types by schema and name, those of the lake too."""
    tables: dict[tuple[str, str], dict[str, str]] = {
        (_LAKE, str(table)): {field.name: str(field.type) for field in schema}
        for table, schema in SCHEMAS.items()
    }
    with reading(build) as connection:
        for schema, table, column, kind in connection.execute(_COLUMNS).fetchall():
            tables.setdefault((schema, table), {})[column] = kind
    return tables


def _found(
    manifest: Mapping[str, Any], tables: Mapping[tuple[str, str], dict[str, str]]
) -> Iterator[tuple[str, Columns]]:
    from sqlglot import MappingSchema  # here, as the start of the code location does not need it

    schema = MappingSchema(dialect=_DIALECT)
    for (place, name), types in tables.items():
        schema.add_table(f'"{place}"."{name}"', dict.fromkeys(types, "unknown"), dialect=_DIALECT)
    ids = {(node["schema"], node["name"]): key for key, node in manifest["nodes"].items()}
    ids |= {(_LAKE, source["name"]): key for key, source in manifest["sources"].items()}
    for key, node in manifest["nodes"].items():
        if node["resource_type"] not in ("model", "seed"):
            continue
        types = tables[node["schema"], node["name"]]
        sql = node.get("compiled_code", "") if node["resource_type"] == "model" else ""
        for source in manifest["sources"].values():
            sql = sql.replace(source["relation_name"], f'"{_LAKE}"."{source["name"]}"')
        sql = sql.replace(f'"{node["database"]}".', "")
        origins = _origins(sql, schema, ids) if sql else {}
        yield key, Columns(types, {name: origins[name] for name in types if name in origins})


def _origins(
    sql: str, schema: MappingSchema, ids: Mapping[tuple[str, str], str]
) -> dict[str, list[tuple[str, str]]]:
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    origins: dict[str, list[tuple[str, str]]] = {}
    try:
        query = cast("exp.Query", qualify(parse_one(sql, dialect=_DIALECT), schema=schema, dialect=_DIALECT))
        _in_one_order(query)
        scope = build_scope(query)
        for name in query.named_selects:
            # neither copied nor trimmed: that is nearly all of the time it takes
            way = lineage(name, query, schema, dialect=_DIALECT, scope=scope, trim_selects=False, copy=False)
            leaves = [(leaf, leaf.expression.find(exp.Table)) for leaf in way.walk() if not leaf.downstream]
            found = {
                (ids[table.db, table.name], exp.to_column(leaf.name).name)
                for leaf, table in leaves
                if table and (table.db, table.name) in ids
            }
            origins[name] = sorted(found)
    except SqlglotError:
        return {}
    return origins


def _in_one_order(query: exp.Query) -> None:
    """Give the sides of each UNION BY NAME the same columns: lineage goes by their places."""
    from sqlglot import exp

    for union in query.find_all(exp.Union):  # an outer one before those inside it, which then have its names
        if union.args.get("by_name"):
            names = union.named_selects
            for side in _sides(union):
                has = {column.alias_or_name: column for column in side.selects}
                columns = [has.get(name) or exp.alias_(exp.null(), name, quoted=True) for name in names]
                side.set("expressions", columns)


def _sides(union: exp.Union) -> Iterator[exp.Query]:
    from sqlglot import exp

    for side in (union.left, union.right):
        if isinstance(side, exp.Union):
            yield from _sides(side)
        else:
            yield side
