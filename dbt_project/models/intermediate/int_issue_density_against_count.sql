-- A ratio against its numerator and denominator. Populations differ by date and by who counts: a twentieth is allowed.
select
    'density_against_count' as rule,
    'warning' as severity,
    found.figure_id,
    [found.numerator_figure_id, denominator.figure_id] as other_figure_ids,
    found.value * found.implied_low / denominator.high as expected_low,
    found.value * found.implied_high / denominator.low as expected_high,
    format(
        '{} is stated, but {} over {} makes {}',
        {{ shown('found.value', 'en') }}, {{ shown('found.numerator_value', 'en') }},
        {{ shown('denominator.value', 'en') }}, {{ shown('found.value * found.implied / denominator.value', 'en') }}
    ) as message_en,
    format(
        'Nêu {}, nhưng {} trên {} là {}',
        {{ shown('found.value', 'vi') }}, {{ shown('found.numerator_value', 'vi') }},
        {{ shown('denominator.value', 'vi') }}, {{ shown('found.value * found.implied / denominator.value', 'vi') }}
    ) as message_vi
from {{ ref('int_implied_denominators') }} as found
inner join {{ ref('int_statements') }} as denominator
    on found.statement_group = denominator.statement_group and found.denominator = denominator.indicator
where
    (found.scope = 'document' or found.is_mixed or denominator.doc_id != found.doc_id)
    and (found.implied_low > 1.05 * denominator.high or found.implied_high < 0.95 * denominator.low)
