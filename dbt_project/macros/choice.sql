{#- The order in which competing figures of one province, year, indicator and status are preferred: written here,
    once. Each step is a column rank_<step> of int_figures_eligible, smaller wins; figure_id breaks the last tie.
    What reviewers settled comes first; the steps after it follow from the pages alone (rank_of_statement). -#}
{% macro choice(render) -%}
    {%- set steps = [
        'correction', 'accepted', 'all_tiers', 'full_year', 'own_department', 'later_publication', 'exact', 'confidence'
    ] -%}
    {%- if render == 'order' -%}
        {%- for step in steps %}rank_{{ step }}, {% endfor -%} figure_id
    {%- elif render == 'level' -%}
        {%- for step in steps %}
        {{ 'and ' if not loop.first }}rival.rank_{{ step }} = chosen.rank_{{ step }}
        {%- endfor %}
    {%- elif render == 'statement' -%}
        [{% for step in steps[2:] %}cast({{ rank(step) }} as double){{ ', ' if not loop.last }}{% endfor %}]
    {%- elif render == 'ranks' -%}
        {%- for step in steps[2:] %}
    {{ rank(step) }} as rank_{{ step }}{{ ',' if not loop.last }}
        {%- endfor %}
    {%- else -%}
        case
            when chosen.rank_correction = 0 then 'correction'
            when runner_up.figure_id is null then 'only'
            {%- for step in steps[1:] %}
            when chosen.rank_{{ step }} != runner_up.rank_{{ step }} then '{{ step }}'
            {%- endfor %}
            else 'figure_id'
        end
    {%- endif -%}
{%- endmacro %}

{#- What a step ranks a figure by. -#}
{% macro rank(step) -%}
    {{ {
        'all_tiers': "coalesce(list_position(['province', 'district', 'commune'], figures.level), 0)",
        'full_year': "if(figures.period = 'year', 0, 1)",
        'own_department': "if(figures.publisher_province = figures.province, 0, 1)",
        'later_publication': "coalesce(date '9999-12-31' - figures.published_on, 9999999)",
        'exact': "case figures.qualifier when 'exact' then 0 when 'approx' then 1 else 2 end",
        'confidence': "1 - figures.confidence",
    }[step] }}
{%- endmacro %}

{#- May a figure stand for its year? A flow over part of it never does; a stock or ratio of some date in it may. Asked
    of what stands today and of what stood on a day before. -#}
{% macro stands_for_a_year() -%}
    figures.province is not null
    and figures.year is not null
    and figures.is_of_5g_alone is not true
    and (figures.period = 'year' or (figures.period = 'as_of' and indicators.kind != 'flow'))
{%- endmacro %}
