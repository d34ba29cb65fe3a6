"""Where the time of a page goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scrapers.archive import Archive
from scrapers.documents.charset import decode
from scrapers.documents.markup import parse
from scrapers.reading import read_document
from tests.benchmarks.landing import SOURCE, forget_reading, landed
from tests.benchmarks.pages import Page
from tests.benchmarks.timing import best
from warehouse import lake
from warehouse.readers import read_record
from warehouse.tables import Table, document_of, document_row, figure_row, row_of


def shares(root: Path, pages: Sequence[Page]) -> dict[str, float]:
    """CPU milliseconds per page of each stage.

    The article cannot be told apart from what goes before it, which is run alone too and taken off.
    """
    workspace, fetches = landed(root, pages)
    archive = Archive(workspace.archive)
    places = [(fetch.warc_file or "", fetch.warc_offset or 0) for fetch in fetches]
    archived = [archive.read(*place) for place in places]
    texts = [decode(page.body, override=None, content_type=page.content_type).text for page in archived]
    documents = [one for fetch in fetches if (one := read_record(workspace.archive, SOURCE, fetch)[1])]

    readings = [read_document(document) for document in documents]

    def landing() -> None:
        forget_reading(workspace)
        lake.replace(workspace.lake, Table.DOCUMENTS, SOURCE.id, map(document_row, documents))
        for row in lake.read(workspace.lake, Table.DOCUMENTS, SOURCE.id):
            document_of(row)
        figures = (figure_row(one, SOURCE.id) for reading in readings for one in reading.figures)
        rejections = (row_of(one, source=SOURCE.id) for reading in readings for one in reading.rejections)
        lake.replace(workspace.lake, Table.FIGURES, SOURCE.id, figures)
        lake.replace(workspace.lake, Table.REJECTIONS, SOURCE.id, rejections)

    spent = best(
        {
            "warc": lambda: [archive.read(*place) for place in places],
            "decode": lambda: [
                decode(page.body, override=None, content_type=page.content_type) for page in archived
            ],
            "parse": lambda: [parse(text) for text in texts],
            "document": lambda: [read_record(workspace.archive, SOURCE, fetch) for fetch in fetches],
            "reading": lambda: [read_document(document) for document in documents],
            "landing": landing,
        }
    )
    found = {
        "WARC record read, its digest checked": spent["warc"],
        "charset": spent["decode"],
        "HTML parsed": spent["parse"],
        "article, blocks, dates, frame": spent["document"] - spent["warc"] - spent["decode"] - spent["parse"],
        "reading: text to figures": spent["reading"],
        "rows and Parquet": spent["landing"],
    }
    return {stage: 1000 * seconds / len(pages) for stage, seconds in found.items()}
