"""Small tables for the Dagster UI. What is in them belongs to the assets that report it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import dagster as dg

from warehouse import markdown


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MarkdownMetadataValue:
    """A Markdown table; cells may come from pages, so nothing in them is markup."""
    return dg.MetadataValue.md(markdown.table(header, rows))
