"""Writes the report: one HTML file that needs nothing else, runs no script and loads nothing.

The policy in its head forbids both to the browser, should a page ever get markup past the escaping.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from scrapers.errors import UserError
from scrapers.extract import Extracted, extract
from scrapers.review import words
from scrapers.review.views import file_view
from scrapers.selfcontained import rendered

HERE = Path(__file__).parent


def write_report(paths: Sequence[Path], out: Path) -> int:
    """Write the report of these files and folders; 1 when a file could not be read, else 0.

    Raises:
        UserError: the report cannot be written there.
    """
    if out.resolve() in {path.resolve() for path in paths}:
        raise UserError(f"{out}: is one of the pages to read; give the report another name")
    read = list(extract(paths, leave_out=out))
    problems = [one.problem for one in read if one.problem]
    for problem in problems:
        print(f"sotttt: {problem}", file=sys.stderr)
    try:
        out.write_bytes(render(read).encode(errors="replace"))
    except OSError as error:
        raise UserError(f"{out}: cannot be written: {error.strerror}; choose another place") from error
    figures = sum(len(one.reading.figures) for one in read)
    rejected = sum(len(one.reading.rejections) for one in read)
    print(f"{out}: {len(read)} files, {figures} figures, {rejected} numbers rejected")
    return 1 if problems else 0


def render(read: Sequence[Extracted]) -> str:
    """The report as HTML. The same readings give the same bytes."""
    return rendered(
        HERE / "report.html",
        style=(HERE / "report.css").read_text(encoding="utf-8"),
        files=[file_view(number, one) for number, one in enumerate(read, start=1)],
        reason=words.reason,
        plain=words.plain,
    )
