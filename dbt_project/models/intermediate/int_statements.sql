{{ config(materialized='table') }} -- asked for by several models
-- What may be held against each other: values of one document, and values chosen for one province and year.
with stated as (
    select
        'document' as scope,
        concat_ws('|', 'document', doc_id, period, level, status, province_scheme, province, year) as statement_group,
        year,
        indicator,
        min(figure_id) as figure_id,
        any_value(doc_id) as doc_id,
        arg_min(qualifier, figure_id) as qualifier,
        cast(min(value) as double) as value
    from {{ ref('int_figures_current') }}
    where not is_repost
    group by all
    having min(value) = max(value) -- a document that gives two is no witness
    union all
    select
        'year' as scope,
        concat_ws('|', 'year', facts.level, facts.status, facts.province_scheme, facts.province, facts.year)
            as statement_group,
        facts.year,
        facts.indicator,
        figures.figure_id,
        figures.doc_id,
        facts.qualifier,
        facts.value
    from {{ ref('int_indicator_year') }} as facts
    inner join {{ ref('int_figures_current') }} as figures on facts.chosen_figure_id = figures.figure_id
)

select
    scope,
    statement_group,
    year,
    indicator,
    figure_id,
    doc_id,
    value,
    if(qualifier = 'at_most', 0, value - {{ slack('value', 'qualifier') }}) as low,
    if(qualifier = 'at_least', cast('infinity' as double), value + {{ slack('value', 'qualifier') }}) as high
from stated
