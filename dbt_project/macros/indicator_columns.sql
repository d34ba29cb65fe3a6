{#- One column per core indicator, named after its code, from rows of (indicator, value). -#}
{% macro indicator_columns() -%}
    {%- for code in core_indicators().split() -%}
    any_value(value) filter (where indicator = '{{ code }}') as {{ code.replace('.', '_') }}{{ "," if not loop.last }}
    {% endfor -%}
{%- endmacro %}
