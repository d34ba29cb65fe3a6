"""The reader may not get worse on the pages of strangers: floors by sets."""

import pytest

from tests.gold import evaluate

# Reached on the day they were pinned; raise them when the reader gets better, never lower them.
FLOORS = {
    "abcdef": {("core", "precision"): 0.98, ("core", "recall"): 0.96, ("full", "f1"): 0.965},
    "g": {("core", "precision"): 0.94, ("core", "recall"): 0.90, ("full", "f1"): 0.92},
    "hijlm": {("core", "precision"): 0.98, ("core", "recall"): 0.97, ("full", "f1"): 0.97},
    "no": {("core", "precision"): 0.97, ("core", "recall"): 0.955, ("full", "f1"): 0.935},
}


@pytest.mark.parametrize("sets", FLOORS)
def test_floors(sets: str) -> None:
    names = set().union(*(evaluate.adversarial()[name] for name in sets))
    gold = evaluate.labels(names, evaluate.ADVERSARIAL)
    found = evaluate.predictions(names, evaluate.ADVERSARIAL)
    table = evaluate.scores(gold, found)
    for (level, measure), floor in FLOORS[sets].items():
        assert table[level][measure] >= floor, f"{sets}, {level} {measure}: {table[level]}"
    assert evaluate.false_on_empty(names, gold, found) <= 4


def test_every_set_has_its_floor() -> None:
    assert set(evaluate.adversarial()) == set("".join(FLOORS))
