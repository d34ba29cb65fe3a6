{#- Every row with all `columns` filled has a partner in `to` with the same values under the same names. -#}
{% test references(model, columns, to) %}
select {{ columns | join(', ') }}
from {{ model }} as child
where
    {% for column in columns %}child.{{ column }} is not null and {% endfor -%}
    not exists (
        select 1 from {{ to }} as parent
        where {% for column in columns %}{% if not loop.first %}and {% endif %}parent.{{ column }} = child.{{ column }} {% endfor %}
    )
{% endtest %}
