-- Each time a URL began to show a document, until the page was captured with another. A page captured again with
-- the same text changes nothing here, nor does one that held no document.
with sightings as (
    select
        url,
        source,
        doc_id,
        captured_at,
        (captured_at, fetched_at, warc_file, warc_offset, source) as arrival,
        lag(doc_id) over (partition by url order by (captured_at, fetched_at, warc_file, warc_offset, source))
            as doc_before
    from {{ ref('stg_pages') }}
    where doc_id is not null
),

stretches as (
    select
        *,
        count(*) filter (where doc_id is distinct from doc_before) over (partition by url order by arrival) as stretch
    from sightings
),

versions as (
    select
        url,
        stretch,
        any_value(doc_id) as doc_id,
        arg_max(source, arrival) as source,
        min(captured_at) as first_seen_at
    from stretches
    group by url, stretch
)

select
    *,
    lead(first_seen_at) over (partition by url order by stretch) as last_seen_at,
    lead(doc_id) over (partition by url order by stretch) as next_doc_id
from versions
