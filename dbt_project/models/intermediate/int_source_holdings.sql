-- How much the lake holds of each source.
with held as (
    select
        source,
        'page' as what
    from {{ ref('stg_pages') }}
    union all
    select
        source,
        'document' as what
    from {{ ref('stg_documents') }}
    union all
    select
        source,
        'figure' as what
    from {{ ref('stg_figures') }}
)

select
    source,
    count(*) filter (where what = 'page') as pages,
    count(*) filter (where what = 'document') as documents,
    count(*) filter (where what = 'figure') as figures
from held
group by source
