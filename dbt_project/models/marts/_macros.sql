-- No catalogue of DuckDB tells the default of an argument, so the statements themselves are kept; publishing runs them.
-- depends_on: {{ ref('dim_province_change') }}, {{ ref('fct_figure_version') }}, {{ ref('fct_indicator_year') }},
-- depends_on: {{ ref('mart_ranking') }}, {{ ref('mart_target_vs_actual') }}
select
    macros.place,
    macros.macro,
    macros.signature,
    macros.description,
    macros.example,
    macros.statement
from (values {{ rows_of_macros() }}) as macros (place, macro, signature, description, example, statement)
