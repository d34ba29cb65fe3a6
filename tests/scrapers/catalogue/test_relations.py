"""Parts, ratios, directions and breaks: the files are sound, and a wrong row is told with its line."""

import shutil
from pathlib import Path

import pytest

from scrapers import catalogue
from scrapers.catalogue import relations
from scrapers.datafiles import load_csv
from scrapers.errors import UserError


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        (
            "indicator_parts.csv",
            "telecom.bts_site,s,telecom.bts_sites,sum,,,",
            r"total: unknown indicator; did you",
        ),
        (
            "indicator_parts.csv",
            "telecom.bts_stations,s,telecom.bts_sites,some,,,",
            r"relation: .*'sum' or 'within'",
        ),
        (
            "indicator_ratios.csv",
            "telecom.phone_density,denom.persons,denom.population,100",
            r"numerator: unknown",
        ),
        ("indicator_directions.csv", "telecom.bts_sites,up,why", r"direction: .*'less' or 'neither'"),
        ("series_notes.csv", "telecom.bts_sites,,soon,,break,en,vi,x", r"valid_from: "),
    ],
)
def test_a_wrong_row_is_told_with_its_line(name: str, row: str, told: str, tmp_path: Path) -> None:
    for file in relations.FILES:
        shutil.copy(relations.HERE / file, tmp_path)
    path = tmp_path / name
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, row]), encoding="utf-8")
    with pytest.raises(UserError, match=rf"{name}:{len(lines) + 1}: {told}"):
        relations.check_relations(catalogue.indicators(), tmp_path)


def test_parts_of_a_set_share_relation_unit_and_years() -> None:
    parts = load_csv(relations.HERE / "indicator_parts.csv", relations.Part)
    units = {code: indicator.canonical_unit for code, indicator in catalogue.indicators().items()}
    across = {("site", "station")}  # a site hosts at least one station
    for part in parts:
        alike = [p for p in parts if (p.total, p.part_set) == (part.total, part.part_set)]
        assert len({(p.relation, p.valid_from, p.valid_to) for p in alike}) == 1, part
        pair = (units[part.part], units[part.total])
        assert pair[0] == pair[1] or pair in across, part


def test_every_break_has_its_first_year() -> None:
    notes = load_csv(relations.HERE / "series_notes.csv", relations.SeriesNote)
    assert all(note.valid_from for note in notes if note.kind == "break")
    assert {note.kind for note in notes} == {"break", "overlap", "not_comparable", "renamed", "same_series"}
