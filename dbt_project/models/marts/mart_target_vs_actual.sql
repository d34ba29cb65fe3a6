-- Every target beside the latest result that can speak for it: not later than its year, not older than its plan.
with targets as (
    select
        facts.*,
        stated.title,
        stated.url,
        stated.published_on,
        case facts.qualifier
            when 'at_least' then 'more'
            when 'at_most' then 'less'
            else indicators.direction
        end as direction
    from {{ ref('fct_comparable_year') }} as facts
    inner join {{ ref('fct_figure') }} as stated on facts.chosen_figure_id = stated.figure_id
    inner join {{ ref('dim_indicator') }} as indicators on facts.indicator = indicators.indicator
    where facts.measure = 'target'
),

results as (
    select
        province_scheme,
        province,
        indicator,
        year,
        {
            'year': year, 'value': value, 'status': status, 'qualifier': qualifier, 'period': period,
            'figure_id': chosen_figure_id
        } as stated
    from {{ ref('fct_comparable_year') }}
    where measure = 'result' and is_best
),

-- When the latest result is older than the plan, all are.
latest as (
    select
        targets.*,
        case
            when targets.published_on is null or year(targets.published_on) <= results.year or results.year = targets.year
                then results.stated
        end as result
    from targets
    asof left join results
        on
            targets.province_scheme = results.province_scheme
            and targets.province = results.province
            and targets.indicator = results.indicator
            and targets.year >= results.year
),

judged as (
    select
        *,
        case direction
            when 'more' then result.value >= value and result.qualifier != 'at_most'
            when 'less' then result.value <= value and result.qualifier != 'at_least'
        end as is_reached
    from latest
)

select
    province_scheme,
    province,
    province_name,
    indicator,
    year as horizon_year,
    value as target_value,
    qualifier as target_qualifier,
    unit,
    direction,
    result.year as result_year,
    result.value as result_value,
    result.status as result_status,
    result.qualifier as result_qualifier,
    result.period as result_period,
    {{ outcome_of_target() }} as outcome,
    round(result.value - value, 6) as gap,
    case
        when kind = 'rank' or value <= 0 or result.value < 0 then null
        when direction != 'less' then round(100 * result.value / value, 2)
        when result.value > 0 then round(100 * value / result.value, 2)
    end as attainment_percent,
    title as plan_title,
    url as plan_url,
    published_on as plan_published_on,
    chosen_figure_id as target_figure_id,
    result.figure_id as result_figure_id
from judged
