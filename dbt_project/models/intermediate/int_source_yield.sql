-- What the new pages of each enabled source's last run gave, beside what its pages gave before. An address that never
-- gave a document, like a listing, is not expected to give one now.
with versions as (
    select
        pages.source,
        attempts.is_last_run,
        pages.page_outcome,
        pages.doc_id,
        readings.figures,
        count(*) over earlier as earlier_versions,
        count(pages.doc_id) over earlier as earlier_documents
    from {{ ref('stg_pages') }} as pages
    inner join {{ ref('int_attempts') }} as attempts
        on
            pages.source = attempts.source
            and pages.url = attempts.url
            and pages.fetched_at = attempts.fetched_at
    left join {{ ref('stg_readings') }} as readings
        on pages.source = readings.source and pages.doc_id = readings.doc_id
    window earlier as (
        partition by pages.source, pages.url
        order by pages.fetched_at
        rows between unbounded preceding and 1 preceding
    )
),

given as (
    select
        source,
        is_last_run,
        'document' as what,
        doc_id is not null as is_given
    from versions
    where earlier_versions = 0 or earlier_documents > 0
    union all
    select
        source,
        is_last_run,
        'figure' as what,
        coalesce(figures, 0) > 0 as is_given
    from versions
    where page_outcome = 'document'
)

select
    given.source,
    given.what,
    coalesce(if(given.what = 'document', max(registry.minimum_documents), max(registry.minimum_figures)), 0) as minimum,
    count(*) filter (where given.is_last_run) as asked,
    count(*) filter (where given.is_last_run and given.is_given) as gave,
    count(*) filter (where not given.is_last_run) as asked_before,
    count(*) filter (where not given.is_last_run and given.is_given) as gave_before
from given
inner join {{ ref('stg_sources') }} as registry on given.source = registry.source and registry.is_enabled
group by given.source, given.what
