"""The registry: what is wrong in it is told before anything runs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scrapers import catalogue
from scrapers.crawl.discovery import Link, Role, Scope
from scrapers.errors import UserError
from scrapers.registry import SOURCES, QuietHours, Source, TlsException, load_sources

GOOD = {
    "publisher": "Sở TT&TT",
    "province": "10",
    "enabled": "true",
    "hosts": "[stttt.a.gov.vn]",
    "entry_points": "[http://stttt.a.gov.vn/]",
}


def registry(root: Path, **files: dict[str, str]) -> Path:
    (root / "live").mkdir(exist_ok=True)
    for name, fields in files.items():
        lines = [f"{key}: {value}" for key, value in ({"id": name} | fields).items()]
        (root / "live" / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def complaints(root: Path) -> list[str]:
    with pytest.raises(UserError) as caught:
        load_sources("live", root)
    return [line.removeprefix(f"{root}/live/") for line in str(caught.value).splitlines()]


def test_a_good_entry(tmp_path: Path) -> None:
    sources = load_sources("live", registry(tmp_path, a=GOOD))
    assert list(sources) == ["import", "a"]
    assert (sources["a"].province, sources["a"].hosts, sources["a"].enabled) == (
        "10",
        ("stttt.a.gov.vn",),
        True,
    )
    assert sources["import"].kind == "import"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        (
            "province",
            "1",
            "a.yaml:3: province: no such province in the gso63 scheme; did you mean 01 (Hà Nội)?",
        ),
        (
            "province",
            "Lào Cai",
            "a.yaml:3: province: no such province in the gso63 scheme; write the code: 10",
        ),
        ("province", "97", "a.yaml:3: province: no such province in the gso63 scheme; "),
        ("hosts", "[http://stttt.a.gov.vn]", "a.yaml:5: hosts.0: not a host name; "),
        (
            "entry_points",
            "[http://stttt.b.gov.vn/]",
            "a.yaml:6: entry_points: http://stttt.b.gov.vn/: its host is",
        ),
        (
            "entry_points",
            "[ftp://stttt.a.gov.vn/]",
            "a.yaml:6: entry_points: ftp://stttt.a.gov.vn/: not an http",
        ),
        ("entry_points", "[]", "a.yaml:6: entry_points: an enabled portal needs at least one"),
        ("article_pattern", "'/(tin'", "a.yaml:7: article_pattern: not a regular expression: missing )"),
        ("valid_from", "2025-02-30", "a.yaml:7: valid_from: not a date; write it like"),
        ("kind", "portl", "a.yaml:7: kind: Input should be 'portal', 'import', 'wayback' or 'commoncrawl'"),
        (
            "archive_url",
            "https://a.org",
            "a.yaml:7: archive_url: only sources of kind wayback or commoncrawl",
        ),
        ("indexes", "[CC-MAIN-2015-22]", "a.yaml:7: indexes: only sources of kind commoncrawl have some"),
        ("charset", "utf-9", "a.yaml:7: charset: unknown charset; "),
        ("delay_seconds", "-1", "a.yaml:7: delay_seconds: Input should be greater than or equal to 0"),
        ("artcle_pattern", "x", "a.yaml:7: artcle_pattern: unknown field; did you mean article_pattern"),
        ("minimum", "{page: 1}", "a.yaml:7: minimum.page: unknown field; "),
        ("scheme", "gso64", "a.yaml:7: scheme: Input should be 'gso63' or 'gso34'"),
        ("revisit", "{least_days: 9, most_days: 8}", "a.yaml:7: revisit: least_days 9 is more than most"),
        ("quiet_hours", "{begin: 25:00, end: 06:00}", "a.yaml:7: quiet_hours.begin: "),
        ("quiet_hours", "{begin: 07:00}", "a.yaml:7: quiet_hours.end: "),
        ("requests_per_day", "0", "a.yaml:7: requests_per_day: Input should be greater than or equal to 1"),
        ("tls_exception", "{reason: why not, expires: 2027-01-31}", "a.yaml:7: tls_exception.reason: "),
        (
            "date_archives",
            "['http://stttt.a.gov.vn/{nam}']",
            "a.yaml:7: date_archives.0: its braces hold something else than {year}",
        ),
        ("date_archives", "['http://stttt.a.gov.vn/{year.x}']", "a.yaml:7: date_archives.0: its braces"),
        ("date_archives", "['http://stttt.a.gov.vn/{year[0]}']", "a.yaml:7: date_archives.0: its braces"),
        ("date_archives", "['http://stttt.a.gov.vn/']", "a.yaml:7: date_archives.0: nothing in it changes"),
        ("date_archives", "['http://b.vn/{year}']", "a.yaml:7: date_archives: http://b.vn/{year}: its host"),
        ("date_archives", "['http://stttt.a.gov.vn/{year}']", "a.yaml:1: record: date_archives begin with"),
        ("id", "b", "a.yaml:1: id: must be the file's name, a"),
        ("id", "../a", "a.yaml:1: id: "),
    ],
)
def test_each_mistake_names_its_place_and_a_way_out(
    tmp_path: Path, field: str, value: str, says: str
) -> None:
    (line,) = complaints(registry(tmp_path, a=GOOD | {field: value}))
    assert line.startswith(says)


DEAD = GOOD | {"entry_points": "[]", "kind": "wayback"}
CRAWLED = DEAD | {"kind": "commoncrawl", "indexes": "[CC-MAIN-2015-22]"}


def test_a_dead_site_may_be_looked_for_in_several_archives(tmp_path: Path) -> None:
    sources = load_sources("live", registry(tmp_path, a=GOOD, b=DEAD, c=CRAWLED))
    assert sources["a"].services is None
    assert sources["b"].services == ("https://web.archive.org", "https://web.archive.org")
    assert sources["c"].services == ("https://index.commoncrawl.org", "https://data.commoncrawl.org")


def test_another_service_has_both_unless_its_bodies_are_elsewhere(tmp_path: Path) -> None:
    own = {"archive_url": "https://a.org/"}
    sources = load_sources(
        "live", registry(tmp_path, b=DEAD | own, c=CRAWLED | own | {"data_url": "http://b.org"})
    )
    assert sources["b"].services == ("https://a.org", "https://a.org")
    assert sources["c"].services == ("https://a.org", "http://b.org")


@pytest.mark.parametrize(
    ("entry", "field", "value", "says"),
    [
        (DEAD, "hosts", "[]", "a.yaml:5: hosts: a web archive is asked for the captures of these hosts; "),
        (DEAD, "archive_url", "archive.org", "a.yaml:8: archive_url: not an address to build on; "),
        (CRAWLED, "indexes", "[]", "a.yaml:8: indexes: name the crawls to look in, like [CC-MAIN-2015-22]"),
        (CRAWLED, "indexes", "[a/b]", "a.yaml:8: indexes.0: "),
    ],
)
def test_each_mistake_in_a_dead_site_too(
    tmp_path: Path, entry: dict[str, str], field: str, value: str, says: str
) -> None:
    (line,) = complaints(registry(tmp_path, a=entry | {field: value}))
    assert line.startswith(says)


def test_an_archive_is_asked_for_a_host_by_one_source(tmp_path: Path) -> None:
    (line,) = complaints(registry(tmp_path, a=DEAD, b=DEAD))
    assert line.startswith("b.yaml:5: hosts: already belongs to source a")


def test_a_successor_has_its_code_in_the_scheme_of_its_time(tmp_path: Path) -> None:
    successor = GOOD | {"scheme": "gso34", "province": '"15"'}
    source = load_sources("live", registry(tmp_path, a=successor))["a"]
    assert (source.province, source.territory) == ("15", "10")  # Lào Cai, of which Yên Bái (15) became a part
    (line,) = complaints(registry(tmp_path, a=successor | {"province": '"10"'}))
    assert line.startswith("a.yaml:3: province: no such province in the gso34 scheme; ")


def test_quiet_hours_are_vietnams_and_may_pass_midnight() -> None:
    quiet = QuietHours.model_validate({"begin": "22:00", "end": "05:30"})
    for hour, minute, expected in [(14, 59, False), (15, 0, True), (22, 29, True), (22, 30, False)]:
        assert quiet.at(datetime(2026, 1, 1, hour, minute, tzinfo=UTC)) is expected


def test_a_tls_exception_ends_with_its_last_day() -> None:
    exception = TlsException(reason="the issuer is not trusted", expires=date(2027, 1, 31))
    assert exception.holds(date(2027, 1, 31)) and not exception.holds(date(2027, 2, 1))


def test_a_period_that_ends_before_it_begins(tmp_path: Path) -> None:
    (line,) = complaints(registry(tmp_path, a=GOOD | {"valid_from": "2020-01-01", "valid_to": "2019-01-01"}))
    assert "valid_from 2020-01-01 is after valid_to 2019-01-01" in line


def test_problems_of_all_files_at_once(tmp_path: Path) -> None:
    root = registry(tmp_path, a=GOOD, b=GOOD, c=GOOD | {"id": "a"}, d=GOOD | {"province": "0"})
    (root / "live" / "e.yaml").write_text("id: [", encoding="utf-8")
    registry(root, **{"import": GOOD | {"hosts": "[x.vn]", "entry_points": "[http://x.vn/]"}})
    lines = complaints(root)
    assert (
        "b.yaml:5: hosts: already belongs to source a; remove it from one (found 'stttt.a.gov.vn')" in lines
    )
    assert "c.yaml:1: id: already taken by a.yaml; choose another (found 'a')" in lines
    assert any(line.startswith("d.yaml:3: province") for line in lines)
    assert any(line.startswith("e.yaml:1: YAML") for line in lines)
    assert any(line.startswith("import.yaml:1: id: already taken by the import source") for line in lines)


def test_an_unknown_set_of_sites() -> None:
    with pytest.raises(UserError, match="SOTTTT_SITES='lvie': no such set of sites; use sample or live"):
        load_sources("lvie")


LIVE = [source for source in load_sources("live").values() if source.kind != "import"]
PORTALS = [source for source in LIVE if source.kind == "portal"]


def test_the_live_registry_covers_all_provinces_and_enables_only_what_was_seen() -> None:
    departments = [source for source in PORTALS if source.scheme == "gso63"]
    assert Counter(source.province for source in departments) == dict.fromkeys(catalogue.provinces(), 1)
    for source in departments:
        assert source.enabled == (source.verification == "verified-page"), source.id
    assert sum(source.enabled for source in departments) >= 10
    assert not any(source.local for source in LIVE)


def test_every_province_since_the_merger_has_the_successor_of_its_departments() -> None:
    successors = [source for source in PORTALS if source.scheme == "gso34"]
    assert Counter(source.province for source in successors) == dict.fromkeys(
        catalogue.codes_since_merger().values(), 1
    )
    for source in successors:
        assert source.id.endswith("-khcn") and source.valid_from == date(2025, 7, 1), source.id
        assert source.verification == "verified-page" or not source.enabled, source.id


def test_archives_are_asked_for_every_host_that_was_seen_and_for_no_guess() -> None:
    seen = {
        (source.province, host)
        for source in PORTALS
        if source.scheme == "gso63" and source.verification != "unverified-guess"
        for host in source.hosts
    }
    archives = [source for source in LIVE if source.kind == "wayback"]
    assert {(source.province, host) for source in archives for host in source.hosts} == seen
    assert all(source.id.endswith("-wayback") and source.status == "archived" for source in archives)


def test_the_fields_of_an_entry_stand_in_the_order_of_the_model() -> None:
    for source in LIVE:
        lines = (SOURCES / "live" / f"{source.id}.yaml").read_text(encoding="utf-8").splitlines()
        fields = [line.partition(":")[0] for line in lines if line[0].isalpha()]
        assert fields == [name for name in Source.model_fields if name in fields], source.id


def test_the_patterns_of_enabled_sources_fit_their_own_addresses() -> None:
    for source in load_sources("live").values():
        if source.article_pattern and source.entry_points:
            scope = Scope(source)
            roles = {scope.role(Link(url)) for url in source.entry_points if urlsplit(url).path != "/"}
            assert roles <= {Role.ARTICLE, Role.LISTING}, source.id
