"""What a build says otherwise than the release before it, figure by figure.

The rule is that of `mart_revisions`: what only the release says of a fact is held against what only the build
says of it, in the order it stands in. There pages changed; here another reading can be why, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.comparison import build_beside_release
from warehouse.release.marts import Column
from warehouse.release.tables import write_table
from warehouse.workspace import Workspace

EXAMPLES = 20  # of each change
CHANGES = "changes.csv"

_FACT = ("url", "indicator", "province_scheme", "province", "year", "period", "status", "level")
# What counts: the value a reviewer corrected it to, and nothing that one rejected.
_SAID = """
    select * replace (coalesce(corrected_value, value) as value)
    from {database}.main.fct_figure
    where review is distinct from 'rejected'
"""
_ONLY = f"""
    select
        struct_pack({", ".join(f"{name} := {name}" for name in _FACT)}) as fact,
        value,
        unit,
        qualifier,
        evidence,
        province_name,
        row_number() over (partition by fact order by span_start, figure_id) as place
    from {{mine}}_said as mine
    where not exists (
        select 1
        from {{other}}_said as other
        where {" and ".join(f"mine.{name} is not distinct from other.{name}" for name in _FACT)}
            and mine.value = other.value and mine.unit = other.unit and mine.qualifier = other.qualifier
    )
"""  # noqa: S608
_TERMS = """nullif(concat_ws(
        ', ',
        if(gone.unit != came.unit, {side}.unit, null),
        if(gone.qualifier != came.qualifier, {side}.qualifier, null)
    ), '')"""
_ORDER = "url, indicator, province, year, period, status, level, old_value, new_value"
_DIFFERENCE = f"""
create temp table difference as
with release_said as ({_SAID.format(database="release")}),
build_said as ({_SAID.format(database="build")}),
gone as ({_ONLY.format(mine="release", other="build")}),
came as ({_ONLY.format(mine="build", other="release")})
select
    case
        when came.place is null then 'withdrawn'
        when gone.place is null then 'added'
        else 'changed'
    end as change,
    unnest(coalesce(came.fact, gone.fact)),
    coalesce(came.province_name, gone.province_name) as province_name,
    gone.value as old_value,
    came.value as new_value,
    {_TERMS.format(side="gone")} as old_terms,
    {_TERMS.format(side="came")} as new_terms,
    gone.evidence as old_evidence,
    came.evidence as new_evidence
from gone
full join came on gone.fact = came.fact and gone.place = came.place
"""  # noqa: S608
_COUNTS = "select change, count(*) from difference group by change"
_EXAMPLES = f"""
select
    change, indicator, province_name, year, period, status, old_value, new_value,
    old_terms, new_terms, old_evidence, new_evidence, url
from difference
qualify row_number() over (
    partition by change order by {_ORDER}
) <= {EXAMPLES}
order by list_position(['changed', 'withdrawn', 'added'], change), url, indicator, province, year
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that is said now and was not, or the other way round."""

    change: str  # changed, withdrawn or added
    indicator: str
    province: str | None  # its name
    year: int | None
    period: str
    status: str
    old_value: float | None
    new_value: float | None
    old_terms: str | None  # unit and qualifier, those of them that are others now
    new_terms: str | None
    old_evidence: str | None
    new_evidence: str | None
    url: str


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """How many figures became different, and some of each kind of change."""

    added: int
    changed: int
    withdrawn: int
    examples: tuple[Difference, ...]


def release_diff(workspace: Workspace, into: Path | None = None) -> ReleaseDiff:
    """The last build against the release before it.

    Args:
        workspace: Where both are.
        into: A folder that gets all of it, as `changes.csv`, when anything became different.

    Raises:
        NothingToCompareError: There is no release that it could be held against.
        UserError: There is no build, or dbt is writing it.
    """
    with build_beside_release(workspace, into=into) as connection:
        connection.execute(_DIFFERENCE)
        counts = dict(connection.execute(_COUNTS).fetchall())
        rows = connection.execute(_EXAMPLES).fetchall()
        if into is not None and counts:
            connection.execute(f"create temp table changes as from difference order by {_ORDER}")
            found = connection.table("changes")
            kinds = zip(found.columns, map(str, found.types), strict=True)
            columns = [Column(name, kind, False, "") for name, kind in kinds]
            write_table(connection, "changes", columns, into / CHANGES)
    numbers = {change: counts.get(change, 0) for change in ("added", "changed", "withdrawn")}
    return ReleaseDiff(**numbers, examples=tuple(Difference(*row) for row in rows))
