"""A running sample server and a small client for it."""

from collections.abc import Iterator

import pytest
import requests

from scrapers.sample.content import Portal, load_portals
from scrapers.sample.server import serve

PORTALS = {portal.id: portal for portal in load_portals()}


class Browser:
    """A client that knows the proxy only; redirects are shown, not followed."""

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.proxies = {"http": proxy}

    def get(self, url: str, **headers: str) -> requests.Response:
        return self._session.get(url, headers=headers, allow_redirects=False, timeout=10)

    def item(self, portal: Portal, path: str, **headers: str) -> requests.Response:
        return self.get(f"http://{portal.host}{path}", **headers)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with serve() as proxy:
        yield Browser(proxy)
