"""HTML files that need nothing else and load nothing: the head they begin with, and how they are rendered.

What a page shows belongs to whoever writes it: `scrapers.review`, `warehouse.release.report`.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_SHARED = Path(__file__).parent
_POLICY = "default-src 'none'; {}style-src {}; base-uri 'none'; form-action 'none'"


def rendered(template: Path, style: str, scripts: tuple[str, ...] = (), **told: object) -> str:
    """The page that a template makes; what it is told is escaped, so that it stays text.

    Args:
        template: It includes `head.html` and may take other templates from its own folder.
        style: The style sheet; `head.html` sets it and the policy, by which no other has any effect.
        scripts: Those that may run, by their hashes. Without any, none may.
        told: What the template shows.
    """
    allowed = f"script-src {' '.join(map(_source, scripts))}; " if scripts else ""
    environment = Environment(
        loader=FileSystemLoader([template.parent, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template.name).render(
        style=Markup(style),  # noqa: S704  # our own file
        policy=_POLICY.format(allowed, _source(style)),
        **told,
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
