-- One column per core indicator. The list of columns is the dictionary beside this file, which
-- warehouse/dictionary.py writes from the catalogue; each of its entries names its indicator.
{%- set columns = graph.nodes['model.sotttt.mart_province_year'].columns.values() if execute else [] %}

with best as (
    select
        province_scheme,
        province,
        province_name,
        year,
        indicator,
        coalesce(any_value(value) filter (where status = 'actual'), any_value(value)) as value
    from {{ ref('fct_indicator_year') }}
    where status in ('actual', 'estimate')
    group by all
)

select
    province_scheme,
    province,
    province_name,
    year,
    count(*) as n_indicators
    {%- for column in columns if column.config.meta.indicator %},
    any_value(value) filter (where indicator = '{{ column.config.meta.indicator }}') as {{ column.name }}
    {%- endfor %}
from best
group by all
