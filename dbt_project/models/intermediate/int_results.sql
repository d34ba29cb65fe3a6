{{ config(materialized='table') }} -- asked for by several models
-- One result per province, indicator and year, actual before estimate, with what it may have come from.
select
    facts.province_scheme,
    facts.province,
    facts.indicator,
    facts.year,
    facts.status,
    facts.value,
    facts.unit,
    indicators.kind,
    facts.chosen_figure_id as figure_id,
    lag(facts.year) over series as earlier_year,
    lag(facts.value) over series as earlier_value,
    lag(facts.chosen_figure_id) over series as earlier_figure_id
from {{ ref('int_indicator_year') }} as facts
inner join {{ ref('indicators') }} as indicators on facts.indicator = indicators.code
where
    facts.status in ('actual', 'estimate')
    and facts.level is null
    and facts.qualifier != 'at_most'
    and not exists (
        select 1 from {{ ref('int_indicator_year') }} as actuals
        where
            facts.status = 'estimate'
            and actuals.status = 'actual'
            and actuals.province_scheme = facts.province_scheme
            and actuals.province = facts.province
            and actuals.indicator = facts.indicator
            and actuals.year = facts.year
    )
window series as (partition by facts.province_scheme, facts.province, facts.indicator order by facts.year)
