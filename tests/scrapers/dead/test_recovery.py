"""Dead sites from web archives on loopback: what lands, when it was seen, what is asked for once."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from scrapers.archive import Archive, ArchivedPage
from scrapers.crawl import History
from scrapers.dead import recover_source
from scrapers.model import Fetch, Outcome
from scrapers.registry import Source
from tests.scrapers.crawl.support import LIMITS, types_in
from tests.scrapers.dead.services import ARCHIVE, Crawled, Held, WaybackMachine, dead_source, held
from tests.scrapers.scenario import HOST, HTML, Page, Scenario

Service = type[WaybackMachine] | type[Crawled]
BOTH = pytest.mark.parametrize(("kind", "service"), [("wayback", WaybackMachine), ("commoncrawl", Crawled)])
SITE = f"http://{HOST}"


def recover(
    web: Scenario, folder: Path, source: Source, known: Sequence[Fetch] = ()
) -> tuple[list[Fetch], list[Fetch]]:
    """Fetches of index pages, and of captures."""
    with Archive(folder) as archive:
        past = History(known)
        fetches = list(
            recover_source(source, archive, run_id="r1", proxy=web.proxy, history=past, limits=LIMITS)
        )
    pages = [fetch for fetch in fetches if fetch.url.startswith(SITE)]
    return [fetch for fetch in fetches if fetch not in pages], pages


def kept(folder: Path, fetch: Fetch) -> ArchivedPage:
    assert fetch.warc_file is not None and fetch.warc_offset is not None
    return Archive(folder).read(fetch.warc_file, fetch.warc_offset)


@BOTH
def test_captures_land_with_their_own_address_and_time(tmp_path: Path, kind: str, service: Service) -> None:
    with service([held("/tin?b=2&a=1", "20150601020304", "1.600 trạm")]) as web:
        began = datetime.now(UTC)
        index, (fetch,) = recover(web, tmp_path, dead_source(kind))
    assert {page.outcome for page in index} == {Outcome.OK}
    assert (fetch.outcome, fetch.http_status, fetch.url) == (Outcome.OK, 200, f"{SITE}/tin?a=1&b=2")
    assert fetch.captured_at == datetime(2015, 6, 1, 2, 3, 4, tzinfo=UTC)
    assert fetch.fetched_at >= began
    assert "example.org" in fetch.final_url
    page = kept(tmp_path, fetch)
    assert page.captured_at == fetch.captured_at
    assert "1.600 trạm" in page.body.decode()
    assert dict(page.headers)["Content-Type"] == HTML["Content-Type"]
    assert types_in(tmp_path) == ["warcinfo", "response"]


@BOTH
def test_a_second_run_asks_for_indexes_and_what_is_new_only(
    tmp_path: Path, kind: str, service: Service
) -> None:
    captures = [held("/a", "20150601000000"), held("/b", "20150601000001")]
    with service(captures) as web:
        index, first = recover(web, tmp_path, dead_source(kind))
        web.asked.clear()
        again, second = recover(web, tmp_path, dead_source(kind), [*index, *first])
        assert (second, web.bodies) == ([], [])
    assert len(first) == 2
    assert {page.outcome for page in again} == {Outcome.UNCHANGED}
    with service([*captures, held("/a", "20160101000000", "mới")]) as web:
        _, (third,) = recover(web, tmp_path, dead_source(kind), [*index, *first])
    assert (third.outcome, third.captured_at.year) == (Outcome.OK, 2016)


@BOTH
def test_only_wanted_captures_are_asked_for(tmp_path: Path, kind: str, service: Service) -> None:
    captures = [
        held("/tin/1.html", "20150601000000"),
        held("/tin/2.html", "20110601000000"),
        held("/tin/3.html", "20190601000000"),
        held("/lien-he", "20150601000000"),
        held("/tin/anh.jpg", "20150601000000"),
        held("http://other.example.com/tin/4.html", "20150601000000"),
        held("http://[broken/tin/5.html", "20150601000000"),
    ]
    source = dead_source(
        kind, article_pattern="/tin/", exclude_pattern="xoa", valid_from="2012-01-01", valid_to="2018-12-31"
    )
    with service(captures) as web:
        _, pages = recover(web, tmp_path, source)
        assert len(web.bodies) == 1
    assert [fetch.url for fetch in pages] == [f"{SITE}/tin/1.html"]
    assert any("from=20120101" in url and "to=20181231" in url for url in web.asked)


@BOTH
def test_the_same_bytes_of_an_address_are_asked_for_once(tmp_path: Path, kind: str, service: Service) -> None:
    captures = [held("/a", f"201{year}0601000000", text) for year, text in enumerate(["x", "x", "y", "x"])]
    with service(captures) as web:
        _, pages = recover(web, tmp_path, dead_source(kind))
    assert [fetch.captured_at.year for fetch in pages] == [2010, 2012]


def test_bytes_met_again_under_another_digest_make_no_new_page(tmp_path: Path) -> None:
    captures = [held("/a", "20150601000000", "x"), held("/a", "20160601000000", "x", digest="B" * 32)]
    with Crawled(captures) as web:
        _, (first, second) = recover(web, tmp_path, dead_source("commoncrawl"))
    assert (second.outcome, second.captured_at.year) == (Outcome.UNCHANGED, 2016)
    assert second.warc_offset == first.warc_offset
    assert types_in(tmp_path) == ["warcinfo", "response", "revisit"]


@BOTH
def test_max_pages_ends_the_run_and_the_next_goes_on(tmp_path: Path, kind: str, service: Service) -> None:
    known: list[Fetch] = []
    with service([held(f"/{n}", "20150601000000") for n in range(2)]) as web:
        rounds = 1 if kind == "wayback" else 2
        for expected in (["ok", "deferred"], ["ok"], []):
            index, pages = recover(web, tmp_path, dead_source(kind, max_pages=rounds + 1), known)
            assert (len(index), [fetch.outcome for fetch in pages]) == (rounds, expected)
            known += [fetch for fetch in (*index, *pages) if fetch.page_sha256]


@BOTH
def test_a_lost_record_is_asked_for_anew(tmp_path: Path, kind: str, service: Service) -> None:
    with service([held("/a", "20150601000000")]) as web:
        _, first = recover(web, tmp_path / "old", dead_source(kind))
        _, (second,) = recover(web, tmp_path / "new", dead_source(kind), first)
    assert second.outcome is Outcome.OK


def test_wayback_index_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    with WaybackMachine([held(f"/{n}", "20150601000000") for n in range(5)], rows=2) as web:
        index, pages = recover(web, tmp_path, dead_source("wayback"))
        assert [query.get("resumeKey") for query in web.queries] == [
            None, ["vn,gov,example)/ 2!"], ["vn,gov,example)/ 4!"]
        ]  # fmt: skip
        assert "statuscode:200" in web.queries[0]["filter"]
    assert (len(index), len(pages)) == (3, 5)


def test_a_busy_service_is_left_alone_for_as_long_as_it_asks(tmp_path: Path) -> None:
    busy = Page(b"slow down", 429, headers={"Retry-After": "1"})
    with WaybackMachine([held("/a", "20150601000000")]) as web:
        web.once = {f"{ARCHIVE}/cdx": busy, f"{ARCHIVE}/web/": busy}
        began = datetime.now(UTC)
        index, pages = recover(web, tmp_path, dead_source("wayback"))
        assert (datetime.now(UTC) - began).total_seconds() >= 2
        assert (len(web.queries), len(web.bodies)) == (2, 2)
    assert {fetch.outcome for fetch in (*index, *pages)} == {Outcome.OK}


def test_a_service_that_stays_busy_is_asked_no_more_in_this_run(tmp_path: Path) -> None:
    with WaybackMachine([held(f"/{n}", "20150601000000") for n in range(3)]) as web:
        web.pages[f"{ARCHIVE}/web/20150601000000id_/{SITE}/1"] = Page(b"too many", 429)
        _, pages = recover(web, tmp_path, dead_source("wayback"))
    assert [(fetch.outcome, fetch.http_status) for fetch in pages] == [
        (Outcome.OK, 200), (Outcome.HTTP_ERROR, 429), (Outcome.DEFERRED, None)
    ]  # fmt: skip
    assert pages[-1].detail == "too many requests, says the archive; it waits for the next run"


def _gzipped(captured: bytes) -> Held:
    return Held(f"{SITE}/a", "20150601000000", captured, head=HTML | {"Content-Encoding": "gzip"})


@pytest.mark.parametrize("undone", [False, True])
def test_a_coded_capture_is_read_whether_or_not_the_service_has_undone_it(
    tmp_path: Path, undone: bool
) -> None:
    plain = "<p>nén</p>".encode()
    capture = _gzipped(plain if undone else gzip.compress(plain))
    capture.digest = "A" * 32 if undone else ""
    with WaybackMachine([capture]) as web:
        _, (fetch,) = recover(web, tmp_path, dead_source("wayback"))
    assert fetch.outcome is Outcome.OK
    assert kept(tmp_path, fetch).body == plain


@pytest.mark.parametrize(
    ("page", "outcome", "says"),
    [
        pytest.param(Page(b"<p>khac</p>"), Outcome.BROKEN, "digest", id="other-bytes"),
        pytest.param(Page(b"x" * 10, announce=50), Outcome.BROKEN, "10 bytes read", id="cut-short"),
        pytest.param(Page(b"Blocked Site Error", 403), Outcome.HTTP_ERROR, "Blocked Site", id="blocked"),
        pytest.param(Page(silent=True), Outcome.TIMEOUT, "in time", id="silent"),
        pytest.param(
            Page(status=302, headers={"Location": f"/web/20120101000000id_/{SITE}/b"}),
            Outcome.REDIRECT_OUT,
            "another capture",
            id="another-capture",
        ),
        pytest.param(
            Page(b"%PDF", headers={"X-Archive-Orig-Content-Type": "application/pdf"}),
            Outcome.WRONG_TYPE,
            "pdf",
            id="attachment",
        ),
    ],
)
def test_a_broken_wayback_capture_leaves_the_others_unharmed(
    tmp_path: Path, page: Page, outcome: Outcome, says: str
) -> None:
    with WaybackMachine([held("/a", "20150601000000"), held("/b", "20120101000000")]) as web:
        web.pages[f"{ARCHIVE}/web/20150601000000id_/{SITE}/a"] = page
        _, (broken, whole) = recover(web, tmp_path, dead_source("wayback"))
    assert (broken.outcome, whole.outcome) == (outcome, Outcome.OK)
    assert says in (broken.detail or "")
    assert (broken.warc_file, broken.captured_at.year) == (None, 2015)


def test_a_broken_range_leaves_the_others_unharmed(tmp_path: Path) -> None:
    with Crawled([held(f"/{name}", "20150601000000") for name in "abc"]) as web:
        web.file[-30] ^= 0xFF
        web.index[1] = web.index[1].replace(b'"offset": "', b'"offset": "9')
        _, (whole, nowhere, broken) = recover(web, tmp_path, dead_source("commoncrawl"))
    assert [fetch.outcome for fetch in (whole, nowhere, broken)] == [
        Outcome.OK, Outcome.BROKEN, Outcome.BROKEN
    ]  # fmt: skip
    assert broken.detail and "\n" not in broken.detail


def test_common_crawl_records_are_kept_as_they_are(tmp_path: Path) -> None:
    with Crawled([held("/a", "20150601000000")]) as web:
        _, (fetch,) = recover(web, tmp_path, dead_source("commoncrawl"))
        (tmp_path / "theirs.warc.gz").write_bytes(web.file)
    files = [tmp_path / "theirs.warc.gz", tmp_path / str(fetch.warc_file)]
    theirs, ours = (
        [dict(record.rec_headers.headers) for record in WarcioIterator(file.open("rb"))] for file in files
    )
    assert theirs[1:] == ours[1:]


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (Page(b'{"message": "No Captures found for: x/*"}', 404), Outcome.OK),
        (Page(b"<h1>no such index</h1>", 404), Outcome.HTTP_ERROR),
        (Page(b"<html>", 200), Outcome.BROKEN),
        (Page(b"[1]", 200), Outcome.BROKEN),
        (Page(b'{"pages": "many"}', 200), Outcome.BROKEN),
    ],
)
def test_what_an_index_may_say(tmp_path: Path, page: Page, outcome: Outcome) -> None:
    source = dead_source("commoncrawl", indexes=["CC-MAIN-2014-10", "CC-MAIN-2015-22"])
    with Crawled([held("/a", "20150601000000")]) as web:
        answer = web.page
        web.page = lambda url: page if "2014-10" in url else answer(url)  # type: ignore[method-assign]
        index, pages = recover(web, tmp_path, source)
    assert [fetch.outcome for fetch in (*index, *pages)] == [outcome, Outcome.OK, Outcome.OK, Outcome.OK]


def test_a_wayback_index_in_another_format_is_told(tmp_path: Path) -> None:
    with WaybackMachine([]) as web:
        for said in (b"<html>", b"{}", b'[["a"],["b"]]', b'[["timestamp","original","digest"],["b"]]'):
            web.once = {f"{ARCHIVE}/cdx": Page(said)}
            (index,), _ = recover(web, tmp_path, dead_source("wayback"))
            assert (index.outcome, index.warc_file) == (Outcome.BROKEN, None)
            assert "documented" in (index.detail or "")
