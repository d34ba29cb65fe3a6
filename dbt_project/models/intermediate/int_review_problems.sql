-- Entries of reviewers that name what is not there, or expect what is no longer found.
with codes as (
    select
        'gso63' as province_scheme,
        gso_code as province
    from {{ ref('provinces') }}
    union
    select
        'gso34' as province_scheme,
        new_code as province
    from {{ ref('province_mergers') }}
    where scheme = '63->34'
),

known as (
    select distinct figure_id from {{ ref('stg_figures') }}
),

pages as (
    select distinct url from {{ ref('stg_documents') }}
),

documents as (
    select distinct doc_id from {{ ref('stg_documents') }}
),

corrections as (
    select
        'corrections.csv' as file_name,
        entries.line,
        {{ review_problem('correction') }} as problem
    from {{ ref('stg_corrections') }} as entries
    left join known on entries.figure_id = known.figure_id
    left join {{ ref('int_figures_current') }} as figures on entries.figure_id = figures.figure_id
    left join codes on entries.province_scheme = codes.province_scheme and entries.province = codes.province
    left join {{ ref('indicators') }} as indicators on entries.indicator = indicators.code
    left join {{ ref('int_figures_ranked') }} as chosen
        on
            entries.province_scheme = chosen.province_scheme
            and entries.province = chosen.province
            and entries.year = chosen.year
            and entries.indicator = chosen.indicator
            and entries.status = chosen.status
            and chosen.choice_rank = 1
),

provinces as (
    select
        'document_provinces.csv' as file_name,
        entries.line,
        {{ review_problem('province') }} as problem
    from {{ ref('stg_document_provinces') }} as entries
    left join codes on entries.province_scheme = codes.province_scheme and entries.province = codes.province
    left join documents on entries.doc_id = documents.doc_id
    left join pages on entries.url = pages.url
),

verdicts as (
    select
        'figure_reviews.csv' as file_name,
        entries.line,
        {{ review_problem('verdict') }} as problem
    from {{ ref('stg_figure_reviews') }} as entries
    left join known on entries.figure_id = known.figure_id
),

together as (
    select * from corrections
    union all
    select * from provinces
    union all
    select * from verdicts
)

select
    file_name,
    line,
    concat('review/', file_name, ' line ', line, ': ', problem) as problem
from together
where problem is not null
