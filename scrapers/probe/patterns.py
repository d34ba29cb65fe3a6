"""Regular expressions for addresses, derived from examples of one shape.

Two addresses have one shape when depth, extension and names in the query agree. What they share stays
as it is, what differs becomes a class; a pattern that misses one of its examples is not given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import SplitResult, urlsplit

Shape = tuple[object, ...]
FEWEST = 3  # examples of a pattern
_START = r"^https?://[^/]+"
_EXTENSION = re.compile(r"(?<=[^/])\.[A-Za-z][A-Za-z0-9]{1,4}$")
_ENDS = (r"\d+", r"[^/?]+-\d+", r"\d+-[^/?]+", r"[^/?]+[-_.a-z]\d+")
_MOST_MATCH = 0.8  # the rest of the examples had a number missing, or are strays
_ACTIONS = ("view", "task", "act", "op", "action", "mod")  # their words tell an article from a listing
_DIGITS = re.compile(r"(?<!%)(?<!%[0-9A-F])\d+(?![A-Za-z])")  # not those of a percent escape


def shape(url: str) -> Shape:
    """What addresses made by one rule of a CMS have in common; equal shapes can share a pattern."""
    parts = urlsplit(url)
    pairs = _pairs(parts)
    actions = tuple((name, value) for name, value in pairs.items() if name.lower() in _ACTIONS)
    words = tuple(pair for pair in actions if pair[1].isalpha())
    path = parts.path if pairs else parts.path.count("/")
    return path, _extension(parts.path), parts.path.endswith("/"), tuple(sorted(pairs)), words


def article_pattern(urls: Collection[str]) -> str | None:
    """A pattern for the addresses of articles of one shape; None from fewer than three, or when it fails."""
    parts = [urlsplit(url) for url in sorted(set(urls))]
    if len(parts) < FEWEST:
        return None
    names = set.intersection(*(set(_pairs(part)) for part in parts))
    pattern = f"{_START}{_path([part.path for part in parts])}"
    pattern += _query(parts, sorted(names)) if names else "$"
    found = [url for url in urls if re.search(pattern, url)]
    return pattern if len(found) >= max(FEWEST, _MOST_MATCH * len(parts)) else None


def listing_pattern(urls: Iterable[str]) -> str | None:
    """A pattern for exactly these addresses with any number in place of theirs; None for none."""
    told = [urlsplit(url) for url in urls]
    rests = {part.path + (f"?{part.query}" if part.query else "") for part in told}
    kinds = sorted({_DIGITS.sub(r"\\d+", _literal(rest)) for rest in rests})
    return f"{_START}(?:{'|'.join(kinds)})$" if kinds else None


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\-", "-").replace(r"\&", "&")  # as a person would write it


def _pairs(parts: SplitResult) -> dict[str, str]:
    return {name: value for name, _, value in (p.partition("=") for p in parts.query.split("&")) if name}


def _extension(path: str) -> str:
    found = _EXTENSION.search(path)
    return found[0] if found else ""


def _path(paths: Sequence[str]) -> str:
    extension = _extension(paths[0])
    rows = [path.removesuffix(extension).split("/") for path in paths]
    columns = list(zip(*rows, strict=False))
    return "/".join(map(_segment, columns)) + _literal(extension)


def _segment(texts: Sequence[str]) -> str:
    if len(set(texts)) == 1:
        return _literal(texts[0])
    for form in _ENDS:
        if sum(re.fullmatch(form, text) is not None for text in texts) >= _MOST_MATCH * len(texts):
            return form
    return r"[^/?]+"


def _query(parts: Sequence[SplitResult], names: Sequence[str]) -> str:
    wanted = []
    for name in names:
        values = {_pairs(part)[name] for part in parts}
        if all(value.isdigit() for value in values):
            wanted.append(rf"{_literal(name)}=\d+")
        elif len(values) == 1:
            wanted.append(_literal(f"{name}={values.pop()}"))
        # words that differ are sections; the pattern leaves them open
    return r"\?(?:.*&)?" + r"&(?:.*&)?".join(wanted) + r"(?:&|$)" if wanted else r"\?"
