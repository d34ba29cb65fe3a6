"""The registry of sources: one YAML file per source below `sources/<sites>/`, checked before anything runs.

A source is one publisher's site for a period; it belongs to a province, it is not the province. Finding and
checking the files belongs here, what one of them says to `source`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scrapers import catalogue
from scrapers.datafiles import Problem, YamlFile, check
from scrapers.errors import UserError
from scrapers.registry.fields import Minimum, QuietHours, Revisit, TlsException
from scrapers.registry.source import SERVICES, Kind, Source

SOURCES = Path(__file__).parent.parent / "sources"
SITES = ("sample", "live")
IMPORT_ID = "import"
__all__ = [
    "IMPORT_ID", "SERVICES", "SITES", "SOURCES", "Kind", "Minimum", "QuietHours", "Revisit", "Source",
    "TlsException", "load_sources",
]  # fmt: skip


def load_sources(sites: str, root: Path = SOURCES) -> dict[str, Source]:
    """All sources of a site set by id, the import source among them; disabled ones too.

    Args:
        sites: `sample` or `live`.
        root: Folder with one folder per site set.

    Raises:
        UserError: a wrong row of the catalogue, an unknown site set, or all problems of its files.
    """
    catalogue.check()
    if sites not in SITES:
        raise UserError(f"SOTTTT_SITES={sites!r}: no such set of sites; use {' or '.join(SITES)}")
    sources = {
        IMPORT_ID: Source(id=IMPORT_ID, publisher="Files brought in by hand", kind="import", enabled=True)
    }
    files: dict[str, YamlFile] = {}
    problems: list[Problem | UserError] = []
    for path in sorted((root / sites).glob("*.yaml")):
        try:
            file = YamlFile(path)
        except UserError as error:
            problems.append(error)
            continue
        source, wrong = file.read(Source)
        problems += wrong
        if source is None:
            continue
        problems += _clashes(source, file, sources, files)
        sources[source.id], files[source.id] = source, file
    check(problems)
    return sources


def _clashes(
    source: Source, file: YamlFile, others: dict[str, Source], files: dict[str, YamlFile]
) -> Iterator[Problem]:
    if source.id in others:
        where = files[source.id].path.name if source.id in files else "the import source"
        yield file.problem("id", f"already taken by {where}; choose another", source.id)
    elif source.id != file.path.stem:
        yield file.problem("id", f"must be the file's name, {file.path.stem}; rename one", source.id)
    for other in others.values():
        if other.kind != source.kind:  # a dead site may be looked for in several archives
            continue
        for host in sorted(set(source.hosts) & set(other.hosts)):
            yield file.problem("hosts", f"already belongs to source {other.id}; remove it from one", host)
