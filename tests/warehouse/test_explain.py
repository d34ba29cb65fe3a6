"""From a figure back to the words of the archived page."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.commands import show
from scrapers.errors import UserError
from tests.warehouse.test_reading import SOURCE, START, URL, capture, page
from warehouse import lake, reviews
from warehouse.build import build
from warehouse.explain import explain
from warehouse.query import query
from warehouse.reading import read_source
from warehouse.release.publishing import publish
from warehouse.sources import land_sources
from warehouse.tables import Table
from warehouse.workspace import Workspace


@pytest.mark.parametrize("figure_id", ["0000000000000000", "' or true --", ""])
def test_an_unknown_id_is_said(built: Workspace, figure_id: str) -> None:
    with pytest.raises(UserError, match="no such figure"):
        explain(built, figure_id)


def test_a_record_that_is_gone_is_said(built: Workspace) -> None:
    ((figure_id,),) = query(built, "select figure_id from fct_figure where unit = 'percent'").rows
    with pytest.raises(UserError, match=r"portal-a-0001\.warc\.gz"):
        explain(built, figure_id)


def test_what_reviewers_said_and_what_became_of_figures_of_the_past(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = page().replace("theo quy định", "theo quy định mới")
    without = page().replace("có 450 doanh nghiệp", "có nhiều doanh nghiệp")
    for name, latter in (("changed", page(enterprises=460)), ("again", elsewhere), ("withdrawn", without)):
        capture(workspace, page(), url=URL + name)
        capture(workspace, latter, url=URL + name, days=7)
    read_source(workspace, SOURCE)
    land_sources(workspace, [SOURCE])
    url_of = {row["doc_id"]: row["url"] for row in lake.read(workspace.lake, Table.DOCUMENTS)}
    ids: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in lake.read(workspace.lake, Table.FIGURES):
        ids[url_of[row["doc_id"]].removeprefix(URL), int(row["value"])].append(row["figure_id"])
    (now,) = ids["changed", 460]
    said = {"reason": "a nought too many", "reviewed_by": "Lan", "reviewed_on": "2026-05-31"}
    reviews.add(
        workspace, Table.CORRECTIONS, {"figure_id": now, "expected_value": "460", "new_value": "46", **said}
    )
    build(workspace)
    publish(workspace, report=False)

    found = explain(workspace, now)
    assert (found.review, found.corrected_value, found.reviewed_by) == ("corrected", 46, "Lan")
    assert (found.last_seen_at, found.successor) == (None, None)
    (old,) = ids["changed", 450]
    past = explain(workspace, old)
    assert (past.number, past.province_name, past.last_seen_at) == (
        "450", "Thái Nguyên", START.replace(tzinfo=None) + timedelta(days=7)
    )  # fmt: skip
    assert past.successor is not None and past.successor.figure_id == now
    (withdrawn,) = ids["withdrawn", 450]
    gone = explain(workspace, withdrawn).successor
    assert gone is not None and (gone.change, gone.figure_id) == ("withdrawn", None)
    (former,) = (one for one in ids["again", 450] if explain(workspace, one).last_seen_at)
    again = explain(workspace, former).successor
    assert again is not None
    assert (again.change, {former, again.figure_id}) == ("stated again", set(ids["again", 450]))

    monkeypatch.setenv("SOTTTT_DATA", str(workspace.root))
    for figure_id, told in (
        (now, "review     corrected to 46 enterprise by Lan on 2026-05-31: a nought too many\n"),
        (old, f"no longer  stated since 2019-01-22 02:00 UTC; instead: 460 enterprise, figure {now}: "),
        (withdrawn, "2019-01-22 02:00 UTC; the page says nothing in its place\n"),
        (former, f"2019-01-22 02:00 UTC; again: 450 enterprise, figure {again.figure_id}: "),
    ):
        show.explain(figure_id)
        assert told in capsys.readouterr().out


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="sotttt run"):
        explain(Workspace(tmp_path), "0000000000000000")
