-- What is worth a reviewer's minute. Points for what hangs on it; an indicator that is not core has a third of them.
with facts as (
    select
        case when facts.is_tie then 'tie' when not facts.agreement then 'conflict' else 'low_confidence' end as reason,
        case
            when facts.is_tie then 100
            when not facts.agreement then 50 + 40 * least(1, facts.spread / greatest(abs(facts.value), 1e-9))
            else 40 * (1 - facts.confidence)
        end as points,
        facts.chosen_figure_id as figure_id,
        1 as n_figures,
        rivals.rival_figure_id,
        cast(rivals.rival_value as double) as rival_value
    from {{ ref('int_indicator_year') }} as facts
    left join {{ ref('int_rivals') }} as rivals on facts.chosen_figure_id = rivals.chosen_figure_id
    where
        facts.choice_rule not in ('correction', 'accepted')
        and (facts.is_tie or not facts.agreement or facts.confidence < 0.6)
),

-- One entry settles the province of all figures of a page.
pages as (
    select
        'province' as reason,
        20 + 5 * least(count(*) filter (where indicators.taxonomy = 'core'), 10) as points,
        arg_min(figures.figure_id, (indicators.taxonomy != 'core', figures.figure_id)) as figure_id,
        count(*) as n_figures
    from {{ ref('fct_figure') }} as figures
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator = indicators.indicator
    where figures.province is null and figures.review is null and not figures.is_repost
    group by figures.url
),

undated as (
    select
        'year' as reason,
        15 as points,
        figure_id,
        1 as n_figures
    from {{ ref('fct_figure') }}
    where year is null and province is not null and review is null and not is_repost
),

together as (
    select * from facts
    union all by name
    select * from pages
    union all by name
    select * from undated
)

select
    {{ row_id(['together.reason', 'together.figure_id']) }} as row_id,
    together.reason,
    round(together.points * if(indicators.taxonomy = 'core', 1, 1 / 3), 1) as score,
    together.figure_id,
    figures.indicator,
    figures.province_scheme,
    figures.province,
    figures.year,
    figures.status,
    coalesce(figures.corrected_value, figures.value) as value,
    figures.unit,
    figures.evidence,
    figures.confidence,
    figures.url,
    together.n_figures,
    together.rival_figure_id,
    together.rival_value,
    rivals.evidence as rival_evidence
from together
inner join {{ ref('fct_figure') }} as figures on together.figure_id = figures.figure_id
left join {{ ref('fct_figure') }} as rivals on together.rival_figure_id = rivals.figure_id
inner join {{ ref('dim_indicator') }} as indicators on figures.indicator = indicators.indicator
where figures.review is null
