"""Portal chrome, to bring a small page to the size real ones have: styles, scripts, menus, news boxes, links.

Real provincial pages are nine parts frame to one part article. What is added is seeded by the page's number,
so every run measures the same bytes. Which pages are padded belongs to `pages`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_SECTIONS = (
    "Giới thiệu", "Cơ cấu tổ chức", "Chức năng, nhiệm vụ", "Tin tức - Sự kiện", "Bưu chính", "Viễn thông",
    "Công nghệ thông tin", "Chuyển đổi số", "Báo chí - Xuất bản", "Thông tin cơ sở", "Thủ tục hành chính",
    "Văn bản chỉ đạo điều hành", "Lịch làm việc", "Hỏi đáp", "Thư viện ảnh", "Công khai ngân sách",
    "Tuyên truyền pháp luật", "Sơ đồ cổng",
)  # fmt: skip
_HEADLINES = (
    "Hội nghị giao ban công tác quý {n} tại Sở Thông tin và Truyền thông",
    "Quyết định số {n}/QĐ-UBND về việc kiện toàn Ban Chỉ đạo",
    "Tập huấn kỹ năng số cho {n} cán bộ, công chức cấp xã",
    "Thông báo số {n}/TB-STTTT về lịch tiếp công dân",
    "Trao {n} phần quà cho học sinh có hoàn cảnh khó khăn",
    "Đoàn công tác của Bộ làm việc với lãnh đạo Ủy ban nhân dân tỉnh",
    "Lắp thêm {n} trạm phát sóng phục vụ người dân vùng sâu",
)
_HEAD, _BODY, _END = (re.compile(tag, re.IGNORECASE) for tag in ("</head>", "<body[^>]*>", "</body>"))


def padded(html: str, size: int, seed: int) -> str:
    """The page with chrome around what it has, about `size` bytes long; longer pages stay as they are."""
    room = size - len(html.encode())
    chance = random.Random(seed)  # noqa: S311 - no secret
    html = _put(html, _HEAD, _filled(room * 0.3, _style, chance), before=True)
    html = _put(html, _BODY, f"<nav class='main-menu'><ul>{_filled(room * 0.25, _menu, chance)}</ul></nav>")
    boxes, scripts = _filled(room * 0.3, _box, chance), _filled(room * 0.15, _script, chance)
    return _put(html, _END, f"<aside class='right-column'>{boxes}</aside>{scripts}", before=True)


def _put(html: str, place: re.Pattern[str], added: str, *, before: bool = False) -> str:
    match = place.search(html)
    if match is None:
        return html + added
    at = match.start() if before else match.end()
    return f"{html[:at]}\n{added}\n{html[at:]}"


def _filled(size: float, part: Callable[[random.Random], str], chance: random.Random) -> str:
    parts: list[str] = []
    while size > 0:
        parts.append(part(chance))
        size -= len(parts[-1].encode())
    return "\n".join(parts)


def _style(chance: random.Random) -> str:
    rules = (
        f".portlet-{chance.randrange(999)} .col-{n}{{width:{n}px;color:#{chance.randrange(4096):03x}}}"
        for n in range(20)
    )
    return f"<style>{' '.join(rules)}</style><link rel='stylesheet' href='/css/{chance.randrange(999)}.css'>"


def _script(chance: random.Random) -> str:
    calls = " ".join(
        f"$('#box{n}').slide({{speed:{chance.randrange(900)},wrap:'<li></li>'}});" for n in range(8)
    )
    return f"<script>jQuery(function($){{{calls}}});</script>"


def _menu(chance: random.Random) -> str:
    links = "".join(
        f"<li class='sub'><a href='/web/{chance.randrange(9999)}' title='{name}'><span>{name}</span></a></li>"
        for name in chance.sample(_SECTIONS, 6)
    )
    name = chance.choice(_SECTIONS)
    return f"<li class='dropdown'><a href='#'>{name}</a><ul class='dropdown-menu'>{links}</ul></li>"


def _box(chance: random.Random) -> str:
    day = f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/2019"
    news = [headline.format(n=chance.randrange(2, 900)) for headline in chance.sample(_HEADLINES, 5)]
    links = "".join(
        f"<li><a href='/tin/{chance.randrange(99999)}.html'>{title}</a> <span class='d'>({day})</span></li>"
        for title in news
    )
    head = f"<div class='box-title'>{chance.choice(_SECTIONS)}</div>"
    return f"<div class='box portlet'>{head}<ul class='other-news'>{links}</ul></div>"
