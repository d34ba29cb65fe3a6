"""The lake: what lands comes back as it was, once, whatever runs beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from tests.warehouse.lakes import document, figure
from warehouse import lake
from warehouse.tables import SCHEMAS, Table, document_of, document_row, figure_row

AT = datetime(2024, 5, 1, tzinfo=UTC)
FETCH = Fetch(
    "portal-a", "run-1", "https://a.vn/1", "https://a.vn/1", AT, AT, Outcome.OK, 200, page_sha256="x"
)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_same_rows_give_the_same_bytes_and_no_second_write(tmp_path: Path) -> None:
    rows = [document_row(document("d1")), document_row(document("d2"))]
    for root in (tmp_path / "one", tmp_path / "two"):
        lake.prepare(root)
        assert lake.replace(root, Table.DOCUMENTS, "portal-a", rows)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert not lake.replace(tmp_path / "one", Table.DOCUMENTS, "portal-a", rows)


def test_every_table_can_be_read_when_nothing_has_landed(tmp_path: Path) -> None:
    lake.prepare(tmp_path)
    for table in Table:
        assert lake.read(tmp_path, table) == []
        assert pq.read_schema(tmp_path / table / "schema.parquet").names == SCHEMAS[table].names


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    before = document("d1", published=None)
    lake.replace(tmp_path, Table.DOCUMENTS, "portal-a", [document_row(before)])
    (row,) = lake.read(tmp_path, Table.DOCUMENTS, "portal-a")
    assert document_of(row) == before


@pytest.mark.parametrize("value", ["450", "43.81", "3.162345678", "-12.5", "9999999999999999999"])
def test_values_are_exact(tmp_path: Path, value: str) -> None:
    lake.replace(tmp_path, Table.FIGURES, "a", [figure_row(figure("d1", value), "a")])
    (row,) = lake.read(tmp_path, Table.FIGURES)
    assert row["value"] == Decimal(value)


def test_fetches_of_a_run_are_kept_once_and_runs_side_by_side(tmp_path: Path) -> None:
    second = replace(FETCH, url="https://a.vn/2")
    lake.append_fetches(tmp_path, [FETCH])
    lake.append_fetches(tmp_path, [FETCH, second])
    lake.append_fetches(tmp_path, [replace(FETCH, run_id="run-2")])
    assert [(row["run_id"], row["url"]) for row in lake.read(tmp_path, Table.FETCHES, "portal-a")] == [
        ("run-1", FETCH.url),
        ("run-1", second.url),
        ("run-2", FETCH.url),
    ]


def test_fingerprint_follows_content_only(tmp_path: Path) -> None:
    tables = [Table.DOCUMENTS]
    lake.prepare(tmp_path)
    empty = lake.fingerprint(tmp_path, tables)
    lake.replace(tmp_path, Table.FIGURES, "a", [figure_row(figure("d1", "1"), "a")])
    assert lake.fingerprint(tmp_path, tables) == empty
    lake.replace(tmp_path, Table.DOCUMENTS, "a", [document_row(document("d1"))])
    assert lake.fingerprint(tmp_path, tables) != empty


def test_a_file_from_before_a_column_existed_is_read(tmp_path: Path) -> None:
    lake.replace(tmp_path, Table.FETCHES, "a", [])
    (path,) = tmp_path.glob("fetches/source=a/*")
    pq.write_table(pa.table({"url": ["u"]}), path)
    (row,) = lake.read(tmp_path, Table.FETCHES, "a")
    assert (row["url"], row["detail"]) == ("u", None)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    lake.replace(tmp_path, Table.PAGES, "a", [])
    (path,) = tmp_path.glob("pages/source=a/*")
    path.write_bytes(b"PAR1 no")
    with pytest.raises(UserError, match=r"pages/source=a/pages\.parquet"):
        lake.read(tmp_path, Table.PAGES)


@pytest.mark.parametrize("name", ["../../etc", "a/b", "", ".."])
def test_names_that_would_leave_the_lake_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="source or run name"):
        lake.replace(tmp_path, Table.PAGES, name, [])
