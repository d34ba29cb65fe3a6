{#- What was known at the end of a day (UTC). Both ask the pages alone; what reviewers settled is not in them. -#}
{% macro sql_figures_known_on() -%}
create or replace macro main.figures_known_on(day) as table
select * from main.fct_figure_version as figures
where
    figures.first_seen_at < cast(day as date) + 1
    and (figures.last_seen_at is null or figures.last_seen_at >= cast(day as date) + 1)
{%- endmacro %}

{% macro sql_indicator_year_known_on() -%}
create or replace macro main.indicator_year_known_on(day) as table
select province_scheme, province, year, indicator, status, value, unit, qualifier, period, level, figure_id
from main.figures_known_on(day)
where choice_order is not null
qualify row_number() over (
    partition by province_scheme, province, year, indicator, status
    order by choice_order, figure_id
) = 1
{%- endmacro %}
