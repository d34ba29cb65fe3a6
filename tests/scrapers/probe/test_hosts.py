"""Hosts that are gone, moved, closed, hostile or badly certified: each step says so, and nothing raises."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scrapers.errors import UserError
from scrapers.probe import Finding, Probe, entry_yaml, network, probe
from scrapers.registry import load_sources
from tests.scrapers.crawl.support import LIMITS, ROOT
from tests.scrapers.scenario import HOST, HTML, Page, Scenario, listing


def probed(web: Scenario, host: str = HOST) -> Probe:
    return probe(host, local=True, proxy=web.proxy, delay=0, limits=LIMITS)


def step(told: Probe, name: str) -> Finding:
    return next(finding for finding in told.findings if finding.step == name)


def accepted(told: Probe, root: Path) -> None:
    (root / "live").mkdir()
    (root / "live" / f"{told.source.id}.yaml").write_text(entry_yaml(told.source), encoding="utf-8")
    assert load_sources("live", root)[told.source.id] == told.source


def test_a_name_not_known_is_told(tmp_path: Path) -> None:
    told = probe("sotttt.angiang.invalid", delay=0, limits=LIMITS)
    assert not told.answered
    assert [finding.step for finding in told.findings] == ["dns"]
    assert not told.findings[0].good
    assert told.requests == 0
    assert (told.source.status, told.source.province) == ("unknown", "89")
    accepted(told, tmp_path)


def test_a_private_address_is_not_asked(tmp_path: Path) -> None:
    with Scenario({}) as web:
        told = probe(f"127.0.0.1:{web.port}", delay=0, limits=LIMITS)
        assert web.asked == []
    assert not told.answered
    assert "not a public address" in step(told, "dns").text
    accepted(told, tmp_path)


def test_a_host_that_leads_away_has_moved(tmp_path: Path) -> None:
    away = Page(status=301, headers={"Location": "http://skhcn.example.gov.vn/tin"})
    with Scenario({f"{ROOT}/": away}) as web:
        told = probed(web)
        assert not any("skhcn" in url for url in web.asked)
    assert told.answered
    assert told.source.status == "moved"
    assert "http://skhcn.example.gov.vn/tin" in step(told, "http").text
    assert "http://skhcn.example.gov.vn/tin" in told.source.notes
    accepted(told, tmp_path)


def test_a_redirect_within_the_host_is_followed_and_shown() -> None:
    pages = {
        f"{ROOT}/": Page(status=302, headers={"Location": "/trang-chu"}),
        f"{ROOT}/trang-chu": listing("/a"),
    }
    with Scenario(pages) as web:
        told = probed(web)
    assert step(told, "http").text == f"{ROOT}/ → answers 200 at {ROOT}/trang-chu"
    assert told.source.entry_points == (f"{ROOT}/trang-chu",)


def test_the_name_with_www_belongs_to_the_host(tmp_path: Path) -> None:
    www = f"http://www.{HOST}"
    feed = Page(
        f"<urlset><url><loc>{www}/tin/bai-1.html</loc></url></urlset>".encode(),
        headers={"Content-Type": "text/xml"},
    )
    robots = Page(f"Sitemap: {www}/so-do.xml".encode(), headers={"Content-Type": "text/plain"})
    pages = {f"{ROOT}/": listing("/a"), f"{ROOT}/robots.txt": robots, f"{www}/so-do.xml": feed}
    with Scenario(pages) as web:
        told = probed(web)
    assert told.source.hosts == (HOST, f"www.{HOST}")
    assert f"{www}/so-do.xml" in told.source.entry_points
    accepted(told, tmp_path)


def test_a_page_of_many_links_is_read_in_time() -> None:
    links = "".join(
        f"<a href='/tin/{n}/bai-{n}.html'>Một tiêu đề đủ dài để là bài</a>" for n in range(10_000)
    )
    robots = Page(b"User-agent: *\nDisallow: /x\n" * 50, headers={"Content-Type": "text/plain"})
    with Scenario({f"{ROOT}/": Page(links.encode()), f"{ROOT}/robots.txt": robots}) as web:
        started = time.monotonic()
        told = probe(HOST, local=True, proxy=web.proxy, delay=0)
    assert time.monotonic() - started < 10
    assert step(told, "http").good


def test_robots_that_forbid_all_are_heeded(tmp_path: Path) -> None:
    robots = Page(b"User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"})
    with Scenario({f"{ROOT}/robots.txt": robots, f"{ROOT}/": listing("/a")}) as web:
        told = probed(web)
        assert {url for url in web.asked if url.startswith("http://")} == {f"{ROOT}/robots.txt"}
    assert told.answered
    assert "robots.txt forbids" in step(told, "http").text
    assert step(told, "robots") == Finding("robots", False, "answers 200; robots.txt forbids this address")
    assert "forbids" in told.source.notes
    accepted(told, tmp_path)


def test_what_a_page_says_reaches_nobody_raw(tmp_path: Path) -> None:
    title = "Sở \x1b[31m\u202eđỏ: {x} \x07\u2028- [bold]'\"\n# y"
    front = f"<html><head><title>{title}</title><meta name=generator content='a\x1b]0;b\x07'></head>"
    links = "".join(f"<a href='/t/{title}-{n}.html'>{title} và một tiêu đề dài</a>" for n in range(4))
    with Scenario({f"{ROOT}/": Page(f"{front}{links}".encode())}) as web:
        told = probed(web)
    for text in [*(finding.text for finding in told.findings), entry_yaml(told.source).replace("\n", "")]:
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")], text
    accepted(told, tmp_path)


def test_a_wrong_charset_is_told() -> None:
    page = Page(
        "<title>Số liệu</title>".encode(), headers=HTML | {"Content-Type": "text/html; charset=cp1258"}
    )
    with Scenario({f"{ROOT}/": page}) as web:
        told = probed(web)
    assert step(told, "charset") == Finding("charset", False, "declared cp1258, read as utf-8")


@pytest.mark.parametrize("host", ["http://a.gov.vn/", "a b.vn", "", "khong-co-cham", "a.vn:x"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(UserError, match="no host name"):
        probe(host)


class _Silent(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[int]:
    """The port of an HTTPS server that vouches for itself."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["-nodes", "-keyout", key, "-out", certificate, "-days", "30", "-subj", "/CN=127.0.0.1"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", *made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), _Silent)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign,assignment]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_self_signed_certificate_is_told_with_its_end(self_signed: int, tmp_path: Path) -> None:
    told = probe(f"127.0.0.1:{self_signed}", local=True, delay=0, limits=LIMITS)
    tls = step(told, "tls")
    assert not tls.good
    assert tls.text.startswith("not trusted: self-signed, ends 20")
    assert "no trusted connection" in step(told, "https").text


def test_a_certificate_for_another_address_is_told(
    self_signed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "CA_BUNDLE", str(tmp_path / "certificate.pem"))
    later = datetime(2999, 1, 1, tzinfo=UTC)
    told = network.certificate(f"127.0.0.1:{self_signed}", "127.0.0.1", later)
    assert told.text.startswith("not trusted: made out to another address, ended 20")


def test_a_host_without_tls_is_told() -> None:
    with Scenario({}) as web:
        told = probe(f"127.0.0.1:{web.port}", local=True, delay=0, limits=LIMITS)
    assert step(told, "tls").text.startswith("no TLS")
    assert step(told, "http").text == "answers 404"


def test_a_closed_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        told = probe(f"127.0.0.1:{taken.getsockname()[1]}", local=True, delay=0, limits=LIMITS)
    assert not told.answered
    assert "connection refused" in step(told, "http").text
