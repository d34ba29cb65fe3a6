{#- Every row with all `columns` filled has a partner in `to` with the same values under the same names. -#}
{% test references(model, columns, to) %}
select child.*
from {{ model }} as child
left join {{ to }} as parent
    on {% for column in columns %}{{ "and " if not loop.first }}child.{{ column }} = parent.{{ column }} {% endfor %}
where
    parent.{{ columns[0] }} is null
    {% for column in columns %}and child.{{ column }} is not null {% endfor %}
{% endtest %}
