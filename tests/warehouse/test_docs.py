"""The dictionary: one page in two languages that asks nobody else, served by the real command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.browser import started
from tests.servers import PATIENCE, free_port, until
from warehouse.workspace import Workspace

_SHOWN = "document.body?.innerText ?? ''"
ROOT = Path(__file__).parents[2]


def test_the_page_is_served_here_only_and_asks_nobody(own: Workspace) -> None:
    port = free_port()
    environment = os.environ | {"SOTTTT_DATA": str(own.root), "PORT": str(port)}
    command = [sys.executable, "-m", "warehouse.docs"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith(f"http://127.0.0.1:{port}/index.html")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/index.html", timeout=PATIENCE) as answer:
            page = answer.read().decode()
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        server.terminate()
    assert json.dumps("Tên tỉnh")[1:-1] in page
    assert "fct_indicator_year" in page
    assert own.build_record.exists()
    # As a file, where no policy of ours holds it back.
    with started() as tab:
        tab.call(
            "Page.navigate", url=(own.root / "docs" / "index.html").as_uri()
        )  # it moves on to its overview
        until(lambda: "sotttt" in tab.tell(_SHOWN))
        assert [asked for asked in tab.requests if not asked.startswith(("file:", "data:"))] == []
