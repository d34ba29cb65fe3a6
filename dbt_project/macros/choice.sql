{#- The order in which competing figures of one province, year, indicator and status are preferred: written here,
    once. Each step is a column rank_<step> of int_figures_eligible, smaller wins; figure_id breaks the last tie. -#}
{% macro choice(render) -%}
    {%- set steps = ['all_tiers', 'full_year', 'own_department', 'later_publication', 'exact', 'confidence'] -%}
    {%- if render == 'order' -%}
        {%- for step in steps %}rank_{{ step }}, {% endfor -%} figure_id
    {%- else -%}
        case
            when runner_up.figure_id is null then 'only'
            {%- for step in steps %}
            when chosen.rank_{{ step }} != runner_up.rank_{{ step }} then '{{ step }}'
            {%- endfor %}
            else 'figure_id'
        end
    {%- endif -%}
{%- endmacro %}
