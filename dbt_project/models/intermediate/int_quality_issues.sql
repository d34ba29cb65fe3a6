{{ config(materialized='table') }} -- asked for by several models
-- What every rule found; a new rule is a model int_issue_<rule> and its name here.
{% set rules = [
    'parts_exceed_total', 'parts_against_total', 'density_against_count', 'density_against_density', 'bounds',
    'unit_slip', 'conflict', 'year_on_year_jump', 'target_below_last_actual', 'future_actual',
    'duplicated_across_years', 'unresolved'
] %}
with found as (
    {% for rule in rules %}
        select * from {{ ref('int_issue_' ~ rule) }}
        {% if not loop.last %}union all by name{% endif %}
    {% endfor %}
)

select
    md5(concat_ws(' ', rule, figure_id, array_to_string(other_figure_ids, ' '))) as issue_id,
    *
from found
