"""Is all well, for machines that watch: `sotttt health` by its exit code, `sotttt metrics` for Prometheus.

How single sources are belongs to `health`; what breaks is told to people by `sensors`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from prometheus_client import CollectorRegistry, Gauge, generate_latest, write_to_textfile

from orchestration.instance import prepare_home
from orchestration.jobs.schedules import build_job
from orchestration.telling import terminal
from scrapers.errors import UserError
from warehouse.health import source_health
from warehouse.release.published import Published, sound
from warehouse.workspace import Workspace, writing

CRAWL_AGE = timedelta(days=29)  # a source rests for 28 days at the most
_DAY = timedelta(days=1)
_GOOD, _BAD = dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE


@dataclass(frozen=True, slots=True)
class Vitals:
    """The state of a deployment."""

    daemons: dict[str, bool]  # by type: is its heart beating
    crawled_at: datetime | None  # when a source last landed
    built_at: datetime | None  # when the last good build ended
    build_failed: bool  # the one after it
    release: Published | None
    sources: Counter[str] | None  # enabled ones by health; None when that cannot be told now
    failed_runs: int  # in the last 24 hours

    @classmethod
    def of(cls, workspace: Workspace, instance: dg.DagsterInstance) -> Vitals:
        """As of now."""
        failed = dg.RunsFilter(statuses=[_BAD], updated_after=datetime.now(UTC) - _DAY)
        good, bad = (_last_build(instance, status) for status in (_GOOD, _BAD))
        out = _made_at(instance, "published_warehouse")  # also by hand, after a build that was held back
        well = max(filter(None, (good, out)), default=None)
        try:
            found = source_health(workspace)
        except UserError:  # a build is running
            found = None
        return cls(
            daemons={kind: one.healthy or False for kind, one in instance.get_daemon_statuses().items()},
            crawled_at=_made_at(instance, "raw_pages"),
            built_at=well,
            build_failed=bad is not None and (well is None or bad > well),
            release=sound(workspace),
            sources=None if found is None else Counter(row.health for row in found if row.is_enabled),
            failed_runs=instance.get_runs_count(failed),
        )

    def signs(self, now: datetime) -> list[tuple[str, bool, str]]:
        """What is looked at, whether it is well, and what it is."""
        silent = sorted(kind for kind, beats in self.daemons.items() if not beats)
        built = _age(now, self.built_at)
        published_at = self.release.published_at if self.release else None
        recent = self.crawled_at is not None and now - self.crawled_at <= CRAWL_AGE
        return [
            ("daemon", not silent, f"no heartbeat of {', '.join(silent)}" if silent else "its heart beats"),
            ("last crawl", recent, _age(now, self.crawled_at)),
            (
                "last build",
                self.built_at is not None and not self.build_failed,
                f"failed; the last good one: {built}" if self.build_failed else built,
            ),
            ("published", published_at is not None, _age(now, published_at)),
        ]

    def metrics(self) -> CollectorRegistry:
        """The same as gauges; times are Unix seconds, and what is not known is left out."""
        registry = CollectorRegistry()

        def gauge(name: str, text: str, value: float | None) -> None:
            if value is not None:
                Gauge(f"sotttt_{name}", text, registry=registry).set(value)

        gauge("daemon_up", "1 when every daemon of Dagster has a heartbeat", all(self.daemons.values()))
        gauge("last_crawl_timestamp_seconds", "When a source last landed", _seconds(self.crawled_at))
        gauge("last_build_timestamp_seconds", "When the last good build ended", _seconds(self.built_at))
        gauge("build_failed", "1 when the last build failed", self.build_failed)
        gauge("failed_runs", "Runs that failed in the last 24 hours", self.failed_runs)
        if self.release:
            gauge(
                "published_timestamp_seconds",
                "When the release was made",
                _seconds(self.release.published_at),
            )
            gauge("figures", "Published figures", self.release.rows["fct_figure"])
        if self.sources is not None:
            by_health = Gauge("sotttt_sources", "Enabled sources by health", ["health"], registry=registry)
            for word, number in self.sources.items():
                by_health.labels(word).set(number)
        return registry


def show() -> int:
    """Print how all is; 1 when something is not well."""
    signs = _now().signs(datetime.now(UTC))
    terminal.table(("", "", ""), [(name, "well" if well else "NOT WELL", told) for name, well, told in signs])
    return int(not all(well for _, well, _ in signs))


def write_metrics(path: Path | None) -> None:
    """To a file that is there whole or not at all, as node_exporter's collector wants; or print them.

    Raises:
        UserError: the file cannot be written.
    """
    registry = _now().metrics()
    if path is None:
        print(generate_latest(registry).decode(), end="")
        return
    with writing(path):
        write_to_textfile(str(path), registry)


def _now() -> Vitals:
    workspace = Workspace.current()
    prepare_home(workspace)
    with dg.DagsterInstance.get() as instance:
        return Vitals.of(workspace, instance)


def _made_at(instance: dg.DagsterInstance, asset: str) -> datetime | None:
    made = instance.get_latest_materialization_event(dg.AssetKey(asset))
    return datetime.fromtimestamp(made.timestamp, UTC) if made else None


def _last_build(instance: dg.DagsterInstance, status: dg.DagsterRunStatus) -> datetime | None:
    """When the last build that ended so did end."""
    wanted = dg.RunsFilter(job_name=build_job.name, statuses=[status])
    ended = [record.end_time for record in instance.get_run_records(wanted, limit=1)]
    return datetime.fromtimestamp(ended[0], UTC) if ended and ended[0] else None


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _age(now: datetime, moment: datetime | None) -> str:
    if moment is None:
        return "never"
    hours = (now - moment) / timedelta(hours=1)
    ago = f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
    return f"{moment:%Y-%m-%d %H:%M} UTC, {ago} ago"
