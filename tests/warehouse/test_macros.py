"""What the file can be asked by name: the macros that are published in it, on real builds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import duckdb
import pytest

from warehouse.database import reading
from warehouse.workspace import Workspace


@pytest.fixture(scope="module")
def release(built: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(built.published), read_only=True) as connection:
        yield connection


def ask(release: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return release.execute(sql, list(values)).fetchall()


BOTH_HUES = ["gso63/46", "gso34/46"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ha giang", ["gso63/02"]),
        ("Hà Giang", ["gso63/02"]),
        ("02", ["gso63/02"]),
        ("24", ["gso63/24", "gso34/24"]),  # Bắc Giang, Bắc Ninh
        ("gso34/24", ["gso34/24"]),
        ("vn-03", ["gso63/02"]),
        ("TP HCM", ["gso63/79", "gso34/79"]),
        ("tphcm", ["gso63/79", "gso34/79"]),
        ("TP. Hồ Chí Minh", ["gso63/79", "gso34/79"]),
        ("Thua Thien Hue", BOTH_HUES),
        ("HUẾ", BOTH_HUES),
        ("Đắk Lắk", ["gso63/66", "gso34/66"]),
        ("dak lak", ["gso63/66", "gso34/66"]),
        ("Daklak", ["gso63/66", "gso34/66"]),
        ("tỉnh Đắk Nông", ["gso63/67"]),
        ("vung tau", ["gso63/77"]),
        ("ninh bình", ["gso63/37", "gso34/37"]),
        ("Ho Chi Minh City", ["gso63/79", "gso34/79"]),
        ("Ha Giang province", ["gso63/02"]),
        (" 02 ", ["gso63/02"]),
        ("2", ["gso63/02"]),
        ("vungtau", ["gso63/77"]),
        ("gia", ["gso63/64", "gso34/52"]),  # Gia Lai; no Giang
        ("Hà Tây", ["gso63/01"]),  # became part of it
        ("không có", []),
        ("%", []),
        ("", []),
        ("'; drop table dim_province; --", []),
    ],
)
def test_a_province_is_found_as_people_write_it(
    release: duckdb.DuckDBPyConnection, asked: str, found: list[str]
) -> None:
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, asked)
        assert [row for (row,) in ask(release, "select row_id from province(?)", typed)] == found


def test_a_part_of_a_name_finds_all_that_have_it_and_says_so(release: duckdb.DuckDBPyConnection) -> None:
    rows = ask(release, "select name_vi, found_by from province('bình') where province_scheme = 'gso63'")
    assert {found_by for _, found_by in rows} == {"part"}
    assert {"Hòa Bình", "Thái Bình", "Bình Dương"} < {name for name, _ in rows}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("telecom.bts_sites", ["telecom.bts_sites"]),
        ("telecom_bts_sites", ["telecom.bts_sites"]),  # as the column of mart_province_year is called
        ("BTS_sites", ["telecom.bts_sites"]),
        ("so vi tri tram bts", ["telecom.bts_sites"]),
        ("Internet subscriptions", ["telecom.internet_subscriptions"]),
        ("ict revenue", ["ict.revenue"]),
        ("doanh thu điện thoại", []),
        ("", []),
    ],
)
def test_an_indicator_is_found_by_code_name_or_words(
    release: duckdb.DuckDBPyConnection, asked: str, found: list[str]
) -> None:
    assert [code for (code,) in ask(release, "select indicator from indicator(?)", asked)] == found


def test_a_series_leads_to_the_sentences(release: duckdb.DuckDBPyConnection) -> None:
    sql = "select year, status, value, evidence, url, row_id from series(?, ?)"
    by_code = ask(release, sql, "ict.enterprises", "19")
    assert by_code == ask(release, sql, "ict enterprises", "thai nguyen")
    assert by_code[0] == (
        2018,
        "actual",
        460.5,
        "450 doanh nghiệp",
        "https://a.example.vn/d2",
        "gso63/19/2018/ict.enterprises/actual",
    )
    assert [year for year, *_ in by_code] == [2018, 2020]
    assert ask(release, "select distinct level from series('ict.enterprises', '19')") == [(None,)]


def test_provinces_are_compared_in_a_year(release: duckdb.DuckDBPyConnection) -> None:
    sql = "select province_name, value, place, target_value from compare('ict enterprises', 2018)"
    assert ask(release, sql) == [("Thái Nguyên", 460.5, None, None)]  # the only one: no ranking
    assert ask(release, "from compare('ict enterprises', 2018, status := 'target')") == []


def test_evidence_is_found_by_figure_and_by_row(release: duckdb.DuckDBPyConnection) -> None:
    ((row, figure),) = ask(
        release,
        "select row_id, chosen_figure_id from fct_indicator_year where year = 2018 and province = '19'",
    )
    by_row = ask(release, "from evidence(?)", row)
    assert by_row == ask(release, "from evidence(?)", figure)
    ((evidence, publisher),) = ask(release, "select evidence, publisher from evidence(?)", row)
    assert (evidence, publisher) == ("450 doanh nghiệp", "Sở TT&TT portal-a")
    assert ask(release, "from evidence('no such id')") == []


def test_evidence_of_what_a_page_took_back_is_still_found(own: Workspace) -> None:
    own.published.chmod(0o644)
    with duckdb.connect(str(own.published)) as release:
        release.execute(
            "insert into fct_figure_version select * replace ('gone' as figure_id, 'gone/1' as row_id,"
            " false as is_current, timestamp '2024-06-01' as last_seen_at) from fct_figure_version limit 1"
        )
        sql = "select publisher, cast(last_seen_at as varchar), warc_file from evidence('gone')"
        assert ask(release, sql) == [("Sở TT&TT portal-a", "2024-06-01 00:00:00", None)]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("doanh nghiep 450", True),
        ("DOANH NGHIỆP", True),
        ("d n", True),  # words may be begun only
        ("nghiep doanh", True),
        ("oanh", False),
        (
            "450 doanh nghiep bao cao d2",
            True,
        ),  # the title counts; the fifth word and later ones keep their order
        ("450 doanh nghiep bao d2 cao", False),
        (".*", False),  # no word at all
        ("", False),
        ("450 (doanh", True),
    ],
)
def test_sentences_are_found_without_accents(
    release: duckdb.DuckDBPyConnection, asked: str, held: bool
) -> None:
    for form in ("NFC", "NFD"):
        found = ask(release, "select count(*) from sentences(?)", unicodedata.normalize(form, asked))
        assert (found != [(0,)]) == held


def test_accents_of_a_text_in_parts_do_not_matter(release: duckdb.DuckDBPyConnection) -> None:
    words = unicodedata.normalize("NFD", "Trạm phát sóng ở Đắk Lắk")
    assert ask(release, "select has_words(?, 'dak song tram')", words) == [(True,)]
    assert ask(release, "select without_accents(?)", words) == [("tram phat song o dak lak",)]


def test_every_example_works_and_says_what_it_gives(release: duckdb.DuckDBPyConnection) -> None:
    told = ask(release, "select macro, signature, description, example from _macros order by place")
    made = ask(release, "select distinct function_name from duckdb_functions() where not internal")
    assert {name for name, *_ in told} == {name for (name,) in made}
    for name, signature, description, example in told:
        assert str(signature).startswith(f"{name}(")
        assert " — " in str(description)
        ask(release, str(example))


def test_every_row_of_every_table_has_an_id_of_its_own(
    built: Workspace, release: duckdb.DuckDBPyConnection
) -> None:
    with reading(built.build) as build:
        keys = ask(
            build,
            "select table_name, constraint_column_names from duckdb_constraints()"
            " where constraint_type = 'PRIMARY KEY' and schema_name = 'main' and table_name[1] != '_'",
        )
    assert len(keys) > 20
    for table, columns in keys:
        assert isinstance(columns, list)
        name = columns[0] if len(columns) == 1 else "row_id"
        sql = f"select count(*), count(distinct {name}), count({name}) from {table}"  # noqa: S608
        ((rows, different, filled),) = ask(release, sql)
        assert rows == different == filled, table


def test_words_outside_the_dictionary_are_refused_by_the_file_itself(built: Workspace) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built.published}' as release (read_only)")
        checks = connection.execute(
            "select table_name, constraint_column_names[1] from duckdb_constraints()"
            " where database_name = 'release' and constraint_type = 'CHECK'"
        ).fetchall()
        (ddl,) = connection.execute(
            "select sql from duckdb_tables() where table_name = 'fct_indicator_year'"
        ).fetchall()[0]
        connection.execute(ddl)
        connection.execute("insert into fct_indicator_year from release.fct_indicator_year")
        with pytest.raises(duckdb.ConstraintException, match="status"):
            connection.execute("update fct_indicator_year set status = 'actaul'")
    assert {("fct_figure", "status"), ("mart_coverage", "coverage"), ("dim_indicator", "kind")} < set(checks)
