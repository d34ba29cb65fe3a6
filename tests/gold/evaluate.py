"""`make eval`: how well the reader does on the gold pages, by level, domain and family, and what goes wrong.

The labelled pages are split (split.json): the rules were written looking at the development pages only, until
the others were opened; split.json keeps what they scored then. How well the rules carry over is told by the
sets of strangers' pages, each scored before anyone had looked at its errors.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from scrapers.errors import UserError
from scrapers.extract import extract_file
from tests.gold import score

HERE = Path(__file__).parent
ADVERSARIAL = HERE.parent / "adversarial"
Row = dict[str, Any]
Fact = tuple[tuple[Any, ...], float]
FULL = score.LEVELS["full"]


def labels(names: set[str], folder: Path = HERE) -> list[Row]:
    """The gold rows of some pages."""
    rows = [row for row in score.read_jsonl(folder / "labels.jsonl") if row["doc"] in names]
    return [{**row, "number": score.to_number(row["value"])} for row in rows]


def predictions(names: set[str], folder: Path = HERE) -> list[Row]:
    """What the reader finds on some pages; a page it cannot read gives nothing."""
    rows: list[Row] = []
    for name in sorted(names):
        try:
            rows += [dict(row) for row in extract_file(folder / "pages" / f"{name}.html")]
        except UserError as error:
            print(error)
    return [{**row, "number": score.to_number(row["value"])} for row in rows]


def split() -> dict[str, set[str]]:
    """Page names of the development and of the unread part."""
    parts = json.loads((HERE / "split.json").read_text(encoding="utf-8"))
    return {part: set(parts[part]) for part in ("development", "unread")}


def adversarial() -> dict[str, set[str]]:
    """Page names of each set that others wrote to find our mistakes."""
    sets: dict[str, set[str]] = {}
    for row in score.read_jsonl(ADVERSARIAL / "documents.jsonl"):
        sets.setdefault(row["set"], set()).add(row["doc"])
    return sets


def coded(rows: list[Row]) -> list[Row]:
    """The rows whose code is of the taxonomy that the labels cover exhaustively."""
    codes = set((HERE / "codes.txt").read_text(encoding="utf-8").split())
    return [row for row in rows if row["indicator"] in codes]


def scores(gold: list[Row], found: list[Row]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 at the three levels: number, core, full."""
    table = {}
    for level, fields in score.LEVELS.items():
        rows = (gold, found) if level == "number" else (coded(gold), coded(found))
        table[level] = score.prf(*score.evaluate(*rows, fields))
    return table


def false_on_empty(names: set[str], gold: list[Row], found: list[Row]) -> int:
    """Figures found on pages that hold none."""
    empty = names - {row["doc"] for row in gold}
    return sum(row["doc"] in empty for row in coded(found))


def error_classes(gold: list[Row], found: list[Row]) -> Counter[str]:
    """Each missed fact by the first thing that went wrong with it, and facts found where there are none."""
    classes: Counter[str] = Counter()
    _, missed, false = score.evaluate(coded(gold), coded(found), FULL)
    taken: set[Fact] = set()
    for key, value in missed:
        nearest = _nearest(key, value, [fact for fact in false if fact not in taken])
        if nearest is None:
            classes["missed"] += 1
            continue
        taken.add(nearest)
        wrong = [name for name, one, two in zip(FULL, key[1:], nearest[0][1:], strict=True) if one != two]
        classes[f"wrong {wrong[0]}"] += 1
    classes["invented"] = len(false) - len(taken)
    return classes


def _nearest(key: tuple[Any, ...], value: float, false: list[Fact]) -> Fact | None:
    """The false fact of the same page and value that shares most fields."""
    same = [fact for fact in false if fact[0][0] == key[0] and score.same(fact[1], value)]
    return max(same, key=lambda fact: sum(a == b for a, b in zip(fact[0], key, strict=True)), default=None)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list the errors on the gold pages")
    arguments = parser.parse_args()
    parts = split()
    families = {row["doc"]: row["family"] for row in score.read_jsonl(HERE / "documents.jsonl")}
    everything = parts["development"] | parts["unread"]
    gold, found = labels(everything), predictions(everything)
    for part, names in {"all pages": everything, **parts}.items():
        g = [row for row in gold if row["doc"] in names]
        p = [row for row in found if row["doc"] in names]
        score.show(f"{part} ({len(names)})", scores(g, p))
        print(f"  figures on pages without any: {false_on_empty(names, g, p)}")
    for title, of in (("domain", score.domain), ("page family", lambda row: families[row["doc"]])):
        score.show(f"per {title}, core", score.grouped(coded(gold), coded(found), score.LEVELS["core"], of))
    for name, names in adversarial().items():
        g, p = labels(names, ADVERSARIAL), predictions(names, ADVERSARIAL)
        score.show(f"adversarial {name} ({len(names)})", scores(g, p))
        print(f"  figures on pages without any: {false_on_empty(names, g, p)}")
    print("\nerrors by class, all pages")
    for name, count in error_classes(gold, found).most_common():
        print(f"  {count:4}  {name}")
    if arguments.errors:
        _, missed, false = score.evaluate(coded(gold), coded(found), FULL)
        for title, facts in (("missed", missed), ("false", false)):
            for key, value in facts:
                print(f"{title:7}", *key, f"{value:g}")


if __name__ == "__main__":
    main()
