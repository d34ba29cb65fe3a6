"""Address guard, robots and pace: what may be asked for, and when."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from scrapers.crawl.guard import BlockedAddressError, check_address, check_literal
from scrapers.crawl.pace import LONGEST_DELAY, Pace, retry_after
from scrapers.crawl.robots import Robots
from scrapers.model import Outcome


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.0.0.2", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "224.0.0.1",  # noqa: S104 - an address to refuse, not to bind
      "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
     "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1", "5f00::1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    with pytest.raises(BlockedAddressError, match="not a public address"):
        check_address("a.vn", address)


@pytest.mark.parametrize("address", ["113.160.1.1", "8.8.8.8", "2001:ee0::1", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address: str) -> None:
    check_address("a.vn", address)


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "::1", "10.0.0.1"]
)
def test_literals_are_seen_through(host: str) -> None:
    with pytest.raises(BlockedAddressError):
        check_literal(host)


@pytest.mark.parametrize("host", ["stttt.example.gov.vn", "8.8.8.8", "localhost.vn"])
def test_names_and_public_literals_pass(host: str) -> None:
    check_literal(host)


def test_robots_rules_wildcards_and_delay() -> None:
    text = (
        "\ufeffUser-agent: *\nDisallow: /*/in-bai/\nDisallow: /*.pdf$\nAllow: /cong-khai\nCrawl-delay: 2.5\n"
    )
    robots = Robots.from_status(200, text.encode())
    assert robots.verdict("http://a.vn/tin/1.html") is None
    for path in ("/tin/in-bai/1", "/x.pdf"):
        verdict = robots.verdict(f"http://a.vn{path}")
        assert verdict is not None and verdict.outcome is Outcome.ROBOTS
    assert robots.crawl_delay == 2.5


def test_robots_own_group_comes_before_the_star() -> None:
    robots = Robots.from_status(200, b"User-agent: *\nDisallow: /\n\nUser-agent: sotttt\nAllow: /\n")
    assert robots.verdict("http://a.vn/x") is None


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (401, True), (410, True), (500, False), (503, False), (429, False)]
)
def test_robots_status(status: int, allowed: bool) -> None:
    assert (Robots.from_status(status, b"").verdict("http://a.vn/x") is None) is allowed


def test_robots_survives_garbage() -> None:
    robots = Robots.from_status(200, bytes(range(256)) * 10)
    assert robots.verdict("http://a.vn/x") is None


class Clock:
    """Time that passes only in sleep."""

    now = 100.0
    slept: list[float]

    def __init__(self) -> None:
        self.slept = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def pace(delay: float) -> tuple[Pace, Clock]:
    clock = Clock()
    return Pace(delay, clock=lambda: clock.now, sleep=clock.sleep), clock


def test_hosts_wait_for_themselves_only() -> None:
    rhythm, clock = pace(2)
    for host in ("a", "b", "a", "a"):
        rhythm.wait(host)
    assert clock.slept == [2, 2]


def test_the_slower_of_both_delays_counts_up_to_a_cap() -> None:
    rhythm, clock = pace(2)
    rhythm.slow_down("a", 5)
    rhythm.slow_down("b", 1)
    rhythm.slow_down("c", 86_400)
    for host in ("a", "a", "b", "b", "c", "c"):
        rhythm.wait(host)
    assert clock.slept == [5, 2, LONGEST_DELAY]


def test_a_delay_once_asked_for_is_not_taken_back() -> None:
    rhythm, clock = pace(0)
    rhythm.slow_down("a", 5)
    rhythm.slow_down("a", 0)
    for _ in range(2):
        rhythm.wait("a")
    assert clock.slept == [5]


def test_who_waits_side_by_side_gets_moments_of_his_own() -> None:
    rests: list[float] = []
    rhythm = Pace(2, clock=lambda: 0.0, sleep=rests.append)  # a clock that stands: all come at once
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(rhythm.wait, "aaaa"))
    assert sorted(rests) == [2, 4, 6]


def test_a_hold_outlasts_the_delay() -> None:
    rhythm, clock = pace(1)
    rhythm.wait("a")
    rhythm.hold("a", 7)
    rhythm.hold("a", 3)
    rhythm.wait("a")
    assert clock.slept == [7]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("Mon, 23 Nov 2026 10:00:30 GMT", 30), ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
     ("soon", None), ("", None), (None, None), ("-1", None)],
)  # fmt: skip
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 11, 23, 10, 0, 0, tzinfo=UTC)) == seconds


def test_the_cap_on_what_hosts_ask_for_does_not_shorten_our_own_delay() -> None:
    rhythm, clock = pace(300)
    rhythm.slow_down("a", 0)
    for _ in range(2):
        rhythm.wait("a")
    assert clock.slept == [300]


@pytest.mark.parametrize("year, zone", [("9" * 20, "GMT"), ("2024", "+" + "9" * 22)])
def test_a_moment_beyond_all_calendars_is_unreadable(year: str, zone: str) -> None:
    assert retry_after(f"Mon, 1 Jan {year} 00:00:00 {zone}") is None
