{#- What became of a target, in the first word that is true. A stock of another date in the year is not its end yet. -#}
{% macro outcome_of_target() -%}
    case
        when result_value is null then 'no_result'
        when is_reached and result_year = year then 'met'
        when is_reached then 'met_early'
        when result_year < year or result_period != 'year' then 'on_the_way'
        when direction = 'neither' then 'no_judgement'
        -- A bound decides where even the best it allows falls short: at most 70 never was 80.
        when direction = 'more' and result_qualifier = 'at_most' and result_value < value then 'missed'
        when direction = 'less' and result_qualifier = 'at_least' and result_value > value then 'missed'
        when result_qualifier in ('at_least', 'at_most') then 'undecided'
        else 'missed'
    end
{%- endmacro %}
