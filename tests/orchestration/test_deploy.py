"""The parts of a server fit together: units, ports, settings, and the web server as its unit starts it."""

import re
import signal
from pathlib import Path

import pytest
import yaml

from orchestration.commands.serve import CODE_PORT, Part
from orchestration.commands.ui import HOST
from orchestration.instance import SETTINGS, prepare_home
from scrapers.errors import UserError
from tests.orchestration.test_ui import answers, started
from tests.servers import free_port, until
from warehouse.workspace import PROJECT_ROOT, Workspace

DEPLOY = PROJECT_ROOT / "docs" / "deploy"


def test_every_part_has_its_unit_and_the_target_wants_them_all() -> None:
    started_by = {
        path.name: re.findall(r"^ExecStart=\S+/sotttt serve (\w+)$", path.read_text("utf-8"), re.MULTILINE)
        for path in DEPLOY.glob("sotttt-*.service")
    }
    assert [part for parts in started_by.values() for part in parts] == [
        name.removeprefix("sotttt-").removesuffix(".service") for name, parts in started_by.items() if parts
    ]
    assert {part for parts in started_by.values() for part in parts} == set(Part)
    wanted = set(re.findall(r"sotttt-\w+\.\w+", (DEPLOY / "sotttt.target").read_text("utf-8")))
    assert wanted == {name for name, parts in started_by.items() if parts} | {"sotttt-metrics.timer"}


def test_the_code_is_looked_for_where_it_listens() -> None:
    text = (PROJECT_ROOT / "orchestration" / "commands" / "locations.yaml").read_text("utf-8")
    (location,) = yaml.safe_load(text)["load_from"]
    assert location["grpc_server"] == {"host": HOST, "port": CODE_PORT, "location_name": "sotttt"}
    assert f"-p {CODE_PORT}" in (DEPLOY / "sotttt-code.service").read_text("utf-8")


def test_the_password_of_postgres_stands_in_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(tmp_path / "data")
    monkeypatch.setenv("SOTTTT_POSTGRES", "postgresql+psycopg2://sotttt:geheim@127.0.0.1/sotttt")
    monkeypatch.setenv("DAGSTER_HOME", "")  # set by prepare_home, given back after the test
    settings = (prepare_home(workspace) / SETTINGS.name).read_text("utf-8")
    assert "geheim" not in settings
    expected = yaml.safe_load(SETTINGS.read_text("utf-8"))
    expected["storage"] = {"postgres": {"postgres_url": {"env": "SOTTTT_POSTGRES"}}}
    assert yaml.safe_load(settings) == expected

    monkeypatch.setenv("SOTTTT_POSTGRES", "postgresql://sotttt:geheim@127.0.0.1/sotttt")
    with pytest.raises(UserError, match="must begin with") as refused:
        prepare_home(workspace)
    assert "geheim" not in str(refused.value)


def test_the_web_server_answers_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path / "data", "serve", "web", "--port", str(port)) as web:
        until(lambda: answers(port) or web.poll() is not None)
        assert answers(port)
        web.send_signal(signal.SIGTERM)
        until(lambda: web.poll() is not None)
