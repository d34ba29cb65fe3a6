{#- The place of a value's last digit other than zero: 100 for 790500, 0.01 for 2.48. What stands right of it is not
    stated, so half of it is how far a rounded value can be off. -#}
{% macro last_place(value) -%}
    {%- set digits = 'cast(cast(' ~ value ~ ' as decimal(28, 9)) as varchar)' -%}
    pow(
        10,
        length(regexp_extract({{ digits }}, '(0*)[.]0+$', 1))
        - length(regexp_extract({{ digits }}, '[.](\d*[1-9])0*$', 1))
    )
{%- endmacro %}

{#- How far a value can be off: the half of its last place, which of round numbers counts for a fortieth at most; after
    words like khoảng three hundredths. -#}
{% macro slack(value, qualifier) -%}
    if(
        {{ qualifier }} = 'exact',
        least({{ last_place(value) }} / 2, greatest(0.5, 0.025 * abs({{ value }}))),
        0.03 * abs({{ value }})
    )
{%- endmacro %}

{#- A number in a message, 1,234.5 in English and 1.234,5 in Vietnamese. -#}
{% macro shown(value, language) -%}
    {%- set english = "regexp_replace(format('{:,.4f}', cast(" ~ value ~ " as double)), '\\.?0+$', '')" -%}
    {%- if language == 'vi' -%}translate({{ english }}, ',.', '.,'){%- else -%}{{ english }}{%- endif -%}
{%- endmacro %}
