"""URLs: one spelling per page, without breaking a Vietnamese path or an id in a query."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url
from w3lib.url import safe_url_string

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|zarsrc|mc_[ce]id|_ga|igshid|phpsessid|jsessionid|aspsessionid\w*)(=|$)", re.I
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;]*", re.I)
_CONTROL = re.compile(r"[\x00-\x20]+$|^[\x00-\x20]+")

# Nine of ten links are plain; what is plain is canonical, and found so in a tenth of the time.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+/?|/")
_PLAIN_ORIGIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!80/|443/|0)[0-9]{2,4})?(?=/)")


def canonical_url(url: str, base: str | None = None) -> str:
    """One spelling for all addresses that ask a server for the same thing; applying it twice changes nothing.

    Fragment, default port, tracking and session keys go; non-ASCII letters become percent escapes of UTF-8.
    Queries of `key=value` pairs are put in order of their keys; other queries (some portals put a path there)
    stay as they are.

    Args:
        url: Absolute, or relative to `base`.
        base: The page it stands on.

    Raises:
        ValueError: not an http or https address, or broken.
    """
    origin = _PLAIN_ORIGIN.match(url)
    if origin is not None and _PLAIN_PATH.fullmatch(url, origin.end()):
        return url
    if base is not None and _PLAIN_PATH.fullmatch(url) and (origin := _PLAIN_ORIGIN.match(base)):
        return origin[0] + url
    url = _CONTROL.sub("", url)
    try:
        absolute = urljoin(base, url) if base else url
        parts = urlsplit(parse_url(safe_url_string(absolute)).url)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            raise ValueError(f"{url!r} is not an http or https address")
        if parts.username is not None or parts.password is not None:
            raise ValueError(f"{url!r} carries a user name")
        return urlunsplit((parts.scheme, _netloc(parts), _path(parts.path), _query(parts.query), ""))
    except (LocationParseError, UnicodeError) as error:
        raise ValueError(f"{url!r} is not a well-formed address") from error


def host_of(url: str) -> str:
    """Host of a canonical URL, with its port where that is not the default one."""
    return urlsplit(url).netloc


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _path(path: str) -> str:
    return _SESSION_IN_PATH.sub("", path) or "/"


def _query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _TRACKING.match(pair)]
    if all("=" in pair for pair in pairs):
        pairs.sort(key=lambda pair: pair.partition("=")[0])  # stable: repeated keys keep their order
    return "&".join(pairs)
