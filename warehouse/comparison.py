"""The last build beside the release before it, for all that asks what became different between them.

Only opening the two belongs here. It has to happen after dbt has built and before the build is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from scrapers.errors import UserError
from warehouse.database import first_line, literal
from warehouse.workspace import Workspace

MEMORY = "2GB"  # of DuckDB while it joins two releases; more goes to disk, beside the build


class NothingToCompareError(UserError):
    """Nothing is published yet, or what is cannot be opened, or has not the tables and columns asked for."""


@contextmanager
def build_beside_release(
    workspace: Workspace, *, into: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the marts of both, as `build.main` and `release.main`.

    Args:
        workspace: Where both are.
        into: A folder that it may write files into.

    Raises:
        NothingToCompareError: There is no release, it is damaged, or an earlier version made it otherwise.
        UserError: There is no build, or dbt is writing it.
    """
    if not workspace.published.exists():
        raise NothingToCompareError("nothing is published yet that the build could be compared with")
    if not workspace.build.exists():
        raise UserError(f"{workspace.build}: not there yet; `sotttt build` makes it")
    spill = f"{workspace.build}.tmp"
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": spill}) as connection:
        for name, path in (("release", workspace.published), ("build", workspace.build)):
            try:
                connection.execute(f"attach {literal(path)} as {name} (read_only)")
            except duckdb.Error as error:
                if name == "release":
                    raise NothingToCompareError("the release before is damaged") from error
                raise UserError(f"{path}: cannot be opened: {first_line(error)}") from error
        if into is not None:
            connection.execute(f"set allowed_directories = [{literal(f'{into}/')}]")
        connection.execute("set enable_external_access = false; set lock_configuration = true")
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise NothingToCompareError(f"the release has other tables: {first_line(error)}") from error
