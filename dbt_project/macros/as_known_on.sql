{#- What was known at the end of a day (UTC), as table macros that are published with the file: figures_known_on(day)
    and indicator_year_known_on(day). They ask the pages alone; what reviewers settled is not in them. -#}
{% macro as_known_on(relation) %}
create or replace macro {{ relation.schema }}.figures_known_on(day) as table
select * from {{ relation.schema }}.{{ relation.identifier }}
where
    first_seen_at < cast(day as date) + 1
    and (last_seen_at is null or last_seen_at >= cast(day as date) + 1);

create or replace macro {{ relation.schema }}.indicator_year_known_on(day) as table
select province_scheme, province, year, indicator, status, value, unit, qualifier, period, level, figure_id
from {{ relation.schema }}.figures_known_on(day)
where choice_order is not null
qualify row_number() over (
    partition by province_scheme, province, year, indicator, status
    order by choice_order, figure_id
) = 1;
{% endmacro %}
