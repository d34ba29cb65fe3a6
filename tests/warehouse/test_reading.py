"""Archive to figures with the real archive, the real page reader and the real figure reader."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.archive import Archive, HttpHead
from scrapers.model import Fetch, Outcome, PageOutcome
from scrapers.registry import Source
from warehouse import lake, readers
from warehouse.build import build
from warehouse.explain import explain
from warehouse.reading import land_documents, land_figures, read_source
from warehouse.release.publishing import publish
from warehouse.sources import land_sources
from warehouse.summary import summarize
from warehouse.tables import Table
from warehouse.workspace import Workspace

SOURCE = Source(id="portal-a", publisher="Sở TT&TT tỉnh Thái Nguyên", province="19", hosts=("a.example.vn",))
URL = "https://a.example.vn/tin/1"
START = datetime(2019, 1, 15, 2, 0, tzinfo=UTC)
HEAD = HttpHead("HTTP/1.1 200 OK", (("Content-Type", "text/html; charset=utf-8"),))


def page(counter: int = 1, enterprises: int = 450) -> str:
    return f"""<html><head><title>Tổng kết năm 2018</title></head>
    <body><div id="visits">Lượt truy cập: {counter}</div>
    <article><h1>Báo cáo tổng kết năm 2018 tỉnh Thái Nguyên</h1>
    <p>Năm 2018, trên địa bàn tỉnh Thái Nguyên có {enterprises} doanh nghiệp công nghệ thông tin.</p>
    <p>Sở Thông tin và Truyền thông tiếp tục hướng dẫn các đơn vị thực hiện báo cáo theo quy định.</p>
    </article></body></html>"""


def capture(workspace: Workspace, html: str, url: str = URL, days: int = 0) -> Fetch:
    """What a crawl leaves behind: a record in the archive and a row in the lake."""
    body, at = html.encode(), START + timedelta(days=days)
    with Archive(workspace.archive) as archive:
        warc_file, offset = archive.append(SOURCE.id, url, body, captured_at=at, response=HEAD)
    fetch = Fetch(
        source=SOURCE.id,
        run_id=f"run-{days}",
        url=url,
        final_url=url,
        fetched_at=at,
        captured_at=at,
        outcome=Outcome.OK,
        http_status=200,
        size_bytes=len(body),
        page_sha256=hashlib.sha256(body).hexdigest(),
        warc_file=warc_file,
        warc_offset=offset,
    )
    lake.append_fetches(workspace.lake, [fetch])
    return fetch


def unread_copy(workspace: Workspace, root: Path) -> Workspace:
    """The same archive and fetches, nothing read yet."""
    copy = Workspace(root)
    shutil.copytree(workspace.archive, copy.archive)
    shutil.copytree(workspace.lake / Table.FETCHES, copy.lake / Table.FETCHES)
    return copy


def state(workspace: Workspace) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in workspace.lake.rglob("*.parquet")}


def values(workspace: Workspace) -> list[int]:
    return sorted(int(row["value"]) for row in lake.read(workspace.lake, Table.FIGURES))


def test_a_second_reading_of_the_same_archive_changes_nothing(workspace: Workspace) -> None:
    capture(workspace, page())
    first = read_source(workspace, SOURCE)
    assert first.pages.outcomes == Counter({PageOutcome.DOCUMENT: 1})
    assert values(workspace) == [450]
    before = state(workspace)
    second = read_source(workspace, SOURCE)
    assert (second.pages.outcomes, second.figures.documents, second.broken) == (Counter(), 0, ())
    assert state(workspace) == before


def test_a_moved_visit_counter_makes_no_new_document(workspace: Workspace) -> None:
    capture(workspace, page(counter=1))
    capture(workspace, page(counter=2), days=7)
    pages = land_documents(workspace, SOURCE)
    assert pages.outcomes == Counter({PageOutcome.DOCUMENT: 1, PageOutcome.SAME_TEXT: 1})
    assert len({row["doc_id"] for row in lake.read(workspace.lake, Table.PAGES)}) == 1


def test_a_changed_text_makes_a_new_document_and_a_return_to_the_old_does_not(workspace: Workspace) -> None:
    for days, enterprises in enumerate([450, 460, 450]):
        capture(workspace, page(enterprises=enterprises), days=days)
        read_source(workspace, SOURCE)
    rows = lake.read(workspace.lake, Table.PAGES)
    assert [row["outcome"] for row in rows] == ["document", "document", "same_text"]
    assert rows[2]["doc_id"] == rows[0]["doc_id"]
    assert values(workspace) == [450, 460]


def test_reading_step_by_step_and_at_once_gives_the_same_lake(workspace: Workspace, tmp_path: Path) -> None:
    for days in range(3):
        capture(workspace, page(enterprises=450 + days), url=f"{URL}{days}", days=days)
        read_source(workspace, SOURCE)
    at_once = unread_copy(workspace, tmp_path / "at_once")
    read_source(at_once, SOURCE)
    assert lake.fingerprint(workspace.lake, Table) == lake.fingerprint(at_once.lake, Table)


def test_a_corrupt_record_is_named_and_the_others_are_read(workspace: Workspace) -> None:
    broken = capture(workspace, page(enterprises=1), url=URL + "-broken")
    capture(workspace, page(), days=1)
    path = workspace.archive / str(broken.warc_file)
    content = bytearray(path.read_bytes())
    middle = int(broken.warc_offset or 0) + 100
    content[middle : middle + 30] = bytes(30)
    path.write_bytes(content)
    found = read_source(workspace, SOURCE)
    assert found.pages.outcomes == Counter({PageOutcome.UNREADABLE: 1, PageOutcome.DOCUMENT: 1})
    assert len(found.broken) == 1
    assert str(broken.warc_file) in found.broken[0]
    assert values(workspace) == [450]
    assert read_source(workspace, SOURCE).broken == found.broken, "tried again until it is mended"


def test_a_new_reader_reads_everything_again_from_the_archive(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture(workspace, page())
    read_source(workspace, SOURCE)
    monkeypatch.setattr(readers, "READER_VERSION", "next")
    assert land_documents(workspace, SOURCE).outcomes == Counter({PageOutcome.DOCUMENT: 1})
    assert land_figures(workspace, SOURCE).documents == 1
    assert {row["reader"] for row in lake.read(workspace.lake, Table.PAGES)} == {readers.reader_of(SOURCE)}
    assert values(workspace) == [450]


def test_what_the_registry_tells_of_a_source_is_read_anew_too(workspace: Workspace) -> None:
    capture(workspace, page().replace(" tỉnh Thái Nguyên", ""))
    for province in ("19", "24"):
        read_source(workspace, SOURCE.model_copy(update={"province": province}))
        assert [row["province"] for row in lake.read(workspace.lake, Table.FIGURES)] == [province]


def test_several_workers_give_the_same_lake(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "WORTH_PROCESSES", 20)
    for number in range(20):
        capture(workspace, page(enterprises=400 + number), url=f"{URL}{number}", days=number)
    together = unread_copy(workspace, tmp_path / "together")
    heard: list[tuple[int, int]] = []
    read_source(workspace, SOURCE)
    read_source(together, SOURCE, progress=lambda done, total: heard.append((done, total)), workers=2)
    assert lake.fingerprint(workspace.lake, Table) == lake.fingerprint(together.lake, Table)
    assert heard == [(done, 20) for done in range(1, 21)] * 2


def test_a_published_figure_leads_back_to_its_record(workspace: Workspace) -> None:
    fetch = capture(workspace, page())
    read_source(workspace, SOURCE)
    land_sources(workspace, [SOURCE])
    build(workspace)
    assert publish(workspace, report=False) is not None
    (row,) = lake.read(workspace.lake, Table.FIGURES)
    found = explain(workspace, row["figure_id"])
    assert (found.number, found.value, found.province_name, found.year) == ("450", 450, "Thái Nguyên", 2018)
    assert found.before.endswith("Thái Nguyên có ")
    assert found.after.startswith(" doanh nghiệp")
    assert (found.url, found.warc_file, found.warc_offset) == (URL, fetch.warc_file, fetch.warc_offset)
    assert found.page_bytes == len(page().encode())
    summary = summarize(workspace)
    assert (summary.sources, summary.documents, summary.figures) == (1, 1, Counter(actual=1))
    assert (summary.without_province, summary.without_year) == (0, 0)
    assert summary.published is not None
