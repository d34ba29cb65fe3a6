"""What the marts hold, at a glance: for pictures and previews. How they look belongs to `orchestration`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.database import quoted, reading

_SHARES = """
select province_name, year, count(*) filter (where coverage in ('value', 'estimate_only')), count(*)
from mart_coverage
group by province, province_name, year
order by province, year
"""
_COMMONEST = """
select indicator
from mart_coverage
where coverage in ('value', 'estimate_only')
group by indicator
order by count(*) desc, indicator
limit 6
"""
ROWS = 10  # of a preview


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many core indicators a result is known."""

    provinces: tuple[str, ...]  # names, in the order of their codes: from north to south
    years: tuple[int, ...]
    shares: tuple[tuple[float, ...], ...]  # by province and year, 0 to 1
    known: int
    cells: int  # provinces by years by indicators


@dataclass(frozen=True, slots=True)
class Preview:
    """Some rows of a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def coverage(database: Path) -> Coverage:
    """What `mart_coverage` says, by province and year.

    Args:
        database: A build or a published file.
    """
    with reading(database) as connection:
        rows = connection.execute(_SHARES).fetchall()
    shares: dict[str, list[float]] = {}
    for province, _, known, cells in rows:
        shares.setdefault(province, []).append(known / cells)
    return Coverage(
        provinces=tuple(shares),
        years=tuple(sorted({year for _, year, _, _ in rows})),
        shares=tuple(map(tuple, shares.values())),
        known=sum(known for _, _, known, _ in rows),
        cells=sum(cells for _, _, _, cells in rows),
    )


def preview(database: Path) -> Preview:
    """The fullest rows of `mart_province_year`, with the indicators that are known most often."""
    with reading(database) as connection:
        indicators = [code.replace(".", "_") for (code,) in connection.execute(_COMMONEST).fetchall()]
        columns = ("province_name", "year", "n_indicators", *indicators)
        rows = connection.execute(
            f"select {', '.join(map(quoted, columns))} from mart_province_year"  # noqa: S608
            f" order by n_indicators desc, year desc, province limit {ROWS}"
        ).fetchall()
    return Preview(columns, tuple(rows))
