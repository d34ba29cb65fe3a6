"""Is the new build in some way worse than the release it is about to replace?

What is counted, and from where on it is too much, is written here once; what follows from it belongs to the
checks. All of it is the last build against what is published, so it has to be asked between the two.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import duckdb

from scrapers.errors import UserError
from warehouse.comparison import NothingToCompareError, build_beside_release
from warehouse.workspace import Workspace

# A count of doubts may grow as the figures do. It jumps when it is half as much again, and ten more: of a few
# one more is no news.
_FACTOR, _FEW = 1.5, 10
# Pages withdraw a value now and then. When one of twenty is gone, and more than a few, something broke.
_TOLERATED_LOSS = 0.05
EXAMPLES = 100  # of lost values

_COUNTS = """
    select 'figures', '', count(*) from {database}.main.fct_figure
    union all
    select 'unplaced', 'figures without a province', count(*)
    from {database}.main.fct_figure where province is null
    union all
    select 'conflicts', 'conflicts', count(*) from {database}.main.mart_conflicts
    union all
    select 'issues', rule, count(*) from {database}.main.mart_quality_issues group by rule
"""
_KNOWN = """
    select province_scheme, province, year, indicator, any_value(province_name) as province_name,
        arg_min(value, status) as value
    from {database}.main.fct_indicator_year
    where status in ('actual', 'estimate')
    group by province_scheme, province, year, indicator
"""
_LOST = f"""
    select province_name, year, indicator, value
    from ({_KNOWN.format(database="release")})
    anti join ({_KNOWN.format(database="build")}) using (province_scheme, province, year, indicator)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Count:
    """Something that should not grow by itself, in the release and in the build."""

    what: str
    before: int
    now: int
    expected: float  # what the release makes expect, by how many figures there are now

    @property
    def jumped(self) -> bool:
        """Is it more than the growth of the figures explains?"""
        return self.now > self.expected * _FACTOR and self.now >= self.expected + _FEW


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value that was known in the release and no longer is."""

    province: str
    year: int
    indicator: str
    value: float


@dataclass(frozen=True, slots=True)
class Loss:
    """Values of provinces, years and indicators that the release knows and the build does not."""

    known_before: int
    known_now: int
    lost: int
    examples: tuple[LostValue, ...]

    @property
    def too_much(self) -> bool:
        """Is it more than pages that changed can explain?"""
        return self.lost > max(_FEW, _TOLERATED_LOSS * self.known_before)


@dataclass(frozen=True, slots=True)
class Drift:
    """The build against the release."""

    unplaced: Count  # figures without a province
    conflicts: Count
    issues: tuple[Count, ...]  # by rule
    loss: Loss


def drift(workspace: Workspace) -> Drift:
    """What became worse, or may have.

    Raises:
        NothingToCompareError: There is no release that the build could be held against.
        UserError: There is no build, or dbt is writing it.
    """
    with build_beside_release(workspace) as connection:
        before, now = _counts(connection, "release"), _counts(connection, "build")
        loss = _loss(connection)
    figures = ("figures", "")
    growth = now[figures] / before[figures] if before[figures] else 1.0
    counts: dict[str, list[Count]] = defaultdict(list)
    for kind, what in sorted(before.keys() | now.keys()):
        was = before.get((kind, what), 0)
        counts[kind].append(Count(what, was, now.get((kind, what), 0), expected=was * growth))
    return Drift(counts["unplaced"][0], counts["conflicts"][0], tuple(counts["issues"]), loss)


def check_losses(workspace: Workspace) -> None:
    """Refuse a build that lost too much.

    Raises:
        UserError: It did.
    """
    try:
        loss = drift(workspace).loss
    except NothingToCompareError:
        return
    if loss.too_much:
        raise UserError(
            f"not published: {loss.lost} of {loss.known_before} values that the release knows are lost; look"
            " for the source or the reader that broke, or `sotttt publish --despite-losses` if it is right so"
        )


def _loss(connection: duckdb.DuckDBPyConnection) -> Loss:
    rows = connection.execute(f"{_LOST} order by all limit {EXAMPLES}").fetchall()
    return Loss(
        known_before=_number(connection, "release", f"select count(*) from ({_KNOWN})"),  # noqa: S608
        known_now=_number(connection, "build", f"select count(*) from ({_KNOWN})"),  # noqa: S608
        lost=_number(connection, "build", f"select count(*) from ({_LOST})"),  # noqa: S608
        examples=tuple(LostValue(*row) for row in rows),
    )


def _counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], int]:
    rows = connection.execute(_COUNTS.format(database=database)).fetchall()
    return {(kind, what): number for kind, what, number in rows}


def _number(connection: duckdb.DuckDBPyConnection, database: str, sql: str) -> int:
    ((number,),) = connection.execute(sql.format(database=database)).fetchall()
    return int(number)
