"""What a new reader would change, tried on a copy: told in full, and nothing of the workspace moves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from scrapers.model import Document, Figure, Reading, Rejection
from scrapers.reading import read_document
from scrapers.registry import Source
from tests.warehouse.test_reading import SOURCE, URL, capture, page
from warehouse import lake, readers, reviews
from warehouse.build import input_fingerprint
from warehouse.changes import FIELDS, Change, examples, pairs
from warehouse.reading import read_source
from warehouse.rereading import Preview, preview
from warehouse.tables import Row, Table
from warehouse.workspace import Workspace

Next = Callable[[Callable[[Figure], Sequence[Figure]]], None]


def bytes_of(workspace: Workspace) -> dict[str, str]:
    files = sorted(path for path in workspace.root.rglob("*") if path.is_file())
    return {
        f"{path} {path.stat().st_mtime_ns}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


@pytest.fixture
def read(workspace: Workspace) -> Workspace:
    """Three pages, read by the reader of today: 450, 451 and 452 enterprises."""
    for number in range(3):
        capture(workspace, page(enterprises=450 + number), url=f"{URL}{number}", days=number)
    read_source(workspace, SOURCE)
    return workspace


@pytest.fixture
def next_reader(monkeypatch: pytest.MonkeyPatch) -> Next:
    """Makes the reader of tomorrow, which makes other figures of those of today."""

    def make(otherwise: Callable[[Figure], Sequence[Figure]]) -> None:
        def read_otherwise(document: Document) -> Reading:
            today = read_document(document)
            figures = tuple(new for figure in today.figures for new in otherwise(figure))
            spans = {(one.start, one.end) for one in figures}
            lost = (one for one in today.figures if (one.start, one.end) not in spans)
            rejections = (
                Rejection(document.doc_id, str(one.value), one.start, one.end, "unnamed") for one in lost
            )
            return Reading(figures, (*today.rejections, *rejections))

        monkeypatch.setattr(readers, "READER_VERSION", "next")
        monkeypatch.setattr(readers, "read_document", read_otherwise)

    return make


def previewed(workspace: Workspace, source: Source = SOURCE) -> Preview:
    """The preview, after which the workspace is what it was, and the real reading gives just that."""
    before = bytes_of(workspace)
    found = preview(workspace, source)
    assert bytes_of(workspace) == before
    old = {row["figure_id"] for row in lake.read(workspace.lake, Table.FIGURES)}
    read_source(workspace, source)
    assert lake.count(workspace.lake, Table.FIGURES, source.id) == found.after
    new = {row["figure_id"] for row in lake.read(workspace.lake, Table.FIGURES)}
    told = [(one.old and one.old["figure_id"], one.new and one.new["figure_id"]) for one in found.changes]
    assert {one for one, _ in told if one} >= old - new
    assert {one for _, one in told if one} >= new - old
    return found


def test_the_same_reader_changes_nothing(read: Workspace) -> None:
    found = previewed(read)
    assert (found.documents, found.before, found.after) == (0, 3, 3)
    assert (found.changes, found.rejections, found.reviews) == ((), (), ())


def test_a_new_reader_that_reads_the_same_changes_nothing_and_needs_no_build(
    read: Workspace, next_reader: Next
) -> None:
    built = input_fingerprint(read)
    next_reader(lambda figure: [figure])
    found = previewed(read)
    assert input_fingerprint(read) == built
    assert (found.documents, found.before, found.after, found.changes) == (3, 3, 3, ())


def test_changed_withdrawn_and_added_are_told_apart(read: Workspace, next_reader: Next) -> None:
    def otherwise(figure: Figure) -> Sequence[Figure]:
        match int(figure.value):
            case 450:
                return [replace(figure, value=Decimal(4500), year=2019)]
            case 451:
                return []
            case _:
                return [figure, replace(figure, indicator="telecom.bts_sites")]

    (rejected,) = (
        row["figure_id"] for row in lake.read(read.lake, Table.FIGURES) if int(row["value"]) == 451
    )
    told = {"reason": "seen", "reviewed_by": "an", "reviewed_on": "2026-01-01"}
    reviews.add(read, Table.FIGURE_REVIEWS, {"figure_id": rejected, "verdict": "accept", **told})
    next_reader(otherwise)
    found = previewed(read)
    assert (found.documents, found.before, found.after) == (3, 3, 3)
    changes = {one.kind: one for one in found.changes}
    assert {kind: found.count(kind) for kind in changes} == {"changed": 1, "withdrawn": 1, "added": 1}
    changed, withdrawn, added = (changes[kind] for kind in ("changed", "withdrawn", "added"))
    assert (changed.fields, found.fields) == (("year", "value"), {"year": 1, "value": 1})
    assert changed.old is not None and changed.new is not None
    assert (changed.old["value"], changed.new["value"], changed.url) == (450, 4500, f"{URL}0")
    assert (withdrawn.url, withdrawn.why) == (f"{URL}1", "rejected: unnamed")
    assert added.new is not None and added.new["indicator"] == "telecom.bts_sites"
    assert [(row["text"], row["reason"], row["url"]) for row in found.rejections] == [
        ("451", "unnamed", f"{URL}1")
    ]
    assert found.reviews == (f"{reviews.path_of(read, Table.FIGURE_REVIEWS)} line 2: figure {rejected}",)


def test_the_same_on_other_grounds_is_no_change_of_what_is_said(read: Workspace, next_reader: Next) -> None:
    next_reader(lambda figure: [replace(figure, confidence=0.5, rule="another")])
    found = previewed(read)
    assert (found.count("reworded"), found.count("changed")) == (3, 0)
    assert found.fields == {"rule": 3, "confidence": 3}


def test_what_the_registry_tells_anew_is_previewed_too(read: Workspace) -> None:
    (settled,) = {row["province"] for row in lake.read(read.lake, Table.FIGURES)}
    found = previewed(read, SOURCE.model_copy(update={"profile": "drupal"}))
    assert (settled, found.documents) == ("19", 3)


def test_a_page_that_is_no_document_any_more_is_told(
    read: Workspace, next_reader: Next, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_reader(lambda figure: [figure])
    monkeypatch.setattr("scrapers.documents.page._LITTLE_PROSE", 10**6)
    monkeypatch.setattr("scrapers.documents.page._prose", lambda article: 0)
    found = previewed(read)
    assert (found.after, {one.why for one in found.changes}) == (0, {"the page is empty"})


def test_without_archive_and_lake_there_is_nothing_to_read(tmp_path: Path) -> None:
    found = preview(Workspace(tmp_path / "none"), SOURCE)
    assert (found.documents, found.before, found.after) == (0, 0, 0)
    assert not (tmp_path / "none").exists()


def row(figure_id: str, **other: object) -> Row:
    facts: Row = dict.fromkeys(FIELDS)
    place = {"doc_id": "d", "page": ("u", "p"), "start": 5, "end": 8, "evidence": "e", "value": 1}
    return facts | place | {"figure_id": figure_id} | other


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (row("a", confidence=0.5), True),
        (row("b", value=2), True),  # the number where it stood
        (row("b", indicator="x"), True),  # bound to something else
        (row("b", doc_id="other", start=50, end=53), True),  # the text came out otherwise
        (row("b", doc_id="other", start=50, end=53, value=2, evidence="f"), True),  # the same fact
        (row("b", doc_id="other", start=50, end=53, value=2, year=2019), True),  # the same words
        (row("b", doc_id="other", start=50, end=53, indicator="x"), False),
        (row("b", doc_id="other", page=("v", "q")), False),
    ],
)
def test_the_same_figure_is_found_again(after: Row, same: bool) -> None:
    before = row("a")
    found = list(pairs([before], [after]))
    assert found == ([(before, after)] if same else [(before, None), (None, after)])


def test_a_surer_likeness_comes_first() -> None:
    before = [row("a", value=1), row("b", value=2, start=20, end=21)]
    after = [row("c", value=2, start=5, end=8), row("b", value=2, start=20, end=21)]
    assert {(old and old["figure_id"], new and new["figure_id"]) for old, new in pairs(before, after)} == {
        ("a", "c"),
        ("b", "b"),
    }


def test_examples_show_one_of_each_kind_before_a_second() -> None:
    many = [Change("s", "u", row(str(n)), row(str(n), value=2)) for n in range(5)]
    few = [Change("s", "u", row("x"), None), Change("s", "u", row("y"), row("y", year=2000))]
    shown = examples([*many, *few], 4)
    assert [(one.kind, one.fields) for one in shown] == [
        ("changed", ("value",)), ("withdrawn", ()), ("changed", ("year",)), ("changed", ("value",))
    ]  # fmt: skip
