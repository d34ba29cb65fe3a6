{#- No row lacks a value in one of `columns`; one test for all of them, as each costs a build its time. -#}
{% test never_null(model, columns) %}
select * from {{ model }}
where
    {% for column in columns %}{{ "or " if not loop.first }}{{ column }} is null {% endfor %}
{% endtest %}
