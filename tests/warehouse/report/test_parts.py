"""What the report is made of: tiles, words, cut sentences, links, what is left out, pictures."""

from __future__ import annotations

import base64
import gzip
import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.releases import NAMED, Release
from warehouse.database import reading
from warehouse.release.report import evidence, write_report
from warehouse.release.report.contents import contents
from warehouse.release.report.data_files import specs, tiles, words
from warehouse.release.report.fitting import fitted
from warehouse.release.report.sentences import sentences
from warehouse.release.report.writing import PAGE, SCRIPTS, extras, library, render
from warehouse.workspace import Workspace

BTS = "telecom.bts_stations"
NORTH_TO_SOUTH = {
    "gso63": "02 01 35 37 38 40 42 44 45 46 49 51 52 54 56 58 96",
    "gso34": "08 01 37 38 40 42 44 46 48 51 52 66 56 79 86 96",
}
WEST_TO_EAST = {"gso63": ["11", "15", "25", "19", "24", "22"], "gso34": ["11", "14", "01", "24", "22"]}


@pytest.fixture(scope="module")
def three(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parts") / "release.duckdb"
    chance = random.Random(1)  # noqa: S311 - text that does not pack well
    with Release(built.published, path) as made:
        for year in range(2010, 2021):
            for place in ("01", "19", "46"):
                noise = "".join(chance.choices("aăâbcdđeêghiklmn ", k=200))
                said = f"Năm {year}, tỉnh {place} có {year + int(place)} trạm BTS {noise}"
                made.fact(place, year, BTS, year + int(place), said, str(year + int(place)))
    return path


def test_every_province_has_one_tile_and_none_shares_it(built: Workspace) -> None:
    with duckdb.connect(str(built.published), read_only=True) as connection:
        provinces = connection.execute(
            "select province_scheme, province from dim_province where province_scheme in ('gso63', 'gso34')"
        ).fetchall()
    assert len(provinces) == 63 + 34
    assert set(tiles()) == set(provinces)
    lines = (PAGE.parent / "tiles.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 63 + 34
    assert len({(one.scheme, one.column, one.row) for one in tiles().values()}) == 63 + 34
    assert len({(one.scheme, one.short) for one in tiles().values()}) == 63 + 34


@pytest.mark.parametrize("scheme", ["gso63", "gso34"])
def test_the_tiles_lie_as_the_country_does(scheme: str) -> None:
    rows = [tiles()[scheme, code].row for code in NORTH_TO_SOUTH[scheme].split()]
    assert rows == sorted(set(rows))
    columns = [tiles()[scheme, code].column for code in WEST_TO_EAST[scheme]]
    assert columns == sorted(set(columns))


def test_both_languages_say_everything_and_nothing_else() -> None:
    vi, en = words()["vi"], words()["en"]
    assert {key for key in vi if vi[key].count("{}") != en[key].count("{}")} == set()
    scripts = "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    page = (PAGE / "page.html").read_text(encoding="utf-8")
    assert set(en) - set(vi) <= {f"{key}_one" for key in vi}
    asked = set(re.findall(r'say(?:Of)?\("(\w+)"', scripts)) | set(
        re.findall(r'(?:word\(|data-word-label=)"(\w+)"', page)
    )
    assert asked - set(vi) == set()
    named = set(re.findall(r'"(\w+)"', scripts + page)) | set(re.findall(r"words\.(\w+)", page))
    named |= {f"level_{tier}" for tier in ("province", "district", "commune")} | {
        "mixed",
        "ytd",
        "as_of",
        "month",
    }
    named |= {
        "quarter",
        "approx",
        "at_least",
        "at_most",
        "stated",
        "summed",
        "weighted",
        "unchanged",
        "warning",
        "error",
    }
    named |= {"press", "postal", "telecom", "egov", "security", "ict", "dx", "denom", "exact"}
    assert set(vi) - named == set()


def test_the_domains_of_the_catalogue_have_words(built: Workspace) -> None:
    with duckdb.connect(str(built.published), read_only=True) as connection:
        domains = connection.execute("select distinct domain from dim_indicator").fetchall()
    assert {domain for (domain,) in domains} <= set(words()["vi"])


@given(st.text(max_size=2_000), st.text("0123456789.,", min_size=1, max_size=20), st.text(max_size=2_000))
def test_a_cut_sentence_keeps_its_number_where_browsers_count(before: str, number: str, after: str) -> None:
    said = before + number + after
    cut = evidence.around(said, len(before), len(before) + len(number))
    units = cut.text.encode("utf-16-le", "surrogatepass")
    assert units[cut.start * 2 : cut.end * 2].decode("utf-16-le", "surrogatepass") == number
    assert len(cut.text) <= evidence.LONGEST + 4
    assert cut.is_cut == (len(said) > evidence.LONGEST)
    assert not re.search(r"[\x00-\x08\x7f-\x9f]", cut.text)


@given(
    st.lists(st.sampled_from([" ", "  ", "\n\t ", "450", "4", "54", "doanh nghiệp", "1.234,5"]), max_size=30)
)
def test_a_number_is_marked_right_or_not_at_all(parts: list[str]) -> None:
    said = f"Tỉnh {' '.join(parts)} x 450 y"
    start = said.index("450")
    words = " ".join(said.split())
    first, past = evidence.place(words, (100, 100 + len(said)), (100 + start, 103 + start), 450_000)
    assert words[first:past] in ("450", "")
    if words.count("450") == 1 or words == said:
        assert (first, past) == (words.index("450"), words.index("450") + 3)


def test_of_two_numbers_nobody_knows_which() -> None:
    words = "có 450 450 đơn vị"
    assert evidence.place(words, (0, len(words) + 4), (7, 10), 450) == (3, 3)
    assert evidence.place(words, (0, len(words)), (40, 43), 450) == (40, 40)
    assert evidence.place("có 45 4", (0, 8), (4, 6), 4_500) == (3, 5)


@pytest.mark.parametrize(
    "url", ["http://stttt.gov.vn/tin?id=1&x=2", "https://sở.vn/báo-cáo.html", "https://a.vn:8080/%20"]
)
def test_addresses_of_pages_become_links(url: str) -> None:
    assert evidence.link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "https:",
        "file:///etc/passwd", "//a.vn", "https://a.vn/\u202egpj.exe", "https://a.vn/a b", "https://a.vn/\n",
        "https://[", 'https://a.vn/"', "https://a.vn/" + "x" * 2_000,
    ],
)  # fmt: skip
def test_nothing_else_becomes_a_link(url: str) -> None:
    assert evidence.link(url) is None


def test_what_reviewers_rejected_is_no_value_of_a_part_of_a_year(built: Workspace, tmp_path: Path) -> None:
    with Release(built.published, tmp_path / "release.duckdb") as made:
        for review, place in ((None, "01"), ("rejected", "19"), ("withdrawn", "46")):
            of_fact = {"province": place, "year": 2019, "indicator": BTS, "period": "6m", "review": review}
            made.figure("có 5 trạm", "5", 5, **of_fact)
    with duckdb.connect(str(made.path)) as connection:
        connection.execute(
            "update mart_coverage set coverage = 'part_year_only' where (year, indicator) = (2019, ?)", [BTS]
        )
        told = contents(connection, NAMED, 0)
    assert [told["places"]["code"][place] for place in told["facts"]["place"]] == ["01"]


def sentences_in(packed: str) -> list[int]:
    """How many sentences each year brings, the latest first."""
    parts = [json.loads(gzip.decompress(base64.b64decode(part))) for part in packed.split(" ")[1:]]
    assert [part["year"] for part in parts] == list(range(2020, 2020 - len(parts), -1))
    return [len(part["words"]) for part in parts]


def test_a_release_too_large_loses_sentences_first_then_values(three: Path) -> None:
    with reading(three) as connection:
        whole, all_of_it = fitted(connection, NAMED, {})
        some, fewer = fitted(connection, NAMED, {}, len(all_of_it) - 200)
        few, values_only = fitted(connection, NAMED, {}, len(all_of_it.partition(" ")[0]) - 50)
        least, none = fitted(connection, NAMED, {}, 1_000)
    assert sentences_in(all_of_it) == [3] * 11
    assert sentences_in(fewer) == [3] * 10
    assert sentences_in(values_only) == sentences_in(none) == []
    assert len(fewer) <= len(all_of_it) - 200
    assert [told["left_out"]["facts"] for told in (whole, some, least)] == [0, 0, 33]
    assert 0 < few["left_out"]["facts"] < 33
    assert few["left_out"]["facts"] == 3 * (few["left_out"]["since"] - 2010)


def test_a_sentence_of_several_years_is_packed_once(built: Workspace, tmp_path: Path) -> None:
    said = "Năm 2018 có 18 trạm, năm 2019 có 19 trạm"
    with Release(built.published, tmp_path / "release.duckdb") as made:
        for year in (2018, 2019):
            made.fact("01", year, BTS, year - 2000, said, str(year - 2000))
    with reading(made.path) as connection:
        ids = fitted(connection, NAMED, {})[0]["figures"]["id"]
        later, earlier = sentences(connection, ids)
    assert (later["words"], earlier["words"]) == ([said], [])
    assert later["sentence"] == earlier["sentence"] == [0]
    assert said[earlier["start"][0] :].startswith("18")


def test_the_page_is_the_same_for_the_same_release_and_its_pictures_can_be_read(
    three: Path, tmp_path: Path
) -> None:
    write_report(three, NAMED, tmp_path)
    with reading(three) as connection:
        again = render(fitted(connection, NAMED, extras())[1])
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == again
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "charts").iterdir()}
    names = {"coverage", f"series-{BTS}", f"map-gso63-{BTS}"}
    assert set(drawn) == {f"{name}.{suffix}" for name in names for suffix in ("svg", "png")}
    for name, picture in drawn.items():
        assert picture.startswith(b"\x89PNG") if name.endswith("png") else ET.fromstring(picture) is not None  # noqa: S314 - our own
    tiles_drawn = drawn[f"map-gso63-{BTS}.svg"].decode()
    assert all(name in tiles_drawn for name in ("Thái Nguyên", "Đắk Lắk", "Vũng Tàu", "Thừa"))


@pytest.mark.parametrize("home", ["a folder", "none"])
def test_the_chart_library_is_bundled_once_where_there_is_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    cache = tmp_path / "cache"
    if home == "none":
        cache.touch()  # no folder can be made in it
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    script = library.__wrapped__()
    assert "vegaEmbed" in script
    kept = list(cache.rglob("*.js"))
    assert [file.read_text(encoding="utf-8") for file in kept] == [script] * (home == "a folder")
    for file in kept:
        file.write_text("kept", encoding="utf-8")
    assert library.__wrapped__() == ("kept" if kept else script)


def colours(spec: object) -> Iterator[str]:
    if isinstance(spec, dict):
        for value in spec.values():
            yield from colours(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from colours(value)
    elif isinstance(spec, str) and spec.startswith("#"):
        yield spec


def test_specs_take_their_colours_from_the_looks() -> None:
    assert not [name for name, spec in specs().items() if name != "looks" for _ in colours(spec)]
