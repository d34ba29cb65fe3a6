"""Pages of unknown families: where the article, its title and its date are, by the density of running text.

Used when no profile fits. Precision comes first: a page frame read as text would invent figures.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.documents.blocks import INLINE, SKIPPED, is_bold
from scrapers.documents.dates import date_line
from scrapers.documents.lines import ends_content, is_chrome, names_site
from scrapers.documents.markup import is_inside, tags, words
from scrapers.documents.tables import data_table

_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu\w*|breadcrumbs?|duongdan|footer|header|banner|sidebar|side|counter|thongke|related|"
    r"lienquan|tinlienquan|other-?news|comments?|binhluan|share|social|rating|vote|poll|login|search|ads?|quangcao|"
    r"copyright|tags?|pager|pagination)(?=$|[\s_-])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title|tieu-?de|headline|entry-header", re.IGNORECASE)
_ROOMS = tags("td div article section main body form center")
_SHORTEST = 25  # letters of a stretch of text that may be prose
_HEADING_TAGS = tags("h1 h2 h3")
_SHORTEST_TITLE = 8
_LONGEST_TITLE = 300
_MOST_TITLES = 40
_LONG_CELL = 60
_SHORTEST_HEADLINE = 15
_PROSE = 160  # letters; behind so many the head of an article is over
_FEWEST_FIGURES = 6  # in the cells of a table that is no part of the page's frame
_ROOMS_AROUND = 6  # cell, row, table body, table, and the cell it stands in
_TELLING_TITLE = 10  # letters; a shorter title element names no article
_LOUD = re.compile(r"\+?[3-7]")  # sizes of <font>


def find_article(tree: LexborHTMLParser) -> tuple[LexborNode | None, LexborNode | None]:
    """The title's element, and the one with most running text outside links and page frame."""
    scores: dict[int, float] = {}
    rooms: dict[int, LexborNode] = {}
    titles: list[LexborNode] = []
    repeated: list[LexborNode] = []
    root = tree.body
    if root is None:
        return None, None
    page_title = words(tree.css_first("title"))
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        if len(titles) < _MOST_TITLES and _is_candidate_title(node):
            titles.append(node)
        child = None
        if not _is_chrome(node):
            if node.tag == "-text":
                text = (node.text_content or "").strip()
                if len(text) >= _SHORTEST_HEADLINE and node.parent is not None and text in page_title:
                    repeated.append(node.parent)
                _score(node, text, scores, rooms)
            else:
                child = node.first_child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None:
            if depth == 0:
                node = None
            elif node.next is not None:
                node = node.next
                break
            else:
                node, depth = node.parent, depth - 1
    best = rooms[max(scores, key=scores.__getitem__)] if scores else None
    best = best and _with_tables_beside(best)
    return _best_title(titles, repeated, page_title, best) or _headline_over(best, page_title), best


def _with_tables_beside(room: LexborNode) -> LexborNode:
    """The room, or the one around it where a table of figures stands beside a room of mere prose."""
    around = room.parent
    if room.tag != "div" or around is None or around.tag == "body" or _is_chrome(around):
        return room
    beside: LexborNode | None = around.first_child
    while beside is not None:
        if beside.tag == "table" and _holds_figures(beside):
            return around
        beside = beside.next
    return room


def _holds_figures(table: LexborNode) -> bool:
    grid = data_table(table) if table.css_first("a[href]") is None else None
    numbers = sum(cell.text[:1].isdecimal() for row in grid or () for cell in row)
    return numbers >= _FEWEST_FIGURES


def chrome_inside(body: LexborNode) -> list[LexborNode]:
    """Elements of a body that are named like parts of the page's frame, in document order."""
    return [node for node in body.traverse() if node.mem_id != body.mem_id and _is_chrome(node)]


def _headline_over(body: LexborNode | None, page_title: str) -> LexborNode | None:
    """The headline in the room of the text, or in one around it: tables lay title and text in two rows."""
    room = body
    for _ in range(_ROOMS_AROUND):
        if room is None or room.tag == "body":
            return None
        if found := headline(room, page_title):
            return found
        room = room.parent
    return None


def headline(room: LexborNode, page_title: str) -> LexborNode | None:
    """The loud line that opens the text, for pages whose title element only names the site."""
    if len(page_title) >= _TELLING_TITLE and not names_site(page_title):
        return None
    for node in room.traverse(include_text=True):
        if node.tag != "-text":
            continue
        loud = linked = False
        top, above = node, node.parent
        while above is not None and above.tag in INLINE:
            loud = loud or _is_loud(above)
            linked = linked or above.tag == "a"
            top, above = above, above.parent
        text = words(top) if loud else " ".join((node.text_content or "").split())
        if loud and not linked and _is_headline(text):
            return top
        if len(text) >= _PROSE:
            return None
    return None


def _is_headline(text: str) -> bool:
    return len(text) >= _SHORTEST_HEADLINE and _may_be_title(text) and date_line(text) is None


def _may_be_title(text: str) -> bool:
    if not _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE:
        return False
    return not (is_chrome(text) or ends_content(text) or names_site(text))


def _is_loud(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag == "font":
        return _LOUD.fullmatch(node.attributes.get("size") or "") is not None
    return tag == "big" or is_bold(node, tag)


def _score(node: LexborNode, text: str, scores: dict[int, float], rooms: dict[int, LexborNode]) -> None:
    """Credit a stretch of text to the rooms around it: in full to the nearest, half to the next."""
    if len(text) < 2 or is_chrome(text):
        return
    weight = float(len(text)) if len(text) >= _SHORTEST else len(text) / 4
    share = 1.0
    levels = 0
    linked = False
    in_cell = False
    room = node.parent
    while room is not None and levels < 3:
        tag = room.tag
        if tag == "a":
            linked = True
        elif tag == "td" and not in_cell and len(text) < _LONG_CELL:
            in_cell = True  # a datum belongs to the room its table stands in
        elif tag in _ROOMS:
            key = room.mem_id
            rooms.setdefault(key, room)
            scores[key] = scores.get(key, 0.0) + (-weight if linked else weight) * share
            share /= 2
            levels += 1
        room = room.parent


def _is_chrome(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag in SKIPPED:
        return True
    if tag in INLINE or tag == "body":
        return False
    attributes = node.attributes
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    found = _CHROME.search(name) if len(name) > 1 else None
    if found is not None and found[0].lower().endswith("header"):
        return node.css_first("h1, h2") is None  # the header of an article is none of the page's
    return found is not None


def _is_candidate_title(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag in _HEADING_TAGS:
        return True
    if tag.startswith("-") or tag in ("body", "form", "table"):
        return False
    name = node.attributes.get("class")
    return bool(name) and _TITLE.search(name or "") is not None


def _best_title(
    named: list[LexborNode], repeated: list[LexborNode], page_title: str, body: LexborNode | None
) -> LexborNode | None:
    """What the title element repeats, else the first heading that does not name the site.

    A lesser heading must stand with the body: those of other boxes name these.
    """
    usable = [(node, text) for node in named if _may_be_title(text := words(node))]
    plain = [(node, text) for node in repeated if _may_be_title(text := words(node))]
    for candidates in (usable, plain):
        if said_twice := [(len(text), node) for node, text in candidates if text in page_title]:
            return max(said_twice, key=lambda pair: pair[0])[1]
    room = body.parent if body is not None else None
    for node, _ in usable:
        if node.tag == "h1":
            return node
    for node, _ in usable:
        if node.tag not in _HEADING_TAGS or room is None or is_inside(node, room):
            return node
    return None
