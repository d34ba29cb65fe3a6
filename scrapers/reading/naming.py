"""Which indicator a number states: the wording that explains most of the words around it.

Words count less the further they stand from the number: beside it, elsewhere in its clause, beside an
earlier number of the sentence, in a heading, in the title. Words beside the number that a wording does not
explain speak against it; a counted thing right behind the number must be explained.
Which words belong to which number is decided by `prose` and `tables`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from scrapers.catalogue import indicators
from scrapers.reading.lexicon import Lexicon, Wording
from scrapers.reading.units import SCALE

# A word counts by where it stands.
BESIDE, NEAR, BEHIND, BEFORE, HEAD, TITLE = 1.0, 0.7, 0.6, 0.3, 0.25, 0.15
THRESHOLD = 0.85
COMPLETE = 0.3  # every slot met by the number's own words
PHRASE = 0.4  # every slot met by the thing right behind the number and the words joined to it
UNEXPLAINED = 0.4
UNEXPLAINED_THING = 0.5
UNEXPLAINED_AGENT = 0.25  # a thing before the number: who has or does it
OUT_OF_BOUNDS = 1.3
# A unit that few indicators have is evidence by itself.
UNIT_EVIDENCE = {
    "copy_per_issue": 0.7,
    "person_per_point": 0.7,
    "per_100": 0.2,
    "issue": 0.3,
    "rank": 0.75,
    "score": 0.75,
}


class Surroundings(NamedTuple):
    """Concepts around a number, as masks, nearest first."""

    beside: int = 0
    near: int = 0
    behind: int = 0  # the words behind it that are not right behind it
    before: int = 0
    head: int = 0
    title: int = 0
    adjacent: int = 0  # the counted thing right behind the number, or the things of a list there
    joined: int = 0  # the words joined to that thing
    phrase: int = 0  # the words right behind the number or its unit, whatever they are
    left: int = 0  # the words right before it, which speak against a name that does not explain them
    right: int = 0  # the words right behind it, likewise


class Name(NamedTuple):
    """An indicator, the value in its unit, and how well the words explain it."""

    code: str
    value: Decimal
    score: float
    in_bounds: bool


def name_number(
    lexicon: Lexicon, kind: str, value: Decimal, other: Decimal | None, around: Surroundings
) -> list[Name]:
    """The indicators a number states, best first: one, or several that share the number.

    Args:
        lexicon: The compiled wordings.
        kind: Unit class of the number.
        value: Its value, multipliers included.
        other: Its second reading where the separator is ambiguous.
        around: The concepts around it.
    """
    best: dict[str, Name] = {}
    concepts = around.beside | around.near | around.behind | around.before | around.head | around.title
    for unit in _classes(kind, value):
        for wording in lexicon.met_by(unit, concepts):
            evidence = UNIT_EVIDENCE.get(unit, 0.0)
            score = explain(lexicon, wording, around, evidence > 0.5)
            if score:
                score += evidence
            if score < THRESHOLD:
                continue
            name = _valued(wording.code, unit, value, other, score)
            if name.score >= THRESHOLD and (
                wording.code not in best or best[wording.code].score < name.score
            ):
                best[wording.code] = name
    if not best:
        return []
    ranked = sorted(best.values(), key=lambda name: (-name.score, name.code))
    winner = ranked[0]
    shared = lexicon.shared.get(winner.code, frozenset())
    own = around.beside | around.near | around.behind
    beside = Surroundings(
        own, adjacent=around.adjacent, joined=around.joined, left=around.left, right=around.right
    )
    together = [
        name
        for name in ranked[1:]
        if name.code in shared
        and any(
            explain(lexicon, wording, beside) >= THRESHOLD
            for wording in lexicon.wordings[kind]
            if wording.code == name.code
        )
    ]
    return [winner, *together]


def explain(lexicon: Lexicon, wording: Wording, around: Surroundings, telling_unit: bool = False) -> float:
    """How well a wording explains the words around a number; 0 where it is not met."""
    beside, near, adjacent, explained = around.beside, around.near, around.adjacent, wording.explains
    own = beside | near | around.behind
    if (beside | around.left) & wording.forbids or around.joined & ~explained:
        return 0.0
    if adjacent and not adjacent & explained:
        return 0.0
    score, met_beside, complete = 0.0, bool(adjacent) or telling_unit, True
    for mask, weight, telling in wording.slots:
        if mask & own:
            score += weight * (BESIDE if mask & beside else NEAR if mask & near else BEHIND)
            met_beside = met_beside or bool(telling & own)
        else:
            complete = False
            further = (
                BEFORE
                if mask & around.before
                else HEAD
                if mask & around.head
                else TITLE
                if mask & around.title
                else 0.0
            )
            if not further:
                return 0.0
            score += weight * further
    for mask in wording.beside:
        if not mask & beside:
            return 0.0
    for mask in wording.near:
        if not mask & own:
            return 0.0
    score += COMPLETE if complete else 0.0
    if not met_beside and len(wording.slots) > 1:
        return 0.0
    if around.phrase and all(slot.mask & around.phrase for slot in wording.slots):
        score += PHRASE
    else:
        score -= _unexplained(lexicon, around.left & ~wording.explains, UNEXPLAINED_AGENT)
    score -= _unexplained(lexicon, around.right & ~wording.explains, UNEXPLAINED_THING)
    return score + 0.02 * (around.beside & wording.explains).bit_count()


def _unexplained(lexicon: Lexicon, mask: int, thing: float) -> float:
    """How much the words that a wording leaves unexplained speak against it."""
    left = mask & ~lexicon.silent
    things = left & lexicon.things
    return UNEXPLAINED * (left & ~things).bit_count() + thing * things.bit_count()


def _classes(kind: str, value: Decimal) -> tuple[str, ...]:
    """Unit classes whose indicators may take a number printed with this one."""
    if kind == "count":
        return ("count", "score") if value < 1 else ("count",)
    return (kind,)


def _valued(code: str, unit: str, value: Decimal, other: Decimal | None, score: float) -> Name:
    indicator = indicators().get(code)
    if indicator is None:  # told apart, not collected
        return Name(code, value, score, True)
    scale = SCALE.get(unit, Decimal(1))
    if unit == "count" and other is not None and other < value:
        other = None  # what is counted has no decimals
    readings = (value, other)
    if unit == "count" and other is not None and value != value.to_integral_value():
        readings = (other, value)
    for reading in readings:
        if reading is not None and indicator.value_min <= reading * scale <= indicator.value_max:
            return Name(code, plain(reading * scale), score, True)
    return Name(code, plain(value * scale), score - OUT_OF_BOUNDS, False)


def plain(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
