"""What reviewers settle, through a real build: what it changes, what stops the build when it does not fit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from scrapers.errors import UserError
from scrapers.model import PageOutcome
from tests.conftest import Command
from tests.warehouse.conftest import DOCUMENTS, FIGURES
from tests.warehouse.lakes import CAPTURED, document, figure, land, page
from warehouse import reviews
from warehouse.build import build, build_needed
from warehouse.query import query
from warehouse.release.publishing import publish
from warehouse.tables import Table
from warehouse.workspace import Workspace

BY = ("--reason", "looked at the page", "--by", "Lan")
ENTERPRISES = "from fct_indicator_year where indicator = 'ict.enterprises' and year = 2018"


def ids(workspace: Workspace, condition: str) -> list[str]:
    sql = f"select figure_id from fct_figure where {condition} order by published_on, value"  # noqa: S608
    return [row[0] for row in query(workspace, sql).rows]


def test_a_reviewer_settles_by_command_what_the_next_build_takes_in(own: Workspace, sotttt: Command) -> None:
    listed = sotttt(own.root, "review", "--limit", "1")
    assert listed.returncode == 0, listed.stderr
    assert "conflict" in listed.stdout
    assert "--limit lists more" in listed.stdout
    first, second = ids(own, "indicator = 'ict.enterprises' and year = 2018 and not is_repost")
    (nowhere,) = query(own, "select url, figure_id from fct_figure where province is null").rows
    ((low,),) = query(own, "select figure_id from fct_figure where value = 3 and year = 2020").rows
    for arguments in (
        ["accept", first],
        ["reject", low],
        ["province", nowhere[0], "19"],
        ["correct", ids(own, "indicator = 'ict.revenue' and year = 2018")[0], "4.5"],
    ):
        done = sotttt(own.root, "review", *arguments, *BY)
        assert done.returncode == 0, done.stderr
        assert re.search(r"review/\w+\.csv line [23];", done.stdout)
    assert build_needed(own)
    build(own)
    assert publish(own, report=False) is not None
    assert query(own, f"select value, choice_rule, chosen_figure_id {ENTERPRISES}").rows == (
        (450.0, "accepted", first),
    )
    revenue = "from fct_indicator_year where indicator = 'ict.revenue' and year = 2018"
    assert query(own, f"select value, choice_rule {revenue}").rows == ((4.5, "correction"),)
    stated = "select value, corrected_value, review, reviewed_by from fct_figure where review = 'corrected'"
    assert query(own, stated).rows == ((3.162345678, 4.5, "corrected", "Lan"),)
    assert query(own, "select review from fct_figure where value = 3 and year = 2020").rows == (
        ("rejected",),
    )
    assert query(own, "select value from fct_indicator_year where year = 2020").rows == ((6.0,),)
    found = "select value, review, corrected_value from sentences('450 doanh') where review is not null"
    assert query(own, f"{found} order by value").rows == (
        (3.0, "rejected", None),
        (3.162345678, "corrected", 4.5),
        (450.0, "accepted", None),
    )
    settled = "select province, is_province_reviewed from fct_figure where figure_id = "
    assert query(own, f"{settled}'{nowhere[1]}'").rows == (("19", True),)
    assert query(own, "from mart_unresolved").rows == ()
    assert second not in ids(own, "review is not null")


def test_what_is_not_there_is_refused_and_nothing_written(own: Workspace, sotttt: Command) -> None:
    (figure_id,) = ids(own, "indicator = 'ict.revenue' and year = 2018")
    url = query(own, "select url from fct_figure limit 1").rows[0][0]
    for arguments, told in (
        (["accept", "0123"], "0123: no such figure"),
        (["correct", figure_id, "1,5"], "new_value is '1,5'; it must be a number"),
        (["province", "https://a.example.vn/none", "19"], "no figure is of this page"),
        (["province", url, "99"], "gso63 99: no such province"),
        (["province", url, "27", "--scheme", "gso34"], "gso34 27: no such province"),
    ):
        done = sotttt(own.root, "review", *arguments, *BY)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert told in line
    assert not own.review.exists()


def entry(**cells: str) -> dict[str, str]:
    return {"reason": "seen", "reviewed_by": "Lan", "reviewed_on": "2024-06-01"} | cells


FACT = {
    "province_scheme": "gso63",
    "province": "19",
    "year": "2018",
    "indicator": "ict.enterprises",
    "status": "actual",
}


def test_a_fact_is_corrected_and_the_build_stops_when_it_changes(own: Workspace) -> None:
    reviews.add(own, Table.CORRECTIONS, entry(**FACT, expected_value="460.5", new_value="455"))
    build(own)
    assert publish(own, report=False) is not None
    assert query(own, f"select value, choice_rule, agreement {ENTERPRISES}").rows == (
        (455.0, "correction", False),
    )
    told = "select correction_reason, reviewed_by, reviewed_on from fct_indicator_year where year = 2018"
    assert query(own, f"{told} order by indicator").rows == (
        ("seen", "Lan", date(2024, 6, 1)),
        (None, None, None),
    )
    row, other = (
        ids(own, "indicator = 'ict.enterprises' and value = 460.5")[0],
        "'gso63/01/2018/ict.revenue/actual'",
    )
    said = "select value, review, corrected_value, review_reason, reviewed_by from evidence({})"
    assert query(own, said.format("'gso63/19/2018/ict.enterprises/actual'")).rows == (
        (460.5, "corrected", 455.0, "seen", "Lan"),
    )
    for stated in (f"'{row}'", other):
        assert query(own, said.format(stated)).rows[0][1:] == (None, None, None, None)
    before = own.published.read_bytes()
    changed = [figure("d2", "470"), *(one for one in FIGURES if one.doc_id != "d2")]
    land(own, DOCUMENTS, changed)
    with pytest.raises(
        UserError,
        match=r"review/corrections\.csv line 2: ict\.enterprises of gso63 19 in 2018 \(actual\) is expected"
        r" to be 460\.5, found is 470; look at it again, then mend or delete the line",
    ):
        build(own)
    with pytest.raises(UserError, match="nothing to publish"):
        publish(own, report=False)
    assert own.published.read_bytes() == before


def test_an_unknown_name_in_an_entry_stops_the_build(own: Workspace) -> None:
    reviews.add(own, Table.FIGURE_REVIEWS, entry(figure_id="0123", verdict="reject"))
    with pytest.raises(UserError, match=r"figure_reviews\.csv line 2: no figure has the id 0123"):
        build(own)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("f,,,,,,1,x,r,b,2024-01-01", "line 2: new_value is 'x'; it must be a number"),
        ("f,gso63,1,2018,i,actual,1,2,r,b,2024-01-01", "line 2: province is '1'; it must be a code of two"),
        ("f,,,,,,1,2,,b,2024-01-01", "line 2: reason is empty; fill it"),
        (",gso63,19,,i,actual,1,2,r,b,2024-01-01", "line 2: name either a figure_id, or"),
        ("f,1,2", "line 2: 3 cells where 11 belong"),
        ("f,,,,,,1,2,r,b,1/6/2024", "line 2: reviewed_on is '1/6/2024'; it must be a date"),
    ],
)
def test_a_malformed_line_is_named(workspace: Workspace, line: str, told: str) -> None:
    path = reviews.path_of(workspace, Table.CORRECTIONS)
    path.parent.mkdir()
    path.write_text(",".join(reviews.columns(Table.CORRECTIONS)) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        reviews.read(workspace, Table.CORRECTIONS)
    assert str(path) in str(error.value)
    assert told in str(error.value)


def test_a_text_over_two_lines_keeps_the_lines_behind_it_right(workspace: Workspace) -> None:
    reviews.add(workspace, Table.FIGURE_REVIEWS, entry(figure_id="a", verdict="accept", reason="one\ntwo, 3"))
    assert reviews.add(workspace, Table.FIGURE_REVIEWS, entry(figure_id="b", verdict="reject")) == 4
    assert [row["line"] for row in reviews.read(workspace, Table.FIGURE_REVIEWS)] == [2, 4]


def test_other_columns_are_told(workspace: Workspace) -> None:
    path = reviews.path_of(workspace, Table.FIGURE_REVIEWS)
    path.parent.mkdir()
    path.write_text("figure;verdict\n", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"line 1: the columns are figure;verdict; make them figure_id, verdict"
    ):
        reviews.read(workspace, Table.FIGURE_REVIEWS)


def test_a_page_that_changed_its_number_is_known_as_of_each_day(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    old, new = document("old", url="https://a.example.vn/1"), document("new", url="https://a.example.vn/1")
    later = CAPTURED + timedelta(days=40)
    pages = [page(old, warc_offset=0), page(new, warc_offset=1, captured_at=later, fetched_at=later)]
    figures = [figure("old", "11205"), figure("new", "10948")]
    land(workspace, [old, new], figures, pages)
    build(workspace)
    publish(workspace, report=False)
    revision = "select change, old_value, new_value, old_evidence, seen_at::date from mart_revisions"
    assert query(workspace, revision).rows == (
        ("changed", 11205.0, 10948.0, "450 doanh nghiệp", later.date()),
    )
    known = "select value from indicator_year_known_on(date '{}')"
    for day, value in ((CAPTURED.date(), 11205.0), (later.date(), 10948.0)):
        assert query(workspace, known.format(day)).rows == ((value,),)
    assert query(workspace, known.format(date(2000, 1, 1))).rows == ()
    assert query(workspace, "select value, first_seen_at::date, last_seen_at from fct_figure").rows == (
        (10948.0, later.date(), None),
    )
    again = page(
        new,
        warc_offset=2,
        captured_at=later + timedelta(days=1),
        fetched_at=later + timedelta(days=1),
        outcome=PageOutcome.SAME_TEXT,
    )
    land(workspace, [old, new], figures, [*pages, again])
    workspace.build_record.unlink()
    build(workspace)
    assert publish(workspace, report=False) is None


def test_today_what_was_known_is_what_is_chosen(built: Workspace) -> None:
    chosen = "select indicator, province, year, status, value from fct_indicator_year order by all"
    known = chosen.replace("fct_indicator_year", "indicator_year_known_on(date '9999-01-01')")
    assert query(built, known).rows == query(built, chosen).rows
    assert query(built, "select count(*) from fct_figure_version where is_current").rows == ((len(FIGURES),),)
