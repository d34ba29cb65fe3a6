"""The reader may not get worse: pinned floors on the gold pages."""

import pytest

from tests.gold import evaluate

# Reached on the day they were pinned; raise them when the reader gets better, never lower them.
FLOORS = {
    ("development", "core", "precision"): 0.985,
    ("development", "core", "recall"): 0.975,
    ("development", "full", "f1"): 0.98,
    ("unread", "core", "precision"): 0.96,
    ("unread", "core", "recall"): 0.97,
    ("unread", "full", "f1"): 0.965,
}


@pytest.fixture(scope="module", params=["development", "unread"])
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_floors(part: str) -> None:
    names = evaluate.split()[part]
    gold, found = evaluate.labels(names), evaluate.predictions(names)
    table = evaluate.scores(gold, found)
    for (where, level, measure), floor in FLOORS.items():
        if where == part:
            assert table[level][measure] >= floor, f"{part}, {level} {measure}: {table[level]}"
    assert evaluate.false_on_empty(names, gold, found) == 0


def test_every_page_is_in_one_part() -> None:
    parts = evaluate.split()
    pages = {path.stem for path in (evaluate.HERE / "pages").glob("*.html")}
    assert parts["development"] | parts["unread"] == pages
    assert not parts["development"] & parts["unread"]
