"""datapackage.json: what each file of a release is, for programs, by the Data Package standard."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb

from warehouse.release.marts import Column, Mart
from warehouse.release.published import Published
from warehouse.release.wording import CITE, CSV, FACTS, FACTS_VI, TITLE, TITLE_VI

NAME = "datapackage.json"
_MEDIA = {
    ".csv": "text/csv",
    ".duckdb": "application/vnd.duckdb",
    ".html": "text/html",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SOURCES = (
    "select coalesce(publisher, source), hosts from dim_source"
    " where source in (select source from fct_figure) order by source"
)


def write_package(
    connection: duckdb.DuckDBPyConnection, folder: Path, marts: tuple[Mart, ...], release: Published
) -> None:
    """Describe all files that are in a folder; so it comes last.

    Args:
        connection: To the database of the release.
        folder: Of the release.
        marts: What the database holds.
        release: What it is.
    """
    by_name = {mart.name: mart for mart in marts}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "sotttt",
        "title": f"{TITLE} — {TITLE_VI}",
        "description": f"{CITE} {CSV}",
        "version": release.release_id,
        "created": f"{release.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [{"title": f"{FACTS} — {FACTS_VI}", "path": "README.md"}],
        "sources": _sources(connection),
        "resources": [_resource(folder, path, by_name.get(path.stem)) for path in files],
    }
    (folder / NAME).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _sources(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    found = connection.execute(_SOURCES).fetchall()
    return [{"title": publisher, **_address(hosts)} for publisher, hosts in found]


def _address(hosts: str | None) -> dict[str, str]:
    first = (hosts or "").replace(",", " ").split()
    return {"path": f"https://{first[0]}/"} if first else {}


def _resource(folder: Path, path: Path, mart: Mart | None) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    is_csv = path.suffix == ".csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = {
        "name": path.stem if is_csv else name.replace("/", ".").lower(),
        "path": name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA.get(path.suffix, "application/octet-stream"),
        **({"encoding": "utf-8"} if is_csv else {}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    if mart is None or path.suffix not in (".csv", ".parquet"):
        return told
    table = {"type": "table"} if is_csv else {}  # few programs of the standard read Parquet
    return {**told, **table, "description": mart.comment, "schema": _schema(mart)}


def _schema(mart: Mart) -> dict[str, Any]:
    key = {"primaryKey": list(mart.key)} if mart.key else {}
    return {"fields": [_field(column, mart) for column in mart.published_columns], **key}


def _field(column: Column, mart: Mart) -> dict[str, Any]:
    # In CSV a text that is empty looks like one that is not there: only other values can be demanded.
    demanded = column.name in mart.key or (column.is_required and column.kind != "string")
    constraints = {"constraints": {"required": True}} if demanded else {}
    return {"name": column.name, "type": column.kind, "description": column.comment, **constraints}
