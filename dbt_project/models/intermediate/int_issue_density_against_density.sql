-- Two densities with their counts that would need two different populations; across documents dates differ too.
select
    'density_against_density' as rule,
    'warning' as severity,
    one.figure_id,
    [one.numerator_figure_id, other.figure_id, other.numerator_figure_id] as other_figure_ids,
    one.value * one.implied_low / other.implied_high as expected_low,
    one.value * one.implied_high / other.implied_low as expected_high,
    format(
        '{} for {} means {} people, but {} for {} means {}',
        {{ shown('one.value', 'en') }},
        {{ shown('one.numerator_value', 'en') }},
        {{ shown('round(one.implied)', 'en') }},
        {{ shown('other.value', 'en') }},
        {{ shown('other.numerator_value', 'en') }},
        {{ shown('round(other.implied)', 'en') }}
    ) as message_en,
    format(
        '{} ứng với {} là {} dân, nhưng {} ứng với {} là {}',
        {{ shown('one.value', 'vi') }},
        {{ shown('one.numerator_value', 'vi') }},
        {{ shown('round(one.implied)', 'vi') }},
        {{ shown('other.value', 'vi') }},
        {{ shown('other.numerator_value', 'vi') }},
        {{ shown('round(other.implied)', 'vi') }}
    ) as message_vi
from {{ ref('int_implied_denominators') }} as one
inner join {{ ref('int_implied_denominators') }} as other
    on
        one.statement_group = other.statement_group
        and one.denominator = other.denominator
        and one.ratio < other.ratio
where
    one.denominator = 'denom.population'
    and (one.scope = 'document' or one.is_mixed or other.is_mixed or one.doc_id != other.doc_id)
    and (
        one.implied_low > if(one.scope = 'document', 1.03, 1.1) * other.implied_high
        or other.implied_low > if(one.scope = 'document', 1.03, 1.1) * one.implied_high
    )
