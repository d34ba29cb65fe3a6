-- From one known year to the next of the same series. Like is compared with like: bounds do not grow, a value of the
-- year is not set against one of another date, and no pair reaches over a change of borders; one that reaches over a
-- change of definition says so.
with steps as (
    select
        *,
        lag(year) over series as from_year,
        lag(value) over series as from_value,
        lag(status) over series as from_status,
        lag(qualifier) over series as from_qualifier,
        lag(quality) over series as from_quality
    from {{ ref('fct_comparable_year') }}
    where measure = 'result' and is_best and qualifier in ('exact', 'approx') and in_present_borders is not null
    window series as (
        partition by province_scheme, province, indicator, period, in_present_borders
        order by year
    )
)

select
    {{ row_id(['province_scheme', 'province', 'indicator', 'year']) }} as row_id,
    province_scheme,
    province,
    province_name,
    indicator,
    year,
    from_year,
    year - from_year as n_years,
    value,
    from_value,
    unit,
    status,
    from_status,
    round(value - from_value, 6) as difference,
    if(unit = 'percent', 'percentage_point', unit) as difference_unit,
    if(kind in ('stock', 'flow') and from_value > 0 and value >= 0, value / from_value, null) as ratio_to_from,
    round(100 * (ratio_to_from - 1), 2) as growth_percent,
    round(100 * (pow(ratio_to_from, 1.0 / n_years) - 1), 2) as growth_percent_per_year,
    period,
    'approx' in (qualifier, from_qualifier)
    or 'estimate' in (status, from_status)
    or period != 'year' as is_approximate,
    {{ crosses_break('steps.indicator', 'steps.from_year', 'steps.year') }} as crosses_break,
    if('warning' in (quality, from_quality), 'warning', 'ok') as quality
from steps
where from_year is not null
