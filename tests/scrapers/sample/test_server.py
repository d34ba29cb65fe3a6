"""The sample server itself: hosts, connections, ports."""

import http.client
import socket
import struct
import subprocess
import sys
import threading

import pytest
import requests

from scrapers.errors import UserError
from scrapers.sample.server import serve
from tests.scrapers.sample.conftest import PORTALS, Browser


def test_its_own_address_lists_the_portals(browser: Browser) -> None:
    response = requests.get(browser.proxy, timeout=10)
    assert response.status_code == 200
    assert all(f"http://{portal.host}/" in response.text for portal in PORTALS.values())


def test_a_host_header_is_as_good_as_an_absolute_address(browser: Browser) -> None:
    response = requests.get(f"{browser.proxy}/", headers={"Host": "stttt.dongnai.gov.vn"}, timeout=10)
    assert PORTALS["dongnai"].name in response.text


def test_an_unknown_host_is_a_bad_gateway(browser: Browser) -> None:
    response = browser.get("http://stttt.nowhere.gov.vn/")
    assert response.status_code == 502
    assert "'stttt.nowhere.gov.vn'" in response.text and "sotttt.dienbien.gov.vn" in response.text


def test_connections_are_kept_and_head_has_no_body(browser: Browser) -> None:
    connection = http.client.HTTPConnection(browser.proxy.removeprefix("http://"), timeout=10)
    connection.connect()
    socket = connection.sock
    for method in ("GET", "HEAD", "GET"):
        connection.request(method, "http://stttt.binhdinh.gov.vn/stttt/default.asp")
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200
        assert len(body) == (0 if method == "HEAD" else int(response.headers["Content-Length"]))
    assert connection.sock is socket
    connection.close()


def test_a_port_in_use_is_one_clear_line(browser: Browser) -> None:
    port = int(browser.proxy.rpartition(":")[2])
    with (
        pytest.raises(UserError, match=rf"port {port} on 127\.0\.0\.1 is in use; choose another"),
        serve(port),
    ):
        pass


def test_the_command_says_so_too(browser: Browser) -> None:
    port = browser.proxy.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "scrapers.sample.server", "--port", port],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == f"port {port} on 127.0.0.1 is in use; choose another, or 0 for any free one"


def test_a_client_that_hangs_up_leaves_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    with serve() as proxy:
        others = set(threading.enumerate())
        client = socket.create_connection(("127.0.0.1", int(proxy.rpartition(":")[2])), timeout=10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not close
        client.sendall(b"GET http://tinnganh.mic.gov.vn/ HTTP/1.1\r\n\r\n" * 50)
        client.recv(1)  # the server is at work on the other requests
        client.close()
        for thread in set(threading.enumerate()) - others:
            thread.join(timeout=10)
    assert capfd.readouterr().err == ""


def test_the_port_is_free_again_afterwards() -> None:
    with serve() as proxy:
        port = int(proxy.rpartition(":")[2])
    with serve(port) as again:
        assert requests.get(again, timeout=10).status_code == 200
