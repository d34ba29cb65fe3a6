"""From a figure back to the words of the archived page."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.errors import UserError
from warehouse.explain import explain
from warehouse.query import query
from warehouse.workspace import Workspace


@pytest.mark.parametrize("figure_id", ["0000000000000000", "' or true --", ""])
def test_an_unknown_id_is_said(built: Workspace, figure_id: str) -> None:
    with pytest.raises(UserError, match="no such figure"):
        explain(built, figure_id)


def test_a_record_that_is_gone_is_said(built: Workspace) -> None:
    ((figure_id,),) = query(built, "select figure_id from fct_figure where unit = 'percent'").rows
    with pytest.raises(UserError, match=r"portal-a-0001\.warc\.gz"):
        explain(built, figure_id)


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="sotttt run"):
        explain(Workspace(tmp_path), "0000000000000000")
