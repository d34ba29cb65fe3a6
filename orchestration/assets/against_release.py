"""Checks between a good build and its publishing: is it worse than the release it is about to replace?"""

from collections.abc import Iterable, Iterator

import dagster as dg

from orchestration.telling.metadata import table
from scrapers.errors import UserError
from warehouse.comparison import NothingToCompareError
from warehouse.drift import Count, Loss, drift
from warehouse.workspace import Workspace

_NO_JUMP, _NOTHING_LOST = "no_jump", "nothing_lost"
_WAY_OUT = (
    " Look for the source or the reader that broke. If it is right so, materialise published_warehouse alone"
    " in the UI, or `sotttt publish --despite-losses`: that publishes the build as it is."
)
# All are blocking, so that they are asked before publishing puts the build in the place of the release. A
# warning lets the build through all the same: doubt is data, and analysts see it in these very marts. Only
# many lost values stop it: nobody would see what is no longer there.
_AGAINST_RELEASE = [
    dg.AssetCheckSpec(
        _NO_JUMP,
        asset="mart_unresolved",
        blocking=True,
        description="There are not many more figures without a province than the growth of all explains.",
    ),
    dg.AssetCheckSpec(
        _NO_JUMP,
        asset="mart_conflicts",
        blocking=True,
        description="There are not many more conflicts than the growth of figures explains.",
    ),
    dg.AssetCheckSpec(
        _NO_JUMP,
        asset="mart_quality_issues",
        blocking=True,
        description="No rule finds many more issues than the growth of figures explains.",
    ),
    dg.AssetCheckSpec(
        _NOTHING_LOST,
        asset="fct_indicator_year",
        blocking=True,
        description="The build knows every value that the release knows. A few lost ones are a warning; more"
        " than one of twenty keep the build from being published.",
    ),
]


@dg.multi_asset_check(specs=_AGAINST_RELEASE, pool="dbt")
def against_release(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.AssetCheckResult]:
    """The build against the release that it is about to replace."""
    try:
        found = drift(workspace)
    except NothingToCompareError as error:
        for spec in _AGAINST_RELEASE:
            yield dg.AssetCheckResult(
                passed=True, asset_key=spec.asset_key, check_name=spec.name, description=str(error)
            )
        return
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    yield _no_jump("mart_unresolved", [found.unplaced])
    yield _no_jump("mart_conflicts", [found.conflicts])
    yield _no_jump("mart_quality_issues", found.issues)
    yield (lost := _nothing_lost(found.loss))
    if found.loss.too_much:  # said here, too: Dagster's own word for it names only the check
        raise dg.Failure(lost.description, allow_retries=False)


def _no_jump(asset: str, counts: Iterable[Count]) -> dg.AssetCheckResult:
    counts = list(counts)
    jumped = [one.what for one in counts if one.jumped]
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=_NO_JUMP,
        passed=not jumped,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"Many more than in the release: {', '.join(jumped)}." if jumped else None,
        metadata={
            "before": sum(one.before for one in counts),
            "now": sum(one.now for one in counts),
            "counts": table(
                ("what", "release", "build", "expected"),
                [(one.what, one.before, one.now, round(one.expected)) for one in counts],
            ),
        },
    )


def _nothing_lost(loss: Loss) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key="fct_indicator_year",
        check_name=_NOTHING_LOST,
        passed=not loss.lost,
        severity=dg.AssetCheckSeverity.ERROR if loss.too_much else dg.AssetCheckSeverity.WARN,
        description=f"{loss.lost} of {loss.known_before} known values are lost.{_WAY_OUT * loss.too_much}",
        metadata={
            "known_before": loss.known_before,
            "known_now": loss.known_now,
            "lost": loss.lost,
            "examples": table(
                ("province", "year", "indicator", "value in the release"),
                [(one.province, one.year, one.indicator, one.value) for one in loss.examples],
            ),
        },
    )
