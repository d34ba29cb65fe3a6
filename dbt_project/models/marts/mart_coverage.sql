-- Every cell of the heat map, also the empty ones: provinces of the former list, years since 2005, core indicators.
with years as (
    select cast(unnest(range(2005, max(year) + 1)) as integer) as year
    from {{ ref('fct_comparable_year') }}
    where province_scheme = 'gso63' and status != 'target'
),

known as (
    select
        province_scheme,
        province,
        year,
        indicator,
        arg_min(status, list_position(['actual', 'estimate', 'target'], status)) as best
    from {{ ref('fct_comparable_year') }}
    group by all
),

part_years as (
    select distinct
        province_scheme,
        province,
        year,
        indicator
    from {{ ref('fct_figure') }}
    where
        status != 'target'
        and period != 'year'
        and level is null
        and quality is distinct from 'error'
        and not is_repost
        and coalesce(review not in ('rejected', 'withdrawn'), true)
)

select
    {{ row_id(['provinces.province_scheme', 'provinces.province', 'years.year', 'indicators.indicator']) }} as row_id,
    provinces.province_scheme,
    provinces.province,
    provinces.name_vi as province_name,
    provinces.region_en,
    years.year,
    indicators.indicator,
    indicators.domain,
    case
        when known.best = 'actual' then 'value'
        when known.best = 'estimate' then 'estimate_only'
        when part_years.province is not null then 'part_year_only'
        when known.best = 'target' then 'target_only'
        else 'nothing'
    end as coverage
from {{ ref('dim_province') }} as provinces
cross join years
cross join {{ ref('dim_indicator') }} as indicators
left join known using (province_scheme, province, year, indicator)
left join part_years using (province_scheme, province, year, indicator)
where provinces.province_scheme = 'gso63' and indicators.taxonomy = 'core'
