"""`python -m warehouse.release.report`: the report of a release, or of a build that becomes one."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from scrapers.errors import UserError
from warehouse.release.report.contents import Named
from warehouse.release.report.writing import write_report


def main() -> None:
    """Write the report that the arguments name; exit code 1 and a line when that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.release.report", description=__doc__)
    parser.add_argument("database", type=Path, help="of a release, or the build it is made of")
    parser.add_argument("folder", type=Path, help="where report.html and charts/ go")
    parser.add_argument("id", help="of the release")
    parser.add_argument("published_at", help="ISO 8601, UTC")
    parser.add_argument("version", help="of the project")
    told = parser.parse_args()
    gc.disable()  # it would look through a million rows that nobody drops, a fifth of the time
    try:
        write_report(told.database, Named(told.id, told.published_at, told.version), told.folder)
    except UserError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
