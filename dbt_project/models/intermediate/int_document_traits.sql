-- How documents look to the reader, of sources with enough of them, newer and earlier, to tell a change by. Newer are
-- the last 30 that came after the source's first day: on that day a whole portal comes at once, in no order of time.
with arrivals as (
    select
        source,
        doc_id,
        min(fetched_at) as arrived_at
    from {{ ref('stg_pages') }}
    where doc_id is not null
    group by source, doc_id
),

later as (
    select
        *,
        arrived_at > min(arrived_at) over (partition by source) + interval 1 day as is_later
    from arrivals
),

placed as (
    select
        source,
        doc_id,
        is_later
        and row_number() over (partition by source, is_later order by arrived_at desc, doc_id asc) <= 30 as is_new
    from later
),

documents as (
    select
        source,
        doc_id,
        placed.is_new,
        docs.profile,
        docs.title,
        docs.published_on,
        docs.text_length,
        reading.figures + reading.rejections as numbers,
        median(docs.text_length) filter (where not placed.is_new) over (partition by source) as usual_length,
        count(*) filter (where not placed.is_new) over (partition by source, docs.profile) as same_earlier
    from placed
    inner join {{ ref('stg_documents') }} as docs using (source, doc_id)
    inner join {{ ref('stg_readings') }} as reading using (source, doc_id)
    qualify
        count(*) filter (where placed.is_new) over (partition by source) >= 10
        and count(*) filter (where not placed.is_new) over (partition by source) >= 30
),

rejected as (
    select
        source,
        doc_id,
        rejection_reason,
        count(*) as numbers
    from {{ ref('stg_rejections') }}
    group by source, doc_id, rejection_reason
),

reasons as (
    select distinct
        source,
        rejection_reason
    from rejected
)

select
    source,
    doc_id,
    is_new,
    unnest(['generic_profile', 'other_profile', 'no_title', 'no_date', 'short_text']) as trait,
    unnest([
        (profile = 'generic')::integer,
        (same_earlier = 0)::integer,
        (coalesce(title, '') = '')::integer,
        (published_on is null)::integer,
        (text_length < usual_length / 4)::integer
    ])::double as portion
from documents
union all
select
    documents.source,
    documents.doc_id,
    documents.is_new,
    'rejected: ' || reasons.rejection_reason as trait,
    coalesce(rejected.numbers, 0) / documents.numbers as portion
from documents
inner join reasons on documents.source = reasons.source
left join rejected
    on
        documents.source = rejected.source
        and documents.doc_id = rejected.doc_id
        and reasons.rejection_reason = rejected.rejection_reason
where documents.numbers > 0
