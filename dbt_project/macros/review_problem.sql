{#- What is wrong with an entry of a reviewer, in words that tell the way out; null when nothing is. -#}
{% macro review_problem(kind) -%}
    {%- set unknown_figure = "format('no figure has the id {}; ids are in fct_figure; mend or delete the line', entries.figure_id)" -%}
    {%- set unknown_province = "format('{} has no province {}; codes are in dim_province; mend the line', entries.province_scheme, entries.province)" -%}
    {%- if kind == 'correction' -%}
        case
            when entries.figure_id is not null and known.figure_id is null then {{ unknown_figure }}
            when entries.figure_id is not null and figures.figure_id is null
                then format(
                    'figure {} is expected to be {}, its page no longer states it; mend or delete the line',
                    entries.figure_id, {{ plain('entries.expected_value') }}
                )
            when entries.figure_id is not null and figures.value != entries.expected_value
                then format(
                    'figure {} is expected to be {}, found is {}; look at it again, then mend or delete the line',
                    entries.figure_id, {{ plain('entries.expected_value') }}, {{ plain('figures.value') }}
                )
            when entries.figure_id is not null then null
            when indicators.code is null
                then format('no indicator is called {}; they are in dim_indicator; mend the line', entries.indicator)
            when codes.province is null then {{ unknown_province }}
            when chosen.value is null or chosen.value != entries.expected_value
                then format(
                    '{} of {} {} in {} ({}) is expected to be {}, found is {}; look at it again, then mend or delete the line',
                    entries.indicator, entries.province_scheme, entries.province, entries.year, entries.status,
                    {{ plain('entries.expected_value') }}, coalesce({{ plain('chosen.value') }}, 'nothing')
                )
        end
    {%- elif kind == 'province' -%}
        case
            when codes.province is null then {{ unknown_province }}
            when entries.doc_id is not null and documents.doc_id is null
                then format('no document has the id {}; ids are in fct_figure; mend or delete the line', entries.doc_id)
            when entries.url is not null and pages.url is null
                then format('no document was read at {}; addresses are in fct_figure; mend or delete the line', entries.url)
        end
    {%- else -%}
        if(known.figure_id is null, {{ unknown_figure }}, null)
    {%- endif -%}
{%- endmacro %}

{#- A decimal without the zeros behind its last digit. -#}
{% macro plain(value) -%}
    rtrim(rtrim(cast({{ value }} as varchar), '0'), '.')
{%- endmacro %}
