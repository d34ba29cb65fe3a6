"""A lake of any number of figures, with conflicts, reposts and revisions.

DuckDB makes the rows, so that ten million take seconds; equal arguments give equal rows. What is measured on
them belongs to `warehouse`.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from scrapers.registry import Source
from warehouse import lake
from warehouse.dictionary import CATALOGUE
from warehouse.sources import land_sources
from warehouse.tables import Table
from warehouse.workspace import Workspace

PER_DOCUMENT = 50
SOURCES = 126  # a portal and a newspaper in each of 63 provinces
# Every tenth text replaces the one before at its address; every tenth of a newspaper is the portal's.
_DOCUMENTS = f"""
create table listed as
select
    row_number() over (order by gso_code) - 1 as place, gso_code as province
from read_csv('{{provinces}}', all_varchar = true);
create table offered as
select row_number() over (order by code) - 1 as position, code, canonical_unit as unit, kind
from read_csv('{{indicators}}', all_varchar = true);
set variable codes = (select count(*) from offered);
create table docs as
select
    if(is_paper, 63, 0) + place as site,
    (if(is_paper, 'paper-', 'portal-') || province) as source,
    province,
    is_paper,
    number,
    2005 + (number % 20)::integer as year,
    'https://' || source || '.example.vn/tin/' || (number - (number % 10 = 9)::bigint) as url,
    left(sha256(source || number), 16) as doc_id,
    if(is_paper and number % 10 = 3, place, site) * 1000000 + number as text_number,
    timestamptz '2024-01-01 00:00:00+00' + to_minutes(number) as seen
from listed, (select unnest([false, true]) as is_paper),
    range({{documents}} // {SOURCES}) as numbers (number);
"""  # noqa: S608 - paths of the project and numbers
_FIGURES = """
select
    left(sha256(doc_id || position_in_text), 16) as figure_id, doc_id, source,
    code as indicator, 'gso63' as province_scheme, if(chance % 50 = 1, null, province) as province,
    if(chance % 40 = 2, null, year - (chance % 2)::integer) as year,
    case when chance % 10 = 3 then '6m'
        when kind != 'flow' and chance % 5 = 4 then 'as_of' else 'year' end as period,
    -- one value of the fact, another in one of eight texts
    (1 + hash(province, code, year) % 9000 + if(chance % 8 = 5, 1 + chance % 90, 0))::decimal(28, 9) as value,
    unit,
    case when chance % 12 = 6 then 'approx'
        when chance % 12 = 7 then 'at_least' else 'exact' end as qualifier,
    case when chance % 5 = 0 then 'target' when chance % 9 = 1 then 'estimate' else 'actual' end as status,
    if(chance % 30 = 8, 'district', null) as level,
    'Đến hết năm ' || year || ', toàn tỉnh có ' || (value::bigint) || ' ' || code
        || ' (' || position_in_text || ')' as evidence,
    (position_in_text * 90 + 30)::integer as start, (position_in_text * 90 + 34)::integer as "end",
    (position_in_text * 90)::integer as evidence_start, (position_in_text * 90 + 80)::integer as evidence_end,
    'prose+year:sentence+place:publisher' as rule, 0.5 + (chance % 50) / 100 as confidence
from (
    select *, hash(text_number, position_in_text) as chance
    from docs, range({per_document}) as positions (position_in_text)
)
inner join offered on offered.position = (chance // 1000) % getvariable('codes')
"""
_OTHERS = {
    Table.DOCUMENTS: """
select
    doc_id, source, url, 'Báo cáo ' || number as title, 'Báo cáo năm ' || year || ' của ' || source as text,
    '[]' as blocks, make_date(year + 1, 1 + (number % 12)::integer, 15) as published,
    'meta' as published_rule,
    if(is_paper, null, province) as publisher_province, 'generic' as profile, 'utf-8' as charset,
    sha256('page' || doc_id) as page_sha256, null::varchar as frame,
    sha256('text' || text_number) as text_sha256
from docs""",
    Table.PAGES: """
select
    source, url, sha256('page' || doc_id) as page_sha256, seen as captured_at, seen as fetched_at,
    source || '/' || source || '-0001.warc.gz' as warc_file, number * 20000 as warc_offset,
    'document' as outcome, doc_id, 'generic' as profile, null::varchar as reason, '1' as reader
from docs""",
}


def landed(root: Path, figures: int) -> Workspace:
    """A data folder whose lake holds about so many figures, one file per source and table like a crawl's."""
    workspace = Workspace(root)
    lake.prepare(workspace.lake)
    with duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(root / "spill")}) as connection:
        connection.execute("set preserve_insertion_order = false; set partitioned_write_max_open_files = 200")
        places = {"indicators": CATALOGUE, "provinces": CATALOGUE.with_name("provinces.csv")}
        connection.execute(_DOCUMENTS.format(**places, documents=figures // PER_DOCUMENT))
        for table, query in {**_OTHERS, Table.FIGURES: _FIGURES.format(per_document=PER_DOCUMENT)}.items():
            connection.execute(
                f"copy ({query}) to '{workspace.lake / table}' (format parquet, compression zstd,"
                " partition_by source, write_partition_columns true, overwrite_or_ignore true)"
            )
        sites = connection.execute("select distinct source, province from docs").fetchall()
    land_sources(workspace, [_registered(*site) for site in sites])
    return workspace


def _registered(source: str, province: str) -> Source:
    return Source(
        id=source,
        publisher=f"Sở {source}",
        scheme="gso63",
        province=province,
        kind="portal",
        status="live",
        enabled=True,
        hosts=(f"{source}.example.vn",),
        entry_points=(f"https://{source}.example.vn/",),
    )
