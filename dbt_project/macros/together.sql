{#- What is said of several values taken together, of the rows where `condition` holds. -#}
{% macro joint_status(condition) -%}
    case
        when bool_and(status = 'target') filter (where {{ condition }}) then 'target'
        when bool_and(status = 'actual') filter (where {{ condition }}) then 'actual'
        when bool_and(status = 'estimate') filter (where {{ condition }}) then 'estimate'
        else 'mixed'
    end
{%- endmacro %}

{#- A bound among exact values makes the sum a bound; bounds of both kinds make it no more than about right. -#}
{% macro joint_qualifier(condition) -%}
    case
        when bool_and(qualifier = 'exact') filter (where {{ condition }}) then 'exact'
        when bool_and(qualifier in ('exact', 'at_least')) filter (where {{ condition }}) then 'at_least'
        when bool_and(qualifier in ('exact', 'at_most')) filter (where {{ condition }}) then 'at_most'
        else 'approx'
    end
{%- endmacro %}

{#- The columns of the provinces of one area taken together: sums only of what may be summed, a total only of all. -#}
{% macro provinces_together() -%}
    {{ joint_status('true') }} as status,
    any_value(unit) as unit,
    any_value(kind) as kind,
    count(*) as n_provinces_known,
    any_value(n_provinces) as n_provinces,
    round(100.0 * count(*) / any_value(n_provinces), 2) as provinces_known_percent,
    count(*) filter (where status = 'estimate') as n_estimated,
    count(*) filter (where qualifier != 'exact' or period != 'year') as n_inexact,
    count(*) = any_value(n_provinces) and bool_and(coalesce(in_present_borders, false)) as is_complete,
    if(any_value(is_additive), sum(value), null) as sum_of_known_provinces,
    if(is_complete, sum_of_known_provinces, null) as total,
    if(any_value(is_additive), null, avg(value)) as mean_of_known_unweighted,
    if(any_value(is_additive), null, median(value)) as median_of_known_unweighted
{%- endmacro %}
