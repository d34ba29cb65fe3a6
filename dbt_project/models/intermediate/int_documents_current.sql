-- The newest document of each URL, with the page version that first showed it.
with sightings as (
    select
        source,
        url,
        doc_id,
        arg_min(
            { 'captured_at': captured_at, 'warc_file': warc_file, 'warc_offset': warc_offset },
            (captured_at, fetched_at, warc_file, warc_offset)
        ) as first_page,
        max((captured_at, fetched_at, warc_file, warc_offset)) as last_page
    from {{ ref('stg_pages') }}
    where doc_id is not null
    group by source, url, doc_id
),

newest as (
    select
        url,
        arg_max({ 'source': source, 'doc_id': doc_id, 'first_page': first_page }, (last_page, source, doc_id)) as shown
    from sightings
    group by url
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
    newest.shown.first_page.captured_at,
    newest.shown.first_page.warc_file,
    newest.shown.first_page.warc_offset,
    -- Of several URLs with one text the publisher's own and earliest is the original, the others are reposts.
    first_value(documents.doc_id) over (
        partition by documents.text_sha256
        order by
            documents.publisher_province is null asc,
            documents.published_on asc nulls last,
            newest.shown.first_page.captured_at asc,
            documents.url asc
    ) as original_doc_id
from newest
inner join {{ ref('stg_documents') }} as documents
    on newest.shown.source = documents.source and newest.shown.doc_id = documents.doc_id
