-- The lake holds no figure stated for the whole country: the reader sets them aside. What is here is from provinces.
with provinces as (
    select
        province_scheme,
        count(*) as n_provinces
    from {{ ref('dim_province') }}
    group by all
)

select
    {{ row_id(['province_scheme', 'facts.year', 'indicator', 'facts.measure']) }} as row_id,
    province_scheme,
    facts.year,
    indicator,
    facts.measure,
    {{ provinces_together() }}
from {{ ref('fct_comparable_year') }} as facts
inner join provinces using (province_scheme)
inner join {{ ref('dim_indicator') }} using (indicator, unit, kind)
where facts.is_best and kind != 'rank'
group by all
