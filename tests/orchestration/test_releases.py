"""Between a good build and its publishing: what warns, what stops it, and what is told of a release."""

from __future__ import annotations

import base64
import re

import dagster as dg
import duckdb
import pytest

from orchestration.assets.against_release import against_release
from orchestration.assets.releases import holds_what_was_built
from orchestration.definitions import build_defs
from orchestration.resources import Portals
from orchestration.telling.pictures import LARGEST, heat_map
from tests.conftest import Command
from warehouse.release.published import published
from warehouse.workspace import Workspace

_ONE_MORE = (
    "insert into fct_indicator_year by name select * replace (year - {years} as year)"
    " from fct_indicator_year where indicator = 'ict.enterprises' and year = 2018"
)


def test_lost_values_stop_the_build_and_a_person_can_publish_it_all_the_same(own: Workspace) -> None:
    _change_release(own, *(_ONE_MORE.format(years=years) for years in range(1, 13)))
    before = own.published.read_bytes()
    defs = build_defs(own, Portals({}))
    job = defs.resolve_job_def("build_job")
    with dg.DagsterInstance.ephemeral() as instance:
        stopped = job.execute_in_process(instance=instance, raise_on_error=False)
        assert not stopped.success
        (failure,) = stopped.get_step_failure_events()
        assert failure.step_key == "against_release"
        assert "12 of" in failure.step_failure_data.user_failure_data.description
        checks = _checks(stopped)
        assert checks["fct_indicator_year", "nothing_lost"].severity is dg.AssetCheckSeverity.ERROR
        assert "materialise published_warehouse" in (
            checks["fct_indicator_year", "nothing_lost"].description or ""
        )
        assert own.published.read_bytes() == before

        (seen,) = instance.fetch_observations(dg.AssetKey("mart_coverage"), limit=1).records
        coverage = seen.asset_observation.metadata
        assert 0 < coverage["cells_known"].value < coverage["cells"].value
        assert "data:image/png;base64" in coverage["coverage"].value

        alone = job.execute_in_process(
            instance=instance, asset_selection=[dg.AssetKey("published_warehouse")]
        )
        assert _checks(alone)["published_warehouse", "holds_what_was_built"].passed
        (event,) = alone.asset_materializations_for_node("published_warehouse")
    assert event.metadata["changed"].value
    told = [event.metadata[f"figures_{change}"].value for change in ("added", "changed", "withdrawn")]
    assert told == [0, 0, 0]
    assert "Thái Nguyên" in event.metadata["mart_province_year"].value


def test_a_release_is_told_with_its_files_and_one_taken_back_stays_so(
    own: Workspace, sotttt: Command
) -> None:
    """On the command line and in the UI."""
    first = published(own)
    assert first is not None
    with duckdb.connect(str(own.build)) as build:
        build.execute("update fct_figure set confidence = 0.5")
    job = build_defs(own, Portals({})).resolve_job_def("build_job")

    def published_warehouse(instance: dg.DagsterInstance) -> dict[str, dg.MetadataValue[object]]:
        alone = job.execute_in_process(
            instance=instance, asset_selection=[dg.AssetKey("published_warehouse")]
        )
        (event,) = alone.asset_materializations_for_node("published_warehouse")
        return dict(event.metadata)

    with dg.DagsterInstance.ephemeral() as instance:
        told = published_warehouse(instance)
        second = published(own)
        assert second is not None
        assert (told["release_id"].value, told["changed"].value) == (second.release_id, True)
        assert str(told["folder"].value) == str(second.folder)
        assert "sotttt.xlsx" in str(told["files"].value)

        back = sotttt(own.root, "release", "rollback", "--by", "Lan", "--reason", "wrong unit")
        assert (back.returncode, str(first.folder) in back.stdout) == (0, True), back.stderr
        assert "`new_figures` and `daily_build`" in " ".join(back.stdout.split())
        assert published(own) == first
        told = published_warehouse(instance)
        assert "figures_added" not in told
        assert (told["release_id"].value, told["changed"].value) == (first.release_id, False)
        assert "by Lan" in str(told["withheld"].value)
    again = sotttt(own.root, "publish")
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert f"sotttt release restore {second.release_id}" in again.stderr
    listed = sotttt(own.root, "release", "list").stdout.splitlines()
    assert [line for line in listed if str(second.release_id) in line and "wrong unit" in line]
    assert [line for line in listed if str(first.release_id) in line and "current" in line]
    assert "by Lan" in sotttt(own.root, "status").stdout

    assert sotttt(own.root, "release", "restore", str(second.release_id)).returncode == 0
    notes = sotttt(own.root, "release", "notes").stdout
    assert notes.startswith(f"# sotttt, release {second.release_id}")
    assert f"What changed since {first.release_id}" in notes


def test_the_command_line_publishes_no_losses_unless_told_to(own: Workspace, sotttt: Command) -> None:
    _change_release(own, *(_ONE_MORE.format(years=years) for years in range(1, 13)))
    before = own.published.read_bytes()
    refused = sotttt(own.root, "publish")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert "12 of" in refused.stderr
    assert "--despite-losses" in refused.stderr
    assert own.published.read_bytes() == before
    assert sotttt(own.root, "publish", "--despite-losses").returncode == 0
    assert own.published.read_bytes() != before


def test_a_damaged_release_is_listed_and_stops_no_crawl_and_no_build(own: Workspace, sotttt: Command) -> None:
    release = published(own)
    assert release is not None
    own.published.chmod(0o644)
    own.published.write_bytes(own.published.read_bytes()[:5000])
    (line,) = [row for row in sotttt(own.root, "release", "list").stdout.splitlines() if "broken" in row]
    assert str(release.release_id) in line
    assert "damaged" in next(iter(against_release(workspace=own))).description
    crawl = sotttt(own.root, "crawl", "nosuch")
    assert "nosuch" in crawl.stderr
    assert "sotttt.duckdb" not in crawl.stderr
    done = sotttt(own.root, "publish")
    assert done.returncode == 0, done.stderr
    fresh = published(own)
    assert fresh is not None
    assert fresh.release_id != release.release_id


def test_a_lost_value_and_a_jump_are_warnings(own: Workspace) -> None:
    _change_release(own, _ONE_MORE.format(years=1))
    checks = {(result.asset_key, result.check_name): result for result in against_release(workspace=own)}
    lost = checks[dg.AssetKey("fct_indicator_year"), "nothing_lost"]
    assert (lost.passed, lost.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "| Thái Nguyên | 2017 |" in str(lost.metadata["examples"].value)
    conflicts = checks[dg.AssetKey("mart_conflicts"), "no_jump"]
    assert (conflicts.passed, conflicts.severity) == (True, dg.AssetCheckSeverity.WARN)


def test_the_first_release_has_nothing_to_be_worse_than(own: Workspace) -> None:
    own.published.unlink()
    results = list(against_release(workspace=own))
    assert len(results) == 4
    assert all(result.passed and "nothing is published" in result.description for result in results)


def test_a_build_that_another_run_writes_is_no_passed_check(own: Workspace) -> None:
    own.build.write_bytes(b"no database")
    with pytest.raises(dg.Failure, match=r"build\.duckdb"):
        list(against_release(workspace=own))


def test_a_release_with_another_schema_than_it_says_is_noticed(own: Workspace) -> None:
    release = published(own)
    assert release is not None
    assert re.fullmatch("[0-9a-f]{12}", release.schema_version or "")
    assert holds_what_was_built(workspace=own).passed
    _change_release(own, "alter table mart_growth drop column crosses_break")
    assert not holds_what_was_built(workspace=own).passed


def test_a_release_of_before_schemas_had_versions_is_read(own: Workspace) -> None:
    _change_release(own, "alter table _release drop column schema_version")
    release = published(own)
    assert release is not None
    assert release.schema_version is None


def test_a_heat_map_of_all_provinces_and_forty_years_fits_into_an_event() -> None:
    shares = [[(province * 7 + year * 3) % 50 / 49 for year in range(40)] for province in range(63)]
    picture = heat_map("Tỷ lệ", [f"Tỉnh {n}" for n in range(63)], [str(n) for n in range(40)], shares).value
    assert picture is not None
    assert len(picture) < LARGEST
    encoded = re.fullmatch(r"!\[Tỷ lệ\]\(data:image/png;base64,(.*)\)", picture)
    assert encoded
    assert base64.b64decode(encoded[1]).startswith(b"\x89PNG")


def test_a_heat_map_of_nothing_is_a_picture() -> None:
    assert "png" in str(heat_map("Nothing", [], [], []).value)


def _checks(result: dg.ExecuteInProcessResult) -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
    found = result.get_asset_check_evaluations()
    return {(check.asset_key.to_user_string(), check.check_name): check for check in found}


def _change_release(workspace: Workspace, *statements: str) -> None:
    """Make the release another one than the build, which dbt alone writes."""
    workspace.published.chmod(0o644)
    with duckdb.connect(str(workspace.published)) as connection:
        for statement in ("update _release set fingerprint = 'another'", *statements):
            connection.execute(statement)
