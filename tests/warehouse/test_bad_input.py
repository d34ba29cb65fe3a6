"""What is wrong with the data stops the build, is named in one line, and leaves the published file alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scrapers.errors import UserError
from tests.warehouse.conftest import DOCUMENTS, FIGURES
from tests.warehouse.lakes import figure, land
from warehouse import build as building
from warehouse.build import build, last_build
from warehouse.release.publishing import publish
from warehouse.workspace import DBT_PROJECT, Workspace

FILE = Path("source=portal-a") / "figures.parquet"


@contextmanager
def refused(workspace: Workspace, *said: str) -> Iterator[None]:
    """The build fails with one line that says all that; the published file stays byte for byte."""
    before = workspace.published.read_bytes()
    yield
    with pytest.raises(UserError) as caught:
        build(workspace)
    line = str(caught.value)
    assert "\n" not in line
    assert [word for word in said if word not in line] == [], line
    assert last_build(workspace) is None
    with pytest.raises(UserError, match="nothing to publish"):
        publish(workspace, report=False)
    assert workspace.published.read_bytes() == before


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def overwritten_inside(path: Path) -> None:
    """The footer is whole, the rows are not."""
    content = bytearray(path.read_bytes())
    content[100:400] = b"\xff" * 300
    path.write_bytes(bytes(content))


def no_parquet(path: Path) -> None:
    path.write_text("<html>502 Bad Gateway</html>", encoding="utf-8")


@pytest.mark.parametrize("spoil", [truncated, overwritten_inside, no_parquet])
def test_a_malformed_file_is_named(own: Workspace, spoil: Callable[[Path], None]) -> None:
    with refused(own, str(FILE), "not a readable table file", "sotttt read"):
        spoil(own.lake / "figures" / FILE)


def test_a_missing_column_is_named_with_its_file(own: Workspace) -> None:
    """Files are joined by name: without the check the column would be empty, and nobody told."""
    with refused(own, str(FILE), "lacks the column level", "sotttt read"):
        path = own.lake / "figures" / FILE
        table: pa.Table = pq.read_table(path)
        pq.write_table(table.drop_columns(["level"]), path)


def test_an_unknown_indicator_is_named_with_its_figure(own: Workspace) -> None:
    wrong = figure("d1", "7", indicator="telecom.no_such_thing")
    with refused(
        own,
        "references_int_figures_current_indicator",
        "telecom.no_such_thing",
        wrong.figure_id,
        "sotttt read",
    ):
        land(own, DOCUMENTS, [*FIGURES, wrong])


def test_a_figure_of_an_unknown_province_is_named(own: Workspace) -> None:
    wrong = figure("d1", "7", province="99")
    with refused(own, "references_int_figures_current_province", "'99'", wrong.figure_id, "sotttt read"):
        land(own, DOCUMENTS, [*FIGURES, wrong])


@pytest.mark.parametrize(
    ("seed", "old", "new", "said"),
    [
        ("province_mergers", "\n02,08,", "\n99,08,", "'99'"),
        ("provinces", "-06-30,08,Tuyên Quang", "-06-30,98,Tuyên Quang", "'98'"),
        ("provinces", ",2025-06-30,08,", ",2025-06-99,08,", "2025-06-99"),
    ],
)
def test_a_seed_row_with_a_wrong_province_is_named_with_its_file(
    own: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: str, old: str, new: str, said: str
) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    monkeypatch.setattr(building, "DBT_PROJECT", project)
    with refused(own, said, f"mend seeds/{seed}.csv"):
        path = project / "seeds" / f"{seed}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
