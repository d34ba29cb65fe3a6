"""Saved pages and WARC files made elsewhere, brought into the archive as records of the source `import`.

From there they travel like crawled pages. Damage in one file never stops the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from pydantic import field_validator

from scrapers.archive.archive import Archive, ArchivedPage, Position, read_record
from scrapers.archive.salvage import RECORD_LIMIT, read_pages
from scrapers.crawl.media import media_of
from scrapers.crawl.urls import canonical_url
from scrapers.datafiles import Record, load_csv
from scrapers.errors import UserError
from scrapers.model import Fetch, Outcome
from scrapers.registry import IMPORT_ID

Progress = Callable[[Fetch, int], None]  # the attempt, and how many files are waiting
_HTML, _TEXT = "text/html", "text/plain"
_TYPES = {".html": _HTML, ".htm": _HTML, ".xhtml": _HTML, ".txt": _TEXT, ".text": _TEXT}
_WARC = (".warc", ".warc.gz")


class ManifestRow(Record):
    """What is known about one saved file."""

    path: str  # relative to the manifest's folder
    url: str
    date: datetime  # when the page was as it is in the file; UTC unless it says otherwise
    content_type: str | None = None

    @field_validator("url")
    @classmethod
    def _address(cls, url: str) -> str:
        return canonical_url(url)

    @field_validator("date")
    @classmethod
    def _zoned(cls, date: datetime) -> datetime:
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def import_paths(
    paths: Sequence[Path],
    manifest: Path | None,
    archive: Archive,
    run_id: str,
    progress: Progress | None = None,
) -> list[Fetch]:
    """Bring in files, or all files of folders; what is there already is not kept twice.

    Args:
        paths: HTML or plain-text files, `.warc`, `.warc.gz`, or folders of them.
        manifest: CSV with the columns path, url, date[, content_type]. A file it does not name gets the URL
            `file:///NAME` and the date of its last change.
        archive: Gets resource records for files, and copies of the page records of WARC files.
        run_id: Goes into every Fetch.
        progress: Called after every page.

    Returns:
        One Fetch per file or WARC page record, damaged ones included.

    Raises:
        UserError: a path or the manifest is wrong, or the archive cannot be written; nothing is brought in.
    """
    files = [file for file in _files(paths) if file != manifest]
    rows = _rows(manifest)
    fetches: list[Fetch] = []
    try:
        importer = _Importer(archive, run_id)
        for number, file in enumerate(files, start=1):
            for fetch in importer.bring_in(file, rows.get(file.resolve())):
                fetches.append(fetch)
                if progress is not None:
                    progress(fetch, len(files) - number)
    finally:
        archive.close(IMPORT_ID)
    return fetches


class _Importer:
    def __init__(self, archive: Archive, run_id: str) -> None:
        self._archive = archive
        self._run_id = run_id
        self._held = {_key(page): page.position for page in archive.records(IMPORT_ID)}

    def bring_in(self, file: Path, row: ManifestRow | None) -> Iterator[Fetch]:
        try:
            if file.name.lower().endswith(_WARC):
                yield from self._warc(file)
            else:
                yield self._file(file, row)
        except OSError as error:
            yield self._refused(file, Outcome.BROKEN, f"cannot be read: {error.strerror or error}")

    def _file(self, file: Path, row: ManifestRow | None) -> Fetch:
        state = file.stat()
        if state.st_size > RECORD_LIMIT:
            return self._refused(file, Outcome.TOO_LARGE, f"{state.st_size} bytes, more than {RECORD_LIMIT}")
        body = file.read_bytes()
        content_type = (row.content_type if row else None) or _type_of(file, body)
        if content_type is None or media_of(content_type) is None:
            return self._refused(file, Outcome.WRONG_TYPE, "neither HTML, plain text nor WARC")
        url = row.url if row else _file_url(file)
        captured_at = row.date if row else datetime.fromtimestamp(state.st_mtime, UTC)
        page = ArchivedPage(url, captured_at, body, content_type, None, (), Position("", 0))
        append = partial(
            self._archive.append, IMPORT_ID, url, body, captured_at=captured_at, content_type=content_type
        )
        return self._kept(page, append)

    def _warc(self, file: Path) -> Iterator[Fetch]:
        for found in read_pages(file):
            if found.damage is not None:
                yield self._refused(file, Outcome.BROKEN, f"record at byte {found.offset}: {found.damage}")
                continue
            try:
                page = read_record(found.record, Position("record", found.offset))
            except UserError as error:
                yield self._refused(file, Outcome.BROKEN, str(error))
                continue
            if page.status is not None and not 200 <= page.status < 300:
                fetch = self._fetch(page, Outcome.HTTP_ERROR)
                yield replace(fetch, detail=f"the server had answered {page.status}: no page to read")
            elif media_of(page.content_type) is None:
                yield replace(
                    self._fetch(page, Outcome.WRONG_TYPE), detail=f"{page.content_type} is not read"
                )
            else:
                yield self._kept(page, partial(self._archive.append_record, IMPORT_ID, found.record))

    def _kept(self, page: ArchivedPage, append: Callable[[], Position]) -> Fetch:
        key = _key(page)
        outcome = Outcome.UNCHANGED if key in self._held else Outcome.OK
        if outcome is Outcome.OK:
            self._held[key] = append()
        position = self._held[key]
        return replace(
            self._fetch(page, outcome), page_sha256=key[1], warc_file=position[0], warc_offset=position[1]
        )

    def _fetch(self, page: ArchivedPage, outcome: Outcome) -> Fetch:
        url = _canonical(page.url)
        return Fetch(
            source=IMPORT_ID,
            run_id=self._run_id,
            url=url,
            final_url=url,
            fetched_at=datetime.now(UTC),
            captured_at=page.captured_at,
            outcome=outcome,
            http_status=page.status,
            content_type=page.content_type,
            size_bytes=len(page.body),
        )

    def _refused(self, file: Path, outcome: Outcome, reason: str) -> Fetch:
        now, url = datetime.now(UTC), _file_url(file)
        detail = f"{file.name}: {reason}"
        return Fetch(IMPORT_ID, self._run_id, url, url, now, now, outcome, detail=detail)


def _key(page: ArchivedPage) -> tuple[str, str]:
    return _canonical(page.url), hashlib.sha256(page.body).hexdigest()


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:  # file:///NAME, urn:...: as they are
        return url


def _file_url(file: Path) -> str:
    return (
        f"file:///{quote(file.name)}"  # the name only: where it lay on this machine means nothing elsewhere
    )


def _type_of(file: Path, body: bytes) -> str | None:
    named = _TYPES.get(file.suffix.lower())
    if named:
        return named
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return _HTML if start.startswith((b"<!doctype html", b"<html")) else None


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise UserError(f"{', '.join(missing)}: no such file or folder; check the path")
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.is_file() and not file.name.startswith(".") and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _rows(manifest: Path | None) -> dict[Path, ManifestRow]:
    if manifest is None:
        return {}
    folder = manifest.parent
    rows = {(folder / row.path).resolve(): row for row in load_csv(manifest, ManifestRow, unique="path")}
    missing = sorted(row.path for path, row in rows.items() if not path.is_file())
    if missing:
        raise UserError(f"{manifest}: path: no such file beside the manifest: {', '.join(missing)}")
    return rows
