"""Writes the report in a process of its own, so that whoever publishes can write other files meanwhile.

The chart library holds Python's lock as long as it draws: a thread beside it would wait.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scrapers.errors import UserError
from warehouse.release.report.contents import Named


def write_report_apart(database: Path, release: Named, folder: Path) -> None:
    """As `write_report`, which says what the arguments are.

    Raises:
        UserError: The report cannot be written.
    """
    command = [sys.executable, "-m", "warehouse.release.report", str(database), str(folder), *release]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        why = done.stderr.strip().rpartition("\n")[2] or f"it ended with code {done.returncode}"
        raise UserError(f"{folder}: no report: {why}")
