-- The newest document of each URL, with the page version that first showed it.
with sightings as (
    select
        source,
        url,
        doc_id,
        count(*) as n_page_versions,
        arg_min(
            {'captured_at': captured_at, 'warc_file': warc_file, 'warc_offset': warc_offset},
            (captured_at, fetched_at, warc_file, warc_offset)
        ) as first_page,
        max((captured_at, fetched_at, warc_file, warc_offset)) as last_page
    from {{ ref('stg_pages') }}
    where doc_id is not null
    group by source, url, doc_id
),

newest as (
    select
        source,
        url,
        arg_max(doc_id, (last_page, doc_id)) as doc_id
    from sightings
    group by source, url
)

select
    documents.doc_id,
    documents.source,
    documents.url,
    documents.title,
    documents.published_on,
    documents.publisher_province,
    documents.text_sha256,
    documents.page_sha256,
    sightings.first_page.captured_at as captured_at,
    sightings.first_page.warc_file as warc_file,
    sightings.first_page.warc_offset as warc_offset,
    sightings.n_page_versions,
    -- Of several URLs with one text the publisher's own and earliest is the original, the others are reposts.
    first_value(documents.doc_id) over (
        partition by documents.text_sha256
        order by
            documents.publisher_province is null,
            documents.published_on asc nulls last,
            sightings.first_page.captured_at,
            documents.url,
            documents.doc_id
    ) as original_doc_id
from newest
inner join sightings on newest.source = sightings.source and newest.url = sightings.url and newest.doc_id = sightings.doc_id
inner join {{ ref('stg_documents') }} as documents on newest.doc_id = documents.doc_id
