"""The desk: what it finds, and the page itself in a real browser."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.browser import Browser, started
from tests.servers import free_port, until
from tests.warehouse.releases import Release
from warehouse.desk.finding import Asked, Found, as_csv, choices, find, series
from warehouse.desk.finding import release as named
from warehouse.workspace import Workspace

ALL = Asked("", None, None, 2000, 2030, undated=True)


@pytest.fixture(scope="module")
def release(built: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built.published), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("asked", "figures"),
    [
        (ALL, 8),
        (replace(ALL, words="thai nguyen doanh nghiep"), 6),  # in the province's name and in the sentence
        (replace(ALL, words="ict enterprises"), 5),  # in the indicator's
        (replace(ALL, province="gso63/01"), 1),
        (replace(ALL, status="target"), 1),
        (replace(ALL, first=2019, last=2020), 3),
        (replace(ALL, words="'; drop table fct_figure; --"), 0),
    ],
)
def test_words_and_filters_find_figures(
    release: duckdb.DuckDBPyConnection, asked: Asked, figures: int
) -> None:
    assert len(find(release, asked).rows) == figures


def test_choices_and_series_are_those_of_the_file(release: duckdb.DuckDBPyConnection) -> None:
    assert choices(release) == ({"gso63/01": "Hà Nội", "gso63/19": "Thái Nguyên"}, 2018, 2020)
    rows = series(release, replace(ALL, last=2019), "ict.enterprises", ["gso63/19"])
    assert rows == [("Thái Nguyên", 2018, 460.5)]


def test_old_and_new_provinces_of_one_name_stay_two(built: Workspace, tmp_path: Path) -> None:
    with Release(built.published, tmp_path / "release.duckdb") as made:
        for scheme, code, value in (("gso63", "27", 112), ("gso34", "24", 300)):
            key = {"province_scheme": scheme, "province": code, "year": 2025, "indicator": "ict.enterprises"}
            of_fact: dict[str, Any] = key | {
                "province_name": "Bắc Ninh",
                "status": "estimate",
                "value": value,
            }
            told = {"qualifier": "exact", "period": "year", "quality": "ok", "kind": "stock"}
            made.row("fct_comparable_year", **of_fact, **told, measure="result", is_best=True)
            made.figure(f"có {value} đơn vị", str(value), **of_fact, review="rejected", corrected_value=7)
    with duckdb.connect(str(made.path), read_only=True) as connection:
        names, *_ = choices(connection)
        assert names == {"gso63/27": "Bắc Ninh", "gso34/24": "Bắc Ninh (34)"}
        rows = series(connection, ALL, "ict.enterprises", list(names))
        assert rows == [("Bắc Ninh", 2025, 112), ("Bắc Ninh (34)", 2025, 300)]
        assert series(connection, replace(ALL, status="actual"), "ict.enterprises", list(names)) == []
        found = find(connection, replace(ALL, province="gso34/24"))
    assert [found.column(name) for name in ("value", "review", "corrected_value")] == [
        [300],
        ["rejected"],
        [7],
    ]
    assert found.column("province_scheme") + found.column("province") == ["gso34", "24"]


def test_a_release_is_named_by_its_id(release: duckdb.DuckDBPyConnection) -> None:
    ((release_id,),) = release.execute("select release_id from _release").fetchall()
    assert named(release) == release_id
    assert set(find(release, ALL).column("release_id")) == {release_id}


def test_a_spreadsheet_runs_nothing_of_the_csv() -> None:
    text = as_csv(Found(("=evidence", "value"), (("=1+1", -2.5), ("+84", None), ("Huế", 1.0)), more=False))
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows == [["'=evidence", "value"], ["'=1+1", "-2.5"], ["'+84", ""], ["Huế", "1.0"]]


def test_a_port_that_is_none_takes_one_line() -> None:
    for port in ("abc", "0", "99999", "１"):
        done = subprocess.run(
            [sys.executable, "-m", "warehouse.desk"], env=os.environ | {"PORT": port}, stderr=subprocess.PIPE
        )
        assert done.returncode == 2
        assert done.stderr.decode().splitlines() == [f"PORT={port} is no port: say a number from 1 to 65535"]


@pytest.fixture
def port(own: Workspace) -> Iterator[int]:
    """Of a desk that has begun to answer."""
    number = free_port()
    environment = os.environ | {"SOTTTT_DATA": str(own.root), "PORT": str(number)}
    with subprocess.Popen([sys.executable, "-m", "warehouse.desk"], env=environment) as process:
        try:
            until(lambda: answer(number, "GET", "/_stcore/health") == 200)
            yield number
        finally:
            process.terminate()


def answer(port: int, method: str, path: str) -> int:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request(method, path, body=b"x" if method != "GET" else None)
        return connection.getresponse().status
    except OSError:
        return 0


def listening(port: int) -> set[str]:
    """The addresses on which the port is open, as the kernel writes them."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            place, state = line.split()[1], line.split()[3]
            if state == "0A" and int(place.rpartition(":")[2], 16) == port:
                found.add(place.rpartition(":")[0])
    return found


FOCUS = """(() => {
    const at = document.querySelector('[data-test-script-state=notRunning] input[type=text]');
    at?.focus(); at?.select();
    return at !== null && document.activeElement === at
})()"""


def type_words(browser: Browser, words: str) -> None:
    until(lambda: browser.tell(FOCUS))  # while it draws, the page puts another field in the place
    browser.call("Input.insertText", text=words)
    browser.press("Enter", 13, "\r")


def text(browser: Browser) -> str:
    return str(browser.tell("document.body?.innerText ?? ''"))


def test_the_page_finds_downloads_and_follows_the_release(own: Workspace, port: int, tmp_path: Path) -> None:
    before = own.published.read_bytes()
    assert listening(port) == {"0100007F"}  # 127.0.0.1
    with started() as browser:
        browser.call("Page.navigate", url=f"http://127.0.0.1:{port}/")
        until(lambda: "8 figures" in text(browser))
        type_words(browser, "thai nguyen doanh nghiep 2020")
        until(lambda: "0 figures" in text(browser))
        type_words(browser, "thai nguyen doanh nghiep")
        until(lambda: "6 figures" in text(browser))
        assert len(downloaded(browser, tmp_path / "first")) == 6
        for method in ("PUT", "POST", "DELETE"):
            assert answer(port, method, "/") >= 400
        assert own.published.read_bytes() == before

        replace_by_hostile(own.published)
        type_words(browser, "cmd")
        until(lambda: "1 figures" in text(browser) and "ffffffff" in text(browser))
        (row,) = downloaded(browser, tmp_path / "second")
        assert row["url"] == ""
        assert row["title"] == "'=cmd|'/c calc'!A1"
        assert browser.tell("window.hacked") is None
        assert {url.split("/")[2] for url in browser.requests if "://" in url} == {f"127.0.0.1:{port}"}


def downloaded(browser: Browser, folder: Path) -> list[dict[str, str]]:
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    browser.click("[data-testid=stDownloadButton] button")
    file = folder / "figures.csv"
    until(file.exists)
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def replace_by_hostile(published: Path) -> None:
    """Another release takes the place, with a figure of a page that means no good."""
    draft = published.with_name("draft")
    draft.write_bytes(published.read_bytes())
    with duckdb.connect(str(draft)) as connection:
        connection.execute("update _release set release_id = '20260101T000000Z-ffffffff'")
        connection.execute(
            "update fct_figure set title = ?, evidence = ?, url = ? where province = '01'",
            [
                "=cmd|'/c calc'!A1",
                "<img src=x onerror='window.hacked=1'> ![x](http://evil.example/x.png)" + "x" * 50_000,
                "javascript:window.hacked=1",
            ],
        )
    draft.replace(published)
