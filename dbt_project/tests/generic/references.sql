{#- Every row with all `columns` filled has a partner in `to` with the same values, there under `to_columns` (by
    default the same names). -#}
{% test references(model, columns, to, to_columns=none) %}
select child.*
from {{ model }} as child
left join {{ to }} as parent
    on {% for column in columns %}{{ "and " if not loop.first }}child.{{ column }} = parent.{{ (to_columns or columns)[loop.index0] }} {% endfor %}
where
    parent.{{ (to_columns or columns)[0] }} is null
    {% for column in columns %}and child.{{ column }} is not null {% endfor %}
{% endtest %}
