"""Cookies of one session: some portals show a page only to who brings back what the first answer gave.

Which cookie goes where is the standard library's affair.
"""

from __future__ import annotations

from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.request import Request

_MOST_BYTES = 8 * 2**10  # more in one request, and common servers refuse it


class Cookies:
    """What the hosts have set."""

    def __init__(self) -> None:
        self._jar = CookieJar()
        self._any = False

    def fields(self, url: str) -> tuple[tuple[str, str], ...]:
        """The header field to send to a URL, if any."""
        if not self._any:
            return ()
        request = Request(url)  # noqa: S310 - only told to the jar, never opened
        self._jar.add_cookie_header(request)
        value = request.get_header("Cookie")
        if value is None:
            return ()
        if len(value) > _MOST_BYTES:
            self._jar.clear()
            return ()
        return (("Cookie", value),)

    def keep(self, url: str, response: HTTPResponse) -> None:
        """Remember what an answer sets."""
        if "Set-Cookie" in response.headers:
            self._jar.extract_cookies(response, Request(url))  # noqa: S310 - see above
            self._any = True
