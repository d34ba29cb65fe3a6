-- Only what is comparable stands in one ranking: values of the full year, of present borders, no bounds, and no ranks.
with lists as (
    select
        province_scheme,
        cast(count(*) as integer) as n_provinces
    from {{ ref('dim_province') }}
    group by province_scheme
),

ranked as (
    select
        facts.*,
        indicators.direction,
        lists.n_provinces,
        rank() over best_first as place,
        percent_rank() over best_first as behind,
        count(*) over (partition by facts.province_scheme, facts.indicator, facts.year, facts.status) as n_known
    from {{ ref('fct_comparable_year') }} as facts
    inner join {{ ref('dim_indicator') }} as indicators using (indicator)
    inner join lists using (province_scheme)
    where
        facts.measure = 'result'
        and facts.period = 'year'
        and facts.qualifier in ('exact', 'approx')
        and facts.in_present_borders
        and facts.kind != 'rank'
    window best_first as (
        partition by facts.province_scheme, facts.indicator, facts.year, facts.status
        order by if(indicators.direction = 'less', facts.value, -facts.value)
    )
)

select
    {{ row_id(['province_scheme', 'indicator', 'year', 'status', 'province']) }} as row_id,
    province_scheme,
    indicator,
    year,
    status,
    place,
    province,
    province_name,
    value,
    unit,
    qualifier,
    direction,
    count(*) over (partition by province_scheme, indicator, year, status, place) > 1 as is_shared,
    n_known,
    n_provinces,
    round(100 * (1 - behind), 2) as percentile
from ranked
where n_known > 1 -- first of one is no ranking
