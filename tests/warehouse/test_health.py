"""Health is told of the moment it is asked, without a build, and never published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome, PageOutcome
from scrapers.registry import load_sources
from tests.warehouse.conftest import DOCUMENTS, FIGURES
from tests.warehouse.lakes import CAPTURED, document, land, page
from warehouse import lake
from warehouse.build import build, build_needed
from warehouse.database import reading
from warehouse.health import SourceHealth, source_health, source_signals
from warehouse.release.publishing import publish
from warehouse.sources import land_sources
from warehouse.tables import Row, Table, document_row, row_of
from warehouse.workspace import Workspace

FETCH = Fetch("portal-a", "r1", "https://a.vn/1", "https://a.vn/1", CAPTURED, CAPTURED, Outcome.OK, 200)


def told(workspace: Workspace) -> dict[str, SourceHealth]:
    return {row.source: row for row in source_health(workspace) or ()}


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    """One of its own: the views of a copy would look at the lake it was copied from."""
    workspace = Workspace(tmp_path / "data")
    land(workspace, DOCUMENTS, FIGURES)
    build(workspace)
    return workspace


def test_it_follows_the_lake_without_a_build(fresh: Workspace) -> None:
    assert publish(fresh, report=False) is not None
    published = fresh.published.read_bytes()
    assert {name: row.health for name, row in told(fresh).items()} == {
        "portal-a": "never_asked",
        "portal-b": "never_asked",
    }
    lake.append_fetches(fresh.lake, [FETCH])
    assert told(fresh)["portal-a"].health == "healthy"
    later = CAPTURED + timedelta(days=7)
    lost = replace(
        FETCH, run_id="r2", fetched_at=later, outcome=Outcome.TIMEOUT, detail="no answer within 30 s"
    )
    lake.append_fetches(fresh.lake, [lost, replace(lost, source="gone-from-registry")])
    found = told(fresh)
    assert list(found) == ["gone-from-registry", "portal-a", "portal-b"]  # worst first
    row = found["portal-a"]
    assert (row.health, row.attempts, row.successes, row.success_share) == ("failing", 1, 0, 0.5)
    assert row.reason.endswith("by timeout, like https://a.vn/1: no answer within 30 s")
    assert row.last_success_at == CAPTURED.replace(tzinfo=None)
    assert row.last_attempt_at == later.replace(tzinfo=None)
    assert not found["gone-from-registry"].is_enabled
    assert not build_needed(fresh)
    assert publish(fresh, report=False) is None
    assert fresh.published.read_bytes() == published


def test_it_is_in_the_build_and_not_in_the_published_file(built: Workspace) -> None:
    names = "select view_name from duckdb_views() where not internal and view_name like 'mart%' order by all"
    with reading(built.build) as connection:
        assert connection.execute(names).fetchall() == [("mart_source_health",), ("mart_source_signals",)]
        comments = connection.execute(
            "select comment from duckdb_views() where view_name = 'mart_source_health'"
            " union all select comment from duckdb_columns() where table_name = 'mart_source_health'"
        ).fetchall()
        assert all(comment for (comment,) in comments)
    with reading(built.published) as connection:
        assert connection.execute(names).fetchall() == []


def test_before_any_build_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert source_health(Workspace(tmp_path)) is None


def test_a_lake_that_is_elsewhere_is_told_with_the_way_out(own: Workspace) -> None:
    with pytest.raises(UserError, match="sotttt build --force"):
        source_health(own)  # copied with its build, whose view names the folder it came from


def test_the_view_reaches_nothing_but_the_lake(built: Workspace, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with reading(built.build, beside=built.lake) as connection, pytest.raises(Exception, match="Permission"):
        connection.execute(f"from read_csv('{tmp_path}/secret.csv')")


def test_the_registry_lands_with_its_scheme_and_minimum(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    sources = load_sources("sample")
    land_sources(workspace, sources.values())
    (row,) = lake.read(workspace.lake, Table.SOURCES, "dienbien")
    least = sources["dienbien"].minimum
    assert (row["scheme"], row["verification"]) == ("gso63", sources["dienbien"].verification)
    assert (row["minimum_pages"], row["minimum_documents"], row["minimum_figures"]) == (
        least.pages,
        least.documents,
        least.figures,
    )


def test_a_redesigned_portal_is_told_by_its_own_past(fresh: Workspace) -> None:
    assert source_signals(fresh, "layout") == source_signals(fresh, "nothing_read") == []

    def brought(day: int, names: range, outcome: PageOutcome, **look: object) -> None:
        at = CAPTURED + timedelta(days=day)
        for n in names:
            doc = document(f"x{n}", **look)
            lake.append_fetches(fresh.lake, [replace(FETCH, run_id=f"r{day}", url=doc.url, fetched_at=at)])
            version = page(doc, fetched_at=at, warc_offset=n, outcome=outcome)
            pages.append(
                row_of(version if outcome is PageOutcome.DOCUMENT else replace(version, doc_id=None))
            )
            if outcome is PageOutcome.DOCUMENT:
                documents.append(document_row(doc))

    pages: list[Row] = []
    documents: list[Row] = []
    brought(0, range(40), PageOutcome.DOCUMENT, profile="nukeviet")
    brought(7, range(40, 52), PageOutcome.DOCUMENT, published=None)
    brought(14, range(52, 60), PageOutcome.EMPTY)
    readings = [
        {
            "doc_id": row["doc_id"],
            "source": "portal-a",
            "reader": "1",
            "figures": 1,
            "rejections": 1,
            "reason": None,
        }
        for row in documents
    ]
    rejected = [
        {"doc_id": f"x{n}", "source": "portal-a", "text": "1", "start": 0, "end": 1, "reason": "date"}
        for n in range(40, 52)
    ]
    for table, rows in (
        (Table.PAGES, pages),
        (Table.DOCUMENTS, documents),
        (Table.READINGS, readings),
        (Table.REJECTIONS, rejected),
    ):
        lake.replace(fresh.lake, table, "portal-a", rows)
    (silent,) = source_signals(fresh, "nothing_read") or ()
    assert silent.source == "portal-a"
    assert silent.reason.startswith("None of 8 new pages of its last run gave a document; 52 of 52 before")
    assert {one.reason.split(";")[0] for one in source_signals(fresh, "layout") or ()} == {
        "100 % of its 12 newest documents were read by no profile of a portal",
        "100 % of its 12 newest documents were read by a profile that was not met there before",
        "100 % of its 12 newest documents have no date",
    }
    (drifted,) = source_signals(fresh, "rejections") or ()
    assert (
        "50 % of the numbers in its 12 newest documents are rejected by date; 0 % in the 40" in drifted.reason
    )
