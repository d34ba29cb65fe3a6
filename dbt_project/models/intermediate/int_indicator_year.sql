-- One row per province, year, indicator and status: the figure chosen, and how it stands to the others.
with ranked as (
    select * from {{ ref('int_figures_ranked') }}
),

-- Every figure beside the one chosen for its fact; only like is compared with like.
paired as (
    select
        chosen.figure_id as chosen_figure_id,
        rival.value,
        rival.qualifier,
        rival.text_sha256,
        (rival.period = chosen.period and rival.rank_all_tiers = chosen.rank_all_tiers) as is_alike,
        (rival.doc_id = chosen.doc_id and chosen.qualifier in ('at_least', 'at_most')) as is_bound,
        (rival.qualifier = chosen.qualifier) as is_as_exact
    from ranked as rival
    inner join ranked as chosen using (province_scheme, province, year, indicator, status)
    where chosen.choice_rank = 1
),

together as (
    select
        chosen_figure_id,
        count(*) as n_figures,
        count(distinct text_sha256) as n_documents,
        max(value) filter (where is_alike and is_as_exact)
        - min(value) filter (where is_alike and is_as_exact) as spread,
        max(value) filter (where is_alike and is_bound and qualifier = 'at_least') as value_low,
        min(value) filter (where is_alike and is_bound and qualifier = 'at_most') as value_high
    from paired
    group by chosen_figure_id
)

select
    chosen.province_scheme,
    chosen.province,
    chosen.year,
    chosen.indicator,
    chosen.status,
    cast(chosen.value as double) as value,
    chosen.unit,
    chosen.qualifier,
    cast(together.value_low as double) as value_low,
    cast(together.value_high as double) as value_high,
    chosen.period,
    chosen.level,
    together.n_figures,
    together.n_documents,
    together.spread = 0 as agreement,
    cast(together.spread as double) as spread,
    {{ choice('rule') }} as choice_rule,
    chosen.figure_id as chosen_figure_id
from ranked as chosen
inner join together on chosen.figure_id = together.chosen_figure_id
left join ranked as runner_up
    on
        chosen.province_scheme = runner_up.province_scheme
        and chosen.province = runner_up.province
        and chosen.year = runner_up.year
        and chosen.indicator = runner_up.indicator
        and chosen.status = runner_up.status
        and runner_up.choice_rank = 2
where chosen.choice_rank = 1
