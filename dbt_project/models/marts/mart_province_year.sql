-- One column per core indicator of the catalogue, named after its code.
with best as (
    select
        province_scheme,
        province,
        province_name,
        year,
        indicator,
        coalesce(any_value(value) filter (where status = 'actual'), any_value(value)) as value
    from {{ ref('fct_indicator_year') }}
    where status in ('actual', 'estimate') and level is null
    group by all
)

select
    {{ row_id(['province_scheme', 'province', 'year']) }} as row_id,
    province_scheme,
    province,
    province_name,
    year,
    count(*) as n_indicators,
    {{ indicator_columns() }}
from best
group by all
