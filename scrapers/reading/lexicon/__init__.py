"""The words of the field: concepts and wordings of indicators, compiled from the YAML files beside it.

A concept is one bit. A stretch of text becomes the set of concepts in it (one integer), and a wording of
an indicator is met when every one of its slots shares a bit with that set. What is said where on a page,
and which wording wins, is `scrapers.reading.naming`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from scrapers.catalogue import indicators
from scrapers.datafiles import Problem, Record, YamlFile, check, suggestion
from scrapers.reading.text import one_spelling
from scrapers.reading.units import CLASS_OF_UNIT

HERE = Path(__file__).parent
MET_KEPT = 50_000
SILENT = 0.4
TIER = 0.7
OTHER = "other"  # the code of quantities that are told apart but not collected


class Slot(NamedTuple):
    """One part of a wording: met by any of its concepts."""

    mask: int
    weight: float  # less for a tier of government, and for words that say little
    telling: int  # those of its concepts that tell something when they stand at the number itself


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to name an indicator. Masks are sets of concept bits."""

    code: str
    slots: tuple[Slot, ...]
    beside: tuple[int, ...]  # slots that must be met beside the number itself
    near: tuple[int, ...]  # slots that must be met in the number's own words
    explains: int  # all bits this wording accounts for
    forbids: int


class Hit(NamedTuple):
    """A concept's wording found in a key text."""

    start: int
    end: int
    mask: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled concepts and wordings."""

    automaton: AhoCorasick
    masks: tuple[int, ...]  # of the automaton's patterns
    bits: dict[str, int]
    things: int
    silent: int  # tiers among them
    tiers: int
    tier_things: int  # things whose wording names a tier, too (huyện, UBND xã)
    wordings: dict[str, tuple[Wording, ...]]  # by unit class
    shared: dict[str, frozenset[str]]  # code -> codes one number may state together with it
    flow_shares: frozenset[str]  # ratios whose period is that of a flow
    densities: dict[str, str]  # code of a count -> code of its density
    by_company: frozenset[str]  # codes that one company may state for the province
    tiered: frozenset[str]  # codes that concern a tier of government

    _met: dict[tuple[str, int], tuple[Wording, ...]] = field(default_factory=dict, repr=False, compare=False)

    def met_by(self, unit: str, concepts: int) -> tuple[Wording, ...]:
        """The wordings of a unit class all of whose slots these concepts meet."""
        key = unit, concepts
        if key not in self._met:
            if len(self._met) >= MET_KEPT:
                self._met.clear()
            wordings = self.wordings.get(unit, ())
            self._met[key] = tuple(w for w in wordings if all(slot.mask & concepts for slot in w.slots))
        return self._met[key]

    def find(self, key: str) -> list[Hit]:
        """All concept wordings of a key text: whole words, none inside a longer wording."""
        found = self.automaton.find_matches_as_indexes(key, overlapping=True)
        hits, reach = [], -1
        for pattern, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
            if end <= reach or _inside_word(key, start, end):
                continue
            reach = end
            if self.masks[pattern]:
                hits.append(Hit(start, end, self.masks[pattern]))
        return hits


def _inside_word(key: str, start: int, end: int) -> bool:
    """Do letters go on before or behind? Digits may touch words (3.037người), not digits."""
    if start:
        before, first = key[start - 1], key[start]
        if before.isalpha() or (first.isdigit() and (before.isdigit() or before in ".,")):
            return True
    return end < len(key) and (key[end].isalpha() or (key[end].isdigit() and key[end - 1].isdigit()))


class _Concepts(Record):
    things: dict[str, str]
    words: dict[str, str]
    silent: dict[str, str]
    tiers: dict[str, str]
    hides: str


class _Wordings(Record):
    indicators: dict[str, str]
    others: dict[str, str]
    share: list[str]
    flow_shares: str
    densities: dict[str, str]
    by_company: str
    tiered: str


@cache
def lexicon(folder: Path = HERE) -> Lexicon:
    """Load and compile the lexicon.

    Raises:
        UserError: an unknown concept or indicator, with file and line.
    """
    concepts_file, wordings_file = YamlFile(folder / "concepts.yaml"), YamlFile(folder / "indicators.yaml")
    concepts, problems = concepts_file.read(_Concepts)
    wordings, more = wordings_file.read(_Wordings)
    check(problems + more)
    assert concepts and wordings  # noqa: S101 - no problems means records
    groups = (concepts.things, concepts.words, concepts.silent, concepts.tiers)
    bits = {name: 1 << index for index, name in enumerate(name for group in groups for name in group)}
    masks: dict[str, int] = dict.fromkeys(_phrases(concepts.hides), 0)
    for group in groups:
        for name, phrases in group.items():
            for phrase in _phrases(phrases):
                masks[phrase] = masks.get(phrase, 0) | bits[name]
    tiers = sum(bits[name] for name in concepts.tiers)
    silent = tiers | sum(bits[name] for name in concepts.silent)
    compiled, problems = _compile(wordings, wordings_file, bits, silent, tiers)
    check(problems)
    return Lexicon(
        automaton=AhoCorasick(list(masks), matchkind=MatchKind.Standard),
        masks=tuple(masks.values()),
        bits=bits,
        things=sum(bits[name] for name in concepts.things),
        silent=silent,
        tiers=tiers,
        tier_things=reduce(or_, (mask for mask in masks.values() if mask & tiers), 0) & ~silent,
        wordings=compiled,
        shared={
            code: frozenset().union(*(group.split() for group in wordings.share if code in group.split()))
            for group in wordings.share
            for code in group.split()
        },
        flow_shares=frozenset(wordings.flow_shares.split()),
        densities=wordings.densities,
        by_company=frozenset(wordings.by_company.split()),
        tiered=frozenset(wordings.tiered.split()),
    )


def _phrases(line: str) -> list[str]:
    return [one_spelling(phrase) for phrase in line.split("|") if phrase.strip()]


def _compile(
    wordings: _Wordings, file: YamlFile, bits: dict[str, int], silent: int, tiers: int
) -> tuple[dict[str, tuple[Wording, ...]], list[Problem]]:
    compiled: dict[str, list[Wording]] = {}
    problems: list[Problem] = []
    known = indicators()
    lines = [("indicators", code, text) for code, text in wordings.indicators.items()]
    lines += [("others", unit, text) for unit, text in wordings.others.items()]
    for section, code, texts in lines:
        line = file.line((section, code))
        if section == "indicators" and code not in known:
            problems.append(Problem(file.path, line, section, suggestion(code, known), code))
            continue
        unit = code if section == "others" else CLASS_OF_UNIT.get(known[code].canonical_unit, "count")
        for text in texts.split("|"):
            names = [name for slot in text.split() for name in slot.strip("+=-()").split("/")]
            unknown = [name for name in names if name not in bits]
            problems += [Problem(file.path, line, code, suggestion(name, bits), name) for name in unknown]
            if not unknown:
                name = OTHER if section == "others" else code
                compiled.setdefault(unit, []).append(_wording(name, text, bits, silent, tiers))
    return {unit: tuple(found) for unit, found in compiled.items()}, problems


def _wording(code: str, text: str, bits: dict[str, int], silent: int, tiers: int) -> Wording:
    slots: list[Slot] = []
    beside: list[int] = []
    near: list[int] = []
    explains = forbids = 0
    for slot in text.split():
        mask = 0
        for name in slot.strip("+=-()").split("/"):
            mask |= bits[name]
        if slot[0] == "-":
            forbids |= mask
            continue
        explains |= mask
        if slot[0] == "+":
            beside.append(mask)
        if slot[0] == "=":
            near.append(mask)
        if slot[0] != "(":
            slots.append(_slot(mask, silent, tiers))
    return Wording(code, tuple(slots), tuple(beside), tuple(near), explains, forbids)


def _slot(mask: int, silent: int, tiers: int) -> Slot:
    if mask & tiers:
        return Slot(mask, TIER, mask)
    return Slot(mask, 1.0 if mask & ~silent else SILENT, mask & ~silent)
