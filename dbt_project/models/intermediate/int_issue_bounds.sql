-- Values outside what the catalogue holds possible for a province. A tier, or a part of a year, may lie below.
with judged as (
    select
        figures.figure_id,
        figures.value,
        case
            when indicators.canonical_unit = 'percent' and figures.value > 100 then 'percentage_over_100'
            when indicators.kind in ('stock', 'flow') then 'value_bounds'
            else 'ratio_bounds'
        end as issue_rule,
        indicators.value_min as low,
        if(issue_rule = 'percentage_over_100', 100, indicators.value_max) as high,
        issue_rule = 'percentage_over_100' and figures.value <= indicators.value_max as is_possible
    from {{ ref('int_figures_current') }} as figures
    inner join {{ ref('indicators') }} as indicators on figures.indicator = indicators.code
    where
        not figures.is_repost
        and (
            figures.value > high
            or (
                figures.value < low
                and figures.level is null
                and (figures.period = 'year' or indicators.kind != 'flow')
            )
        )
)

select
    issue_rule as rule,
    case when is_possible then 'info' when issue_rule = 'value_bounds' then 'warning' else 'error' end as severity,
    figure_id,
    cast([] as varchar[]) as other_figure_ids,
    low as expected_low,
    cast(high as double) as expected_high,
    format(
        '{} lies outside {} to {}',
        {{ shown('value', 'en') }}, {{ shown('low', 'en') }}, {{ shown('high', 'en') }}
    ) as message_en,
    format(
        '{} nằm ngoài khoảng {} đến {}',
        {{ shown('value', 'vi') }}, {{ shown('low', 'vi') }}, {{ shown('high', 'vi') }}
    ) as message_vi
from judged
