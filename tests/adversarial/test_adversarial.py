"""The reader may not get worse on the pages of strangers: floors over all sets together."""

from tests.gold import evaluate

# Reached with sets a to g; raise them when the reader gets better, never lower them.
FLOORS = {
    ("core", "precision"): 0.975,
    ("core", "recall"): 0.945,
    ("full", "f1"): 0.95,
}


def test_floors() -> None:
    names = set().union(*evaluate.adversarial().values())
    gold = evaluate.labels(names, evaluate.ADVERSARIAL)
    found = evaluate.predictions(names, evaluate.ADVERSARIAL)
    table = evaluate.scores(gold, found)
    for (level, measure), floor in FLOORS.items():
        assert table[level][measure] >= floor, f"{level} {measure}: {table[level]}"
    assert evaluate.false_on_empty(names, gold, found) <= 4
