"""Checks on the portals' assets: after every crawl each looks at all sources, not only at those crawled.

None of them blocks: they tell of single sources, and one portal that was redesigned must keep nobody else's
figures from being published; what guards the published numbers is tested in `dbt_project`. All warn, but
`nothing_read`, which is an error: pages came, and what they say is being lost until our reader is mended.
The rules belong to `warehouse` and `dbt_project`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import dagster as dg

from orchestration.assets.crawling import STAGE_OF
from orchestration.telling import health
from orchestration.telling.metadata import table
from scrapers.errors import UserError
from scrapers.registry import Source
from scrapers.vietnam import vietnams_day
from warehouse.due import crawlable, due
from warehouse.expectations import shortfalls
from warehouse.health import NOT_BUILT, source_health, source_signals
from warehouse.workspace import Workspace

SPECS = [
    *(
        dg.AssetCheckSpec("minimum", asset=asset, description=f"Every source has the {what} it should.")
        for asset, what in STAGE_OF.items()
    ),
    dg.AssetCheckSpec("source_health", asset="raw_pages", description="Every enabled source is healthy."),
    dg.AssetCheckSpec(
        "fresh",
        asset="raw_pages",
        description="Every source was crawled with success no longer ago than its interval and a grace.",
    ),
    dg.AssetCheckSpec(
        "nothing_read",
        asset="documents",
        description="No source whose last crawl brought pages, and from none of them what it used to give.",
    ),
    dg.AssetCheckSpec(
        "layout",
        asset="documents",
        description="The newest documents of every source look to the reader like those before them.",
    ),
    dg.AssetCheckSpec(
        "rejections",
        asset="figures",
        description="As many numbers are rejected of every source's newest documents as before, by reason.",
    ),
]


def evaluated(workspace: Workspace, sources: Iterable[Source], key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    """The result of one of SPECS. What cannot be told is a warning: no reason for a crawl to fail."""
    try:
        match key.name:
            case "minimum":
                return _minimum(workspace, sources, key)
            case "source_health":
                return _health(workspace, key)
            case "fresh":
                return _fresh(workspace, sources, key)
            case _:
                return _signals(workspace, key)
    except UserError as error:  # a build is running, or a file of the lake is broken
        return _untold(key, str(error), passed=False)


def _minimum(workspace: Workspace, sources: Iterable[Source], key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    what = STAGE_OF[key.asset_key.to_user_string()]
    short = [(one.source, one.expected, one.found) for one in shortfalls(workspace, sources, what)]
    told = f"{len(short)} sources hold too little; look at what their last crawl got, or mend `minimum`."
    return _result(key, told, ("source", f"{what} expected", "in the lake"), short)


def _health(workspace: Workspace, key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    found = source_health(workspace)
    if found is None:
        return _untold(key, NOT_BUILT, passed=True)
    ill = [row for row in found if row.is_enabled and row.health != "healthy"]
    told = f"{len(ill)} enabled sources are not healthy."
    return _result(key, told, health.COLUMNS, list(map(health.cells, ill)))


def _fresh(workspace: Workspace, sources: Iterable[Source], key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    today = vietnams_day(datetime.now(UTC))
    stale = [
        (one.source, f"{one.last_success:%Y-%m-%d}" if one.last_success else "never", one.fresh_until)
        for one in (due(workspace.lake, source) for source in crawlable(sources))
        if one.fresh_until and one.fresh_until < today
    ]
    told = (
        f"{len(stale)} sources are older than their interval allows; see why with `sotttt sites health`,"
        " then `sotttt crawl --failed`, or turn on the schedule `due_crawl`."
    )
    return _result(key, told, ("source", "last success", "fresh until"), stale)


def _signals(workspace: Workspace, key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    found = source_signals(workspace, key.name)
    if found is None:
        return _untold(key, NOT_BUILT, passed=True)
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    told = f"{found[0].source}: {found[0].reason}{more}" if found else ""
    severity = dg.AssetCheckSeverity.ERROR if key.name == "nothing_read" else dg.AssetCheckSeverity.WARN
    rows = [(one.source, one.reason, one.way_out) for one in found]
    return _result(key, told, ("source", "what was seen", "way out"), rows, severity)


def _result(
    key: dg.AssetCheckKey,
    told: str,
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.WARN,
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=not rows,
        severity=severity,
        description=told if rows else None,
        metadata={"sources": table(header, rows)} if rows else {},
    )


def _untold(key: dg.AssetCheckKey, why: str, *, passed: bool) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=passed,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"Cannot be told: {why}.",
    )
