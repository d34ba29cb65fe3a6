{#- What a value may have become some years later, side 'low' or 'high'; what lies outside is a jump. Written once.
    Percentages move by 40 points a year, other ratios triple or halve, counts and flows quadruple or fall to a third:
    mobile phones of 2005 to 2009 did grow so. Of a count below 100 little is expected, of ranks and scores nothing. -#}
{% macro expected_after(side, kind, unit, value, years) -%}
    case
        when {{ kind }} in ('rank', 'score') then null
        when {{ unit }} = 'percent' then {{ value }} {{ '-' if side == 'low' else '+' }} 40 * {{ years }}
        when {{ kind }} = 'ratio' then {{ value }} {{ '/' if side == 'low' else '*' }} pow({{ 2 if side == 'low' else 3 }}, {{ years }})
        {% if side == 'low' -%}
        when {{ value }} < 100 then null
        else {{ value }} / pow(3, {{ years }})
        {%- else -%}
        else greatest({{ value }}, 100) * pow(4, {{ years }})
        {%- endif %}
    end
{%- endmacro %}
