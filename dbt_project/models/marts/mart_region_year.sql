-- Ranks are places among all provinces: neither their sum nor their mean says anything.
with provinces as (
    select
        province_scheme,
        province,
        region_en,
        region_vi,
        count(*) over (partition by province_scheme, region_en) as n_provinces
    from {{ ref('dim_province') }}
)

select
    {{
        row_id([
            'facts.province_scheme', 'provinces.region_en', 'facts.year', 'facts.indicator', 'facts.measure'
        ])
    }} as row_id,
    facts.province_scheme,
    provinces.region_en,
    provinces.region_vi,
    facts.year,
    facts.indicator,
    facts.measure,
    {{ provinces_together() }}
from {{ ref('fct_comparable_year') }} as facts
inner join provinces
    on facts.province_scheme = provinces.province_scheme and facts.province = provinces.province
inner join {{ ref('dim_indicator') }} using (indicator, unit, kind)
where facts.is_best and kind != 'rank'
group by all
