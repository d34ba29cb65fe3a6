"""Hosts that fail, stall, hide or must not be asked: what is tried again, given up, refused."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from scrapers.archive import Archive
from scrapers.crawl import crawl_source
from scrapers.crawl.failures import failure_of
from scrapers.crawl.guard import BlockedAddressError
from scrapers.errors import UserError
from scrapers.model import Outcome
from tests.scrapers.crawl.support import LIMITS, ROOT, crawl, web_of
from tests.scrapers.scenario import HTML, Page, Scenario, article, listing, source


def test_transient_failures_are_asked_again(tmp_path: Path) -> None:
    busy = Page(status=503, headers=HTML | {"Retry-After": "0"})
    with web_of(busy=[busy, article("mở lại")], cut=[Page(raw=b""), article("lại")]) as web:
        fetches = crawl(web, tmp_path)
    assert fetches["/busy"].outcome is fetches["/cut"].outcome is Outcome.OK
    assert web.asked.count(f"{ROOT}/busy") == web.asked.count(f"{ROOT}/cut") == 2


@pytest.mark.parametrize(
    ("page", "outcome", "times"),
    [
        (Page(status=500), Outcome.HTTP_ERROR, 2),
        (Page(status=504), Outcome.HTTP_ERROR, 2),
        (Page(silent=True), Outcome.TIMEOUT, 2),
        (Page(raw=b"", reset=True), Outcome.CONNECTION, 2),
        (Page(status=404), Outcome.HTTP_ERROR, 1),
        (Page(status=403), Outcome.HTTP_ERROR, 1),
        (Page(status=501), Outcome.HTTP_ERROR, 1),
        (Page(status=302, headers={"Location": "http://elsewhere.vn/"}), Outcome.REDIRECT_OUT, 1),
        (Page(headers={"Content-Type": "video/mp4"}), Outcome.WRONG_TYPE, 1),
    ],
    ids=["500", "504", "silent", "reset", "404", "403", "501", "leads-out", "video"],
)
def test_only_what_may_pass_is_asked_again(tmp_path: Path, page: Page, outcome: Outcome, times: int) -> None:
    with web_of(one=page) as web:
        fetches = crawl(web, tmp_path)
    assert fetches["/one"].outcome is outcome
    assert web.asked.count(f"{ROOT}/one") == times


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), True),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), False),
        (ConnectionResetError(104, "Connection reset by peer"), True),
        (TimeoutError(), True),
        (ssl.SSLCertVerificationError("expired"), False),
        (BlockedAddressError("10.0.0.1"), False),
    ],
    ids=["name-server-silent", "no-such-name", "reset", "timeout", "certificate", "private-address"],
)
def test_which_errors_of_the_network_may_pass(error: Exception, transient: bool) -> None:
    wrapped = requests.exceptions.SSLError(error) if isinstance(error, ssl.SSLError) else error
    assert failure_of(wrapped, None, None).transient is transient


def test_a_host_that_asks_for_hours_is_left_alone(tmp_path: Path) -> None:
    busy = Page(status=429, headers=HTML | {"Retry-After": "7200"})
    with web_of(busy=busy, other=article("chưa hỏi")) as web:
        fetches = crawl(web, tmp_path)
    assert fetches["/other"].outcome is Outcome.HTTP_ERROR
    assert "7200" in (fetches["/other"].detail or "")
    assert f"{ROOT}/other" not in web.asked


def test_loopback_is_blocked_unless_declared(tmp_path: Path) -> None:
    with web_of() as web:
        host = f"127.0.0.1:{web.port}"
        web.pages[f"http://{host}/"] = listing()
        portal = source(local=False, hosts=[host], entry_points=[f"http://{host}/"])
        for proxy in (None, web.proxy):
            blocked = list(crawl_source(portal, Archive(tmp_path), run_id="r", proxy=proxy, limits=LIMITS))
            assert [fetch.outcome for fetch in blocked] == [Outcome.BLOCKED_ADDRESS]
        assert web.asked == []
        declared = portal.model_copy(update={"local": True})
        allowed = list(crawl_source(declared, Archive(tmp_path), run_id="r", limits=LIMITS))
        assert [fetch.outcome for fetch in allowed] == [Outcome.OK]


def test_a_name_that_leads_to_loopback_is_blocked(tmp_path: Path) -> None:
    with web_of() as web:
        host = f"localhost:{web.port}"
        named = {"local": False, "hosts": (host,), "entry_points": (f"http://{host}/",)}
        portal = source().model_copy(update=named)
        fetches = list(crawl_source(portal, Archive(tmp_path), run_id="r", limits=LIMITS))
    assert [fetch.outcome for fetch in fetches] == [Outcome.BLOCKED_ADDRESS]
    assert web.asked == []


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_an_unreachable_proxy_is_one_clear_line(tmp_path: Path) -> None:
    proxy = f"http://127.0.0.1:{_closed_port()}"
    (fetch,) = crawl_source(source(), Archive(tmp_path), run_id="r", proxy=proxy)
    assert fetch.outcome is Outcome.CONNECTION
    assert fetch.detail is not None
    assert f"the proxy {proxy} cannot be reached: connection refused" in fetch.detail


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        (lambda web: f"http://127.0.0.1:{_closed_port()}/", Outcome.CONNECTION),
        (lambda web: "http://khong-co.invalid/", Outcome.CONNECTION),
        (lambda web: f"https://127.0.0.1:{web.port}/", Outcome.TLS),
    ],
    ids=["refused", "unknown-name", "no-tls"],
)
def test_hosts_that_cannot_be_reached(
    tmp_path: Path, address: Callable[[Scenario], str], outcome: Outcome
) -> None:
    with web_of() as web:
        url = address(web)
        portal = source(hosts=[url.split("/")[2]], entry_points=[url, f"{url}a", f"{url}b"])
        fetches = list(crawl_source(portal, Archive(tmp_path), run_id="r", limits=LIMITS))
    assert [fetch.outcome for fetch in fetches] == [outcome] * 3


def test_a_host_that_stops_answering_is_given_up(tmp_path: Path) -> None:
    gone = {f"p{n}": Page(raw=b"") for n in range(5)}
    with web_of(**gone) as web:
        fetches = crawl(web, tmp_path)
    assert [fetch.outcome for fetch in fetches.values()] == [Outcome.OK] + [Outcome.CONNECTION] * 5
    assert f"{ROOT}/p4" not in web.asked
    assert "stopped answering" in (fetches["/p4"].detail or "")


def test_a_contact_that_cannot_be_sent_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTTTT_CONTACT", "sở@example.org")
    with pytest.raises(UserError, match=r"SOTTTT_CONTACT='sở@example\.org'"):
        next(crawl_source(source(), Archive(tmp_path), run_id="r"))


def test_user_agent_carries_the_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOTTTT_CONTACT", "so-lieu@example.org")
    with web_of() as web:
        crawl(web, tmp_path)
    assert {asked["User-Agent"] for asked in web.headers} == {"sotttt/0.1 (so-lieu@example.org)"}
