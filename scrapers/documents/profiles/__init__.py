"""CMS profiles: one YAML file per family says how it is recognised and where its parts are.

A new family is a new file (and a saved page with its expected reading under tests). Code that reads pages
with a profile is in `page.py` and `links.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick
from pydantic import field_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scrapers.datafiles import Record, load_yaml, suggestion
from scrapers.errors import UserError

FOLDER = Path(__file__).parent
GENERIC = "generic"


class Profile(Record):
    """How the pages of one CMS family are built. Selectors are CSS; the first that finds text wins."""

    name: str
    signs: tuple[str, ...] = ()  # words of the markup (lower case) that this family has
    needed: int = 1  # how many of the signs a page must show
    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()  # chrome inside the body
    listing: tuple[str, ...] = ()  # links of a listing page to its articles
    frame: tuple[str, ...] = ()  # banner and footer: who publishes

    @field_validator("signs")
    @classmethod
    def _lower(cls, signs: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [sign for sign in signs if sign != sign.lower()]:
            raise ValueError(f"write signs in lower case: {', '.join(wrong)}")
        return signs

    @field_validator("title", "body", "date", "lead", "drop", "listing", "frame")
    @classmethod
    def _selectors(cls, selectors: tuple[str, ...]) -> tuple[str, ...]:
        page = LexborHTMLParser("<p></p>")
        for selector in selectors:
            try:
                page.css_first(selector)
            except SelectolaxError as error:
                raise ValueError(f"not a CSS selector: {selector}") from error
        return selectors


@cache
def load_profiles() -> dict[str, Profile]:
    """All profiles by name.

    Raises:
        UserError: a file is wrong, or its name is not the profile's.
    """
    profiles = {path.stem: load_yaml(path, Profile) for path in sorted(FOLDER.glob("*.yaml"))}
    for name, profile in profiles.items():
        if profile.name != name:
            raise UserError(f"{name}.yaml: name: is {profile.name!r}; write name: {name}")
    return profiles


def named(name: str) -> Profile:
    """The profile of a name.

    Raises:
        UserError: there is none.
    """
    profiles = load_profiles()
    if name not in profiles:
        raise UserError(f"profile {name!r} is not known; {suggestion(name, profiles)}")
    return profiles[name]


@cache
def _matcher() -> tuple[BytesAhoCorasick, list[tuple[Profile, set[int]]]]:
    """One scan for all signs, and which numbers of signs are whose."""
    profiles = load_profiles().values()
    signs = list(dict.fromkeys(sign for profile in profiles for sign in profile.signs))
    numbers = {sign: number for number, sign in enumerate(signs)}
    owners = [(profile, {numbers[sign] for sign in profile.signs}) for profile in profiles]
    return BytesAhoCorasick([sign.encode() for sign in signs]), owners


def candidates(html: str) -> list[Profile]:
    """The profiles whose signs the markup shows, the most signs first."""
    matcher, owners = _matcher()
    markup = html.encode(errors="ignore").lower()
    signs = {sign for sign, _, _ in matcher.find_matches_as_indexes(markup, overlapping=True)}
    found = [(len(signs & own), profile) for profile, own in owners]
    found = [(count, profile) for count, profile in found if count >= max(1, profile.needed)]
    return [profile for _, profile in sorted(found, key=lambda pair: -pair[0])]


def chosen(name: str | None, html: str) -> list[Profile]:
    """The profiles to try on a page: the one its source names, else those whose signs it shows."""
    return candidates(html) if name is None else [named(name)]
