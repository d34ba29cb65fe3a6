-- A result far from the one before it, at most three years earlier; a change of definition is no jump.
with steps as (
    select
        *,
        {{ expected_after('low', 'kind', 'unit', 'earlier_value', '(year - earlier_year)') }} as expected_low,
        {{ expected_after('high', 'kind', 'unit', 'earlier_value', '(year - earlier_year)') }} as expected_high
    from {{ ref('int_results') }}
    where year - earlier_year <= 3
)

select
    'year_on_year_jump' as rule,
    'warning' as severity,
    figure_id,
    [earlier_figure_id] as other_figure_ids,
    expected_low,
    expected_high,
    format(
        '{} in {} after {} in {}',
        {{ shown('value', 'en') }}, year, {{ shown('earlier_value', 'en') }}, earlier_year
    ) as message_en,
    format(
        '{} năm {} sau {} năm {}',
        {{ shown('value', 'vi') }}, year, {{ shown('earlier_value', 'vi') }}, earlier_year
    ) as message_vi
from steps
where (value < expected_low or value > expected_high) and not {{ crosses_break('indicator', 'earlier_year', 'year') }}
