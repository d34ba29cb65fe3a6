-- What the denominator of a ratio has to be, from the ratio and its numerator stated together.
select
    ratio.scope,
    ratio.statement_group,
    ratios.ratio,
    ratios.denominator,
    ratios.factor,
    ratio.figure_id,
    numerator.figure_id as numerator_figure_id,
    ratio.doc_id != numerator.doc_id as is_mixed,
    ratio.doc_id,
    ratio.value,
    numerator.value as numerator_value,
    ratios.factor * numerator.value / ratio.value as implied,
    ratios.factor * numerator.low / nullif(ratio.high, 0) as implied_low,
    ratios.factor * numerator.high / nullif(ratio.low, 0) as implied_high
from {{ ref('int_statements') }} as ratio
inner join {{ ref('indicator_ratios') }} as ratios on ratio.indicator = ratios.ratio
inner join {{ ref('int_statements') }} as numerator
    on ratio.statement_group = numerator.statement_group and ratios.numerator = numerator.indicator
where ratio.value > 0
