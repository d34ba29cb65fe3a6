"""A data folder as a crawl leaves it: WARC records in the archive, fetches in the lake."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from scrapers.archive import Archive, HttpHead
from scrapers.model import Fetch, Outcome
from scrapers.registry import Source
from tests.benchmarks.pages import Page
from warehouse import lake
from warehouse.tables import Table
from warehouse.workspace import Workspace

SOURCE = Source(id="bench", publisher="Sở Thông tin và Truyền thông", hosts=("portal.example.vn",))
_AT = datetime(2025, 2, 1, tzinfo=UTC)


def landed(root: Path, pages: Iterable[Page], copies: int = 1) -> tuple[Workspace, list[Fetch]]:
    """Land each page, `copies` times under addresses of its own, in a new data folder."""
    workspace = Workspace(root)
    fetches = []
    with Archive(workspace.archive) as archive:
        for page in pages:
            for copy in range(copies):
                fetches.append(_land(archive, page, f"{page.url}?copy={copy}"))
    lake.prepare(workspace.lake)
    lake.append_fetches(workspace.lake, fetches)
    return workspace, fetches


def forget_reading(workspace: Workspace) -> None:
    """Back to how it was before anything was read."""
    for table in Table:
        if table is not Table.FETCHES:
            shutil.rmtree(workspace.lake / table)
    lake.prepare(workspace.lake)


def _land(archive: Archive, page: Page, url: str) -> Fetch:
    body = page.body
    head = HttpHead("HTTP/1.1 200 OK", (("Content-Type", f"text/html; charset={page.charset}"),))
    warc_file, offset = archive.append(SOURCE.id, url, body, captured_at=_AT, response=head)
    return Fetch(
        source=SOURCE.id,
        run_id="bench",
        url=url,
        final_url=url,
        fetched_at=_AT,
        captured_at=_AT,
        outcome=Outcome.OK,
        http_status=200,
        size_bytes=len(body),
        page_sha256=hashlib.sha256(body).hexdigest(),
        warc_file=warc_file,
        warc_offset=offset,
    )
