"""Pages per second and numbers per second, each beside its yardstick."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapers.documents import read_page
from scrapers.model import Document, Figure
from scrapers.reading import read_document
from scrapers.reading.numbers import find_numbers
from scrapers.reading.sentences import split_sentences
from scrapers.reading.text import key_text
from tests.benchmarks.landing import SOURCE, forget_reading, landed
from tests.benchmarks.pages import Page
from tests.benchmarks.timing import Work, best
from tests.benchmarks.yardsticks import Spans, Yardstick, duckling, trafilatura
from warehouse.reading import read_source

FEWEST_PAGES = 180  # of a source in a run; what a run costs once is shared out among them


@dataclass(frozen=True, slots=True)
class Race:
    """The same work done by us and by a yardstick (None: not here): how much, in how many CPU seconds."""

    work: int
    ours: float
    yardstick: str | None = None
    theirs: float = 0.0

    def __add__(self, other: Race) -> Race:
        """Both as one."""
        ours, theirs = self.ours + other.ours, self.theirs + other.theirs
        return Race(self.work + other.work, ours, self.yardstick, theirs)


def race_pages(root: Path, pages: Sequence[Page]) -> Race:
    """Landed records to figures in the lake, against main text and metadata of pages already decoded."""
    copies = math.ceil(FEWEST_PAGES / len(pages))
    workspace, _ = landed(root, pages, copies)

    def ours() -> None:
        forget_reading(workspace)
        read_source(workspace, SOURCE)

    return _race(ours, trafilatura(), [page.html for page in pages] * copies)


def race_numbers(sentences: Sequence[str]) -> tuple[Race, str]:
    """Numbers of all sentences, one by one; and on how many numbers both agree."""
    other = duckling()
    race = _race(lambda: [our_numbers(sentence) for sentence in sentences], other, sentences)
    return race, _agreement(sentences, [other.run(sentence) for sentence in sentences]) if other else ""


def _race(ours: Work, yardstick: Yardstick | None, texts: Sequence[str]) -> Race:
    if yardstick is None:
        return Race(len(texts), best({"ours": ours})["ours"])
    seconds = best({"ours": ours, "theirs": lambda: [yardstick.run(text) for text in texts]})
    return Race(len(texts), seconds["ours"], yardstick.name, seconds["theirs"])


def our_numbers(sentence: str) -> Spans:
    """As the reading of figures finds them, on the sentence alone."""
    numbers, _ = find_numbers(key_text(sentence).key)
    return [(number.start, number.end, float(number.value)) for number in numbers]


def documents_of(pages: Sequence[Page]) -> list[Document]:
    """What the pages say."""
    return [document for page in pages if (document := _document(page.body, page.url))]


def figures_of(documents: Sequence[Document]) -> int:
    """How many figures the documents hold."""
    return sum(len(read_document(document).figures) for document in documents)


def sentences_of(documents: Sequence[Document]) -> list[str]:
    """The sentences of all blocks; cells of a table row are one."""
    found = []
    for document in documents:
        for line in document.text.splitlines():
            found += [line[start:end].strip() for start, end in split_sentences(line, 0, len(line))]
    return [sentence for sentence in found if sentence]


def unmoved(pages: Sequence[Page]) -> int:
    """On how many pages the chrome that was added changes no figure."""
    return sum(_facts(page.html, page) == _facts(page.bare, page) for page in pages)


def all_cores(root: Path, pages: Sequence[Page], copies: int) -> tuple[float, float]:
    """Pages per second of wall time with one process, and with one for each core."""
    workspace, fetches = landed(root, pages, copies)
    rates = []
    for workers in (1, os.cpu_count() or 1):
        forget_reading(workspace)
        begun = time.perf_counter()
        read_source(workspace, SOURCE, workers=workers)
        rates.append(len(fetches) / (time.perf_counter() - begun))
    return rates[0], rates[1]


def _document(body: bytes, url: str) -> Document | None:
    return read_page(body, url=url, source=SOURCE.id, content_type="text/html")[1]


def _facts(html: str, page: Page) -> set[tuple[object, ...]]:
    document = _document(html.encode(), page.url)
    figures: Sequence[Figure] = read_document(document).figures if document else ()
    return {(f.indicator, f.province, f.year, f.period, f.value, f.status, f.level) for f in figures}


def _agreement(sentences: Sequence[str], theirs: Sequence[Spans]) -> str:
    """Of the numbers both find in the same place, how many have the same value."""
    both = same = 0
    for sentence, spans in zip(sentences, theirs, strict=True):
        values = {start: value for start, _, value in spans}
        for start, _, value in our_numbers(sentence):
            if start in values:
                both += 1
                same += abs(values[start] - value) <= 1e-9 * max(1.0, abs(value))
    return f"{same / max(1, both):.0%} of the {both:,} numbers that both find have one value"
