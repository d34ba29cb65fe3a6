"""What reading a source again would change, tried on a copy: no site is asked, nothing of ours moves.

The copy and the count belong here; the reading itself is that of `warehouse.reading`, the comparison that of
`warehouse.changes`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapers.model import PageOutcome
from scrapers.registry import Source
from warehouse import lake, reviews
from warehouse.changes import Change, Kind, pairs
from warehouse.readers import Progress
from warehouse.reading import read_source
from warehouse.tables import Row, Table
from warehouse.workspace import Workspace

# In this order: a run at work meanwhile writes pages last, so no page of the copy lacks its document.
_NEEDED = (
    Table.FETCHES, Table.PAGES, Table.READINGS, Table.DOCUMENTS, Table.FIGURES, Table.REJECTIONS
)  # fmt: skip
_REVIEWS = (Table.CORRECTIONS, Table.FIGURE_REVIEWS)

Page = tuple[str, str]  # address and hash of the bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What the reader of today would make of a source."""

    source: str
    documents: int  # that it would read
    before: int  # figures in the lake
    after: int
    changes: tuple[Change, ...]
    rejections: tuple[Row, ...]  # those not made before, each with the `url` of its page
    reviews: tuple[str, ...]  # a line for each entry of a reviewer whose figure would be gone
    broken: tuple[str, ...]  # a line for each page and document that could not be read

    def count(self, kind: Kind) -> int:
        """How many figures are new, gone, or read otherwise."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def fields(self) -> Counter[str]:
        """In how many figures each field would change."""
        return Counter(name for change in self.changes for name in change.fields)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a lake holds of a source; rows know their page and its address."""

    figures: list[Row]
    rejections: list[Row]
    outcomes: Mapping[Page, str]


def preview(
    workspace: Workspace, source: Source, progress: Progress | None = None, workers: int = 1
) -> Preview:
    """Read what is due of a source into a copy that is thrown away, and compare.

    Raises:
        UserError: A file of the lake or of reviews cannot be read, or the disk refuses.
    """
    with _copy(workspace, source.id) as copy:
        before = _held(copy, source.id)
        reading = read_source(copy, source, progress, workers)
        after = _held(copy, source.id)
    gone = {row["figure_id"] for row in before.figures} - {row["figure_id"] for row in after.figures}
    return Preview(
        source=source.id,
        documents=reading.figures.documents,
        before=len(before.figures),
        after=len(after.figures),
        changes=tuple(_changes(source.id, before, after)),
        rejections=tuple(_new_rejections(before, after)),
        reviews=tuple(_reviews_of(workspace, gone)),
        broken=reading.broken,
    )


@contextmanager
def _copy(workspace: Workspace, source: str) -> Iterator[Workspace]:
    with TemporaryDirectory(prefix="sotttt-") as folder:
        copy = Workspace(Path(folder))
        copy.archive.symlink_to(workspace.archive.resolve())  # reading does not write there
        for table in _NEEDED:
            lake.copy(workspace.lake, copy.lake, table, source)
        yield copy


def _held(workspace: Workspace, source: str) -> _Read:
    names = ["doc_id", "url", "page_sha256"]
    pages: dict[str, Row] = defaultdict(lambda: {"url": "", "page": None})  # a kill can leave none
    for row in lake.columns(workspace.lake, Table.DOCUMENTS, names, source):
        pages[row["doc_id"]] = {"url": row["url"], "page": (row["url"], row["page_sha256"])}
    figures, rejections = (
        [row | pages[row["doc_id"]] for row in lake.read(workspace.lake, table, source)]
        for table in (Table.FIGURES, Table.REJECTIONS)
    )
    read = lake.columns(workspace.lake, Table.PAGES, ["url", "page_sha256", "outcome"], source)
    return _Read(figures, rejections, {(row["url"], row["page_sha256"]): row["outcome"] for row in read})


def _changes(source: str, before: _Read, after: _Read) -> Iterator[Change]:
    rejected = {(row["doc_id"], row["start"], row["end"]): row["reason"] for row in after.rejections}
    for old, new in pairs(before.figures, after.figures):
        if new is None and old is not None:
            reason = rejected.get((old["doc_id"], old["start"], old["end"]))
            why = f"rejected: {reason}" if reason else _fate(after.outcomes.get(old["page"]))
            yield Change(source, old["url"], old, None, why)
        elif new is not None:
            change = Change(source, new["url"], old, new)
            if old is None or change.fields:
                yield change


def _fate(outcome: str | None) -> str | None:
    return None if outcome in (None, PageOutcome.DOCUMENT) else f"the page is {outcome}"


def _new_rejections(before: _Read, after: _Read) -> Iterator[Row]:
    """By what is rejected and why, not by where: a text that came out otherwise moves all that follows."""
    known = Counter((row["page"], row["text"], row["reason"]) for row in before.rejections)
    for row in after.rejections:
        key = row["page"], row["text"], row["reason"]
        known[key] -= 1
        if known[key] < 0:
            yield row


def _reviews_of(workspace: Workspace, figures: set[str]) -> Iterator[str]:
    for table in _REVIEWS:
        for entry in reviews.read(workspace, table):
            if entry["figure_id"] in figures:
                yield f"{reviews.path_of(workspace, table)} line {entry['line']}: figure {entry['figure_id']}"
