"""What the sample portals hold: portals, and the items their listings name. Loading only, no rendering.

A portal is `portals/<id>/portal.yaml` plus `portals/<id>/articles/*.html`, each an HTML fragment below YAML
front matter. Pages of `saved/` are served byte for byte; `saved/index.csv` puts them on portals.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, model_validator
from selectolax.lexbor import LexborHTMLParser

from scrapers.datafiles import Record

ROOT = Path(__file__).parent
_TITLES = ("h1", "h2.title-detail", "div.tieude_chitiet", "td.tieude", "#main h3", "title")


class Slugs(Record):
    """How a family makes addresses of titles; the defects are those of the real systems."""

    length: int = 150
    drops_d: bool = False  # đ is lost instead of becoming d


class Item(Record):
    """One thing a listing names: an article, a file, or an address with a fault of its own."""

    title: str
    published: datetime
    section: str
    number: int
    also_in: tuple[str, ...] = ()  # further sections that give it a second address
    lead: str = ""
    author: str = ""
    body: str | None = None  # HTML fragment; None: no article
    file: Path | None = None  # served as it is
    path: str = ""  # address on the host; by default made by the portal's `article_url`
    status: int = 200
    location: str | None = None  # target of a redirect
    charset: str = "utf-8"  # of the bytes
    declared_charset: str | None = None  # what the HTTP header claims instead
    unicode_form: Literal["NFC", "NFD"] = "NFC"


class Portal(Record):
    """One portal: who publishes, how addresses look, what it lists."""

    id: str
    host: str
    family: str
    name: str
    address: str
    phone: str
    fax: str
    email: str
    licence: str
    visits: int  # where the visit counter starts
    sections: dict[str, str]  # key in addresses -> shown name
    article_url: str  # fields: section, slug, number, date
    listing_url: str  # fields: section
    listing_page_url: str  # fields: section, page (from 2), offset (items before it)
    home_urls: tuple[str, ...] = ("/",)
    page_size: int = 5
    slugs: Slugs = Slugs()
    robots: str | None = None  # None: 404
    sitemap: str | None = None
    rss: str | None = None
    etags: bool = False  # articles carry ETag and Last-Modified
    saved_section: str = ""  # where saved pages are listed
    extras: tuple[Item, ...] = ()  # items that are no articles
    items: tuple[Item, ...] = Field((), exclude=True)  # all, newest first, with their addresses

    @model_validator(mode="after")
    def _known_sections(self) -> Self:
        for item in self.items:
            if item.section not in self.sections:
                raise ValueError(
                    f"{item.title}: section {item.section} is none of {', '.join(self.sections)}"
                )
        return self


def slug(title: str, rules: Slugs) -> str:
    """The title as an address part: ASCII, hyphens, cut where the system cuts.

    >>> slug("Kết quả giai đoạn 2", Slugs(drops_d=True))
    'ket-qua-giai-oan-2'
    """
    text = title.lower().replace("đ", "" if rules.drops_d else "d")
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: rules.length]


def load_portals(root: Path = ROOT) -> tuple[Portal, ...]:
    """All portals with all their items, by id."""
    return tuple(_portal(path, root) for path in sorted(root.glob("portals/*/portal.yaml")))


def _portal(path: Path, root: Path) -> Portal:
    given = _yaml(path.read_text(encoding="utf-8"))
    bare = Portal(id=path.parent.name, **given)
    items = [*_articles(path.parent), *_saved(bare, root), *_extras(bare, path.parent)]
    placed = [copy for item in items for copy in _copies(item, bare)]
    placed.sort(key=lambda item: (item.published, item.number), reverse=True)
    return Portal(id=bare.id, items=tuple(placed), **given)


def _yaml(text: str) -> dict[str, Any]:
    """Scalars stay the words they are; the records type them."""
    return dict(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - builds strings only


def _articles(folder: Path) -> Iterator[Item]:
    for path in sorted(folder.glob("articles/*.html")):
        front, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
        yield Item(body=body.strip(), **_yaml(front))


def _saved(portal: Portal, root: Path) -> Iterator[Item]:
    with (root / "saved" / "index.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["portal"] == portal.id:
                path = root / "saved" / row["file"]
                yield Item(
                    title=_saved_title(path),
                    published=datetime.fromisoformat(row["published"]),
                    section=portal.saved_section,
                    number=int(row["number"]),
                    file=path,
                )


def _saved_title(path: Path) -> str:
    page = LexborHTMLParser(path.read_bytes())
    found = next(node for selector in _TITLES if (node := page.css_first(selector)))
    return " ".join(found.text().split())


def _extras(portal: Portal, folder: Path) -> Iterator[Item]:
    for item in portal.extras:
        yield item.model_copy(update={"file": folder / item.file}) if item.file else item


def _copies(item: Item, portal: Portal) -> Iterator[Item]:
    for section in (item.section, *item.also_in):
        path = item.path or portal.article_url.format(
            section=section,
            slug=slug(item.title, portal.slugs),
            number=item.number,
            date=item.published.date().isoformat(),
        )
        yield item.model_copy(update={"section": section, "path": path})
