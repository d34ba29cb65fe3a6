-- One column per core indicator of the catalogue, named after its code.
select
    {{ row_id(['province_scheme', 'province', 'year']) }} as row_id,
    province_scheme,
    province,
    province_name,
    year,
    count(*) as n_indicators,
    {{ indicator_columns() }}
from {{ ref('fct_comparable_year') }}
where measure = 'result' and is_best
group by all
