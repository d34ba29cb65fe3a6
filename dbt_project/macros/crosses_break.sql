{#- Did the definition of the indicator change after year_from and not later than year_to? Then the two values make no
    growth. All three are SQL expressions; the names inside are such that no column of the model around is hidden. -#}
{% macro crosses_break(indicator, year_from, year_to) -%}
    exists (
        select 1
        from (
            select
                broken.indicator as broken_indicator,
                broken.valid_from as broken_in
            from {{ ref('series_notes') }} as broken
            where broken.kind = 'break'
        )
        where broken_indicator = {{ indicator }} and broken_in > {{ year_from }} and broken_in <= {{ year_to }}
    )
{%- endmacro %}
