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
    select * from {{ ref('fct_comparable_year') }}
    where measure = 'result' and is_best
),

-- When the latest result is older than the plan, all are.
latest as (
    select
        targets.*,
        case
            when targets.published_on is null or results.year >= least(year(targets.published_on), targets.year)
                then results.year
        end as result_year
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
        latest.*,
        results.value as result_value,
        results.status as result_status,
        results.qualifier as result_qualifier,
        results.period as result_period,
        results.chosen_figure_id as result_figure_id,
        case latest.direction
            when 'more' then results.value >= latest.value and results.qualifier != 'at_most'
            when 'less' then results.value <= latest.value and results.qualifier != 'at_least'
        end as is_reached
    from latest
    left join results
        on
            latest.province_scheme = results.province_scheme
            and latest.province = results.province
            and latest.indicator = results.indicator
            and latest.result_year = results.year
)

select
    {{ row_id(['province_scheme', 'province', 'indicator', 'year']) }} as row_id,
    province_scheme,
    province,
    province_name,
    indicator,
    year as horizon_year,
    value as target_value,
    qualifier as target_qualifier,
    unit,
    direction,
    result_year,
    result_value,
    result_status,
    result_qualifier,
    result_period,
    {{ outcome_of_target() }} as outcome,
    round(result_value - value, 6) as gap,
    case
        when kind = 'rank' or value <= 0 or result_value < 0 then null
        when direction != 'less' then round(100 * result_value / value, 2)
        when result_value > 0 then round(100 * value / result_value, 2)
    end as attainment_percent,
    title as plan_title,
    url as plan_url,
    published_on as plan_published_on,
    chosen_figure_id as target_figure_id,
    result_figure_id
from judged
