"""The tools to compare with, where they are installed: trafilatura for pages, Duckling for numbers.

They are no dependency of the project: `make bench` brings them from a lock of their own.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

Spans = list[tuple[int, int, float]]  # start, end, value


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A tool under its name and version; `run` does what is measured."""

    name: str
    run: Callable[[str], Any]


def trafilatura() -> Yardstick | None:
    """Main text and metadata of a page given as decoded markup; no figures."""
    module = _module("trafilatura")
    if module is None:
        return None
    return Yardstick(
        f"trafilatura {version('trafilatura')}, with metadata",
        lambda html: module.extract(html, with_metadata=True),
    )


def duckling() -> Yardstick | None:
    """Numbers of a Vietnamese sentence, as start, end and value; no times, no money."""
    module = _module("duckling")
    if module is None:
        return None
    locale = module.parse_locale("VI_VN", module.default_locale_lang(module.parse_lang("VI")))
    zones = module.load_time_zones("/usr/share/zoneinfo")
    now = module.parse_ref_time(zones, "Asia/Ho_Chi_Minh", 1_577_836_800)
    context, numbers = module.Context(now, locale), module.parse_dimensions(["number"])

    def read(sentence: str) -> Spans:
        found: Sequence[dict[str, Any]] = module.parse(sentence, context, numbers, False)
        return [(one["start"], one["end"], one["value"]["value"]) for one in found]

    return Yardstick(f"Duckling, Vietnamese, pyduckling-native {version('pyduckling-native-phihos')}", read)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
