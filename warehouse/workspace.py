"""Where everything the project keeps lies: archive, lake, build database, published file.

Only paths, and the errors a disk can give, belong here; what the files hold is told by their own modules.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scrapers.errors import UserError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DBT_PROJECT = PROJECT_ROOT / "dbt_project"

_DISK_TROUBLE = {
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.ENOSPC: "the disk is full",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EEXIST: "a file stands where a folder should be",
    errno.EDQUOT: "the disk quota is used up",
}
_SQLITE_TROUBLE = {  # of Dagster's run history
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails or is full",
    sqlite3.SQLITE_READONLY: "the disk is read-only",
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """One data folder. Two workspaces share nothing, so that sample and live data never mix."""

    root: Path

    @classmethod
    def current(cls) -> Workspace:
        """The workspace that the environment names.

        SOTTTT_DATA is the folder; without it `data`, or `data/live` when SOTTTT_SITES=live.
        """
        named = os.environ.get("SOTTTT_DATA")
        default = PROJECT_ROOT / "data"
        if os.environ.get("SOTTTT_SITES") == "live":
            default /= "live"
        return cls(Path(named).expanduser().resolve() if named else default)

    @property
    def archive(self) -> Path:
        """WARC records: the only thing that cannot be made again."""
        return self.root / "archive"

    @property
    def lake(self) -> Path:
        """Parquet, one folder per table."""
        return self.root / "lake"

    @property
    def review(self) -> Path:
        """What reviewers settled: cannot be made again either. SOTTTT_REVIEW names another folder."""
        named = os.environ.get("SOTTTT_REVIEW")
        return Path(named).expanduser().resolve() if named else self.root / "review"

    @property
    def build(self) -> Path:
        """The database that only dbt opens for writing."""
        return self.root / "build" / "build.duckdb"

    @property
    def build_record(self) -> Path:
        """What the last successful build was made of."""
        return self.root / "build" / "build.json"

    @property
    def dbt_target(self) -> Path:
        """Manifest, run results and logs of dbt for this workspace."""
        return self.root / "build" / "dbt"

    @property
    def releases(self) -> Path:
        """A folder per release; beside it, `current` leads to the one of now."""
        return self.root / "published" / "releases"

    @property
    def published(self) -> Path:
        """The file analysts open: a name that leads into the release of now."""
        return self.root / "published" / "sotttt.duckdb"

    @property
    def dagster_home(self) -> Path:
        """Run history of Dagster."""
        return self.root / "dagster"

    def dbt_environment(self) -> dict[str, str]:
        """The variables `dbt_project/profiles.yml` and its sources read."""
        return {
            "SOTTTT_LAKE": str(self.lake),
            "SOTTTT_BUILD": str(self.build),
            "DBT_PROFILES_DIR": str(DBT_PROJECT),
            "DBT_TARGET_PATH": str(self.dbt_target),
            "DBT_LOG_PATH": str(self.dbt_target),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the disk's refusals while `path` is written into a UserError that names it.

    Raises:
        UserError: The disk is read-only, full, or may not be written by this user.
    """
    try:
        yield
    except UserError:
        raise
    except Exception as error:  # libraries wrap what the disk said in errors of their own
        for cause in _causes(error):
            if trouble := _trouble(cause):
                where = getattr(cause, "filename", None) or path
                raise UserError(
                    f"{where}: cannot write, {trouble}; free it or set SOTTTT_DATA to another folder"
                ) from error
        raise


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _trouble(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE_TROUBLE.get(
            getattr(error, "sqlite_errorcode", 0) & 0xFF
        )  # the rest says where it was met
    return _DISK_TROUBLE.get(error.errno or 0) if isinstance(error, OSError) else None
