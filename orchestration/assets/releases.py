"""The published file, what became different in it, and whether it is what was built."""

from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.telling.metadata import table
from warehouse.database import quoted, reading
from warehouse.markdown import Address
from warehouse.overview import preview
from warehouse.release.diff import Difference, ReleaseDiff
from warehouse.release.marts import schema, schema_version
from warehouse.release.published import published, sound
from warehouse.release.publishing import publish
from warehouse.release.withdrawals import WithdrawnError
from warehouse.workspace import Workspace


def build_published_asset(marts: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The file that comes after all of the marts."""

    @dg.asset(
        deps=list(marts),
        group_name="publish",
        kinds={"duckdb"},
        owners=["team:data-engineers"],
        tags={"for_analysts": ""},
        description="The file analysts open: a compact, read-only copy of the marts, swapped in whole."
        " — Tệp cho người phân tích: bản sao gọn, chỉ đọc của các bảng mart, thay cả tệp một lần.",
    )
    def published_warehouse(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult[None]:
        before = sound(workspace)
        fresh, withheld, difference = None, {}, None
        try:
            fresh = publish(workspace)
            difference = fresh.difference if fresh else ReleaseDiff(0, 0, 0, ())
        except WithdrawnError as error:  # somebody decided so: each build telling it is enough, none fails
            withheld = {"withheld": str(error)}
        release = fresh or before
        if release is None:
            raise dg.Failure("Nothing is published.")
        first_rows = preview(workspace.published)
        return dg.MaterializeResult(
            metadata={
                "release_id": release.release_id or "",
                "path": dg.MetadataValue.path(workspace.published),
                "folder": dg.MetadataValue.path(release.folder),
                **withheld,
                "changed": fresh is not None,
                "figures": release.rows["fct_figure"],
                "conflicts": release.rows["mart_conflicts"],
                **(_difference(difference) if difference else {}),
                "schema_version": release.schema_version,
                "schema_changed": before is not None and before.schema_version != release.schema_version,
                "files": table(("file", "bytes"), _sizes(release.folder)),
                "rows": table(("table", "rows"), sorted(release.rows.items())),
                "mart_province_year": table(first_rows.columns, first_rows.rows),
            }
        )

    return published_warehouse


def _sizes(folder: Path) -> list[tuple[str, str]]:
    """The bytes of each file and folder of a release."""
    found = []
    for path in sorted(folder.iterdir()):
        inner = path.rglob("*") if path.is_dir() else (path,)
        found.append((path.name, f"{sum(one.stat().st_size for one in inner):,}"))
    return found


def _difference(difference: ReleaseDiff) -> dict[str, Any]:
    """Plain numbers, which the UI plots over time, and the sentences behind some of them."""
    return {
        "figures_added": difference.added,
        "figures_changed": difference.changed,
        "figures_withdrawn": difference.withdrawn,
        "since_last_release": table(
            [field.name for field in fields(Difference)],
            [(*astuple(one)[:-1], Address(one.url)) for one in difference.examples],
        ),
    }


@dg.asset_check(asset="published_warehouse", blocking=True)
def holds_what_was_built(workspace: dg.ResourceParam[Workspace]) -> dg.AssetCheckResult:
    """The published file can be opened, has the tables it says it has, and each has the rows of the build."""
    release = published(workspace)
    if release is None:
        return dg.AssetCheckResult(passed=False, description="Nothing is published.")
    with reading(workspace.published) as connection:
        found = {name: connection.table(quoted(name)).shape[0] for name in release.rows}
        told = schema_version(schema(connection))
    wrong = [(name, rows, found[name]) for name, rows in release.rows.items() if found[name] != rows]
    return dg.AssetCheckResult(
        passed=not wrong and told == release.schema_version,
        metadata={
            "schema_version": told,
            "schema_version_told": release.schema_version or "",
            "differences": table(("table", "built", "published"), wrong),
        },
    )
