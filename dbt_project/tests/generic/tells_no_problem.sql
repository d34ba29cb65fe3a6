{#- No row has words in `column`; the first that has stops the build with just these words as its message. -#}
{% test tells_no_problem(model, column) %}
select * from {{ model }}
where {{ column }} is not null and error({{ column }}) is null
{% endtest %}
