{{ config(materialized='table') }} -- asked for by several models
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
        rival.publisher,
        (rival.period = chosen.period and rival.rank_all_tiers = chosen.rank_all_tiers) as is_alike,
        (rival.doc_id = chosen.doc_id and chosen.qualifier in ('at_least', 'at_most')) as is_bound,
        (rival.qualifier = chosen.qualifier) as is_as_exact,
        (rival.value != chosen.value and {{ choice('level') }}) as is_level
    from ranked as rival
    inner join ranked as chosen using (province_scheme, province, year, indicator, status)
    where chosen.choice_rank = 1
),

together as (
    select
        chosen_figure_id,
        count(*) as n_figures,
        count(distinct text_sha256) as n_documents,
        count(distinct publisher) as n_sources,
        max(value) filter (where is_alike and is_as_exact)
        - min(value) filter (where is_alike and is_as_exact) as spread,
        max(value) filter (where is_alike and is_bound and qualifier = 'at_least') as value_low,
        min(value) filter (where is_alike and is_bound and qualifier = 'at_most') as value_high,
        bool_or(is_level and is_as_exact) as is_tie
    from paired
    group by chosen_figure_id
)

select
    chosen.province_scheme,
    chosen.province,
    chosen.year,
    chosen.indicator,
    chosen.status,
    cast(coalesce(corrections.replacement.value, chosen.value) as double) as value,
    chosen.unit,
    chosen.qualifier,
    cast(if(corrections.replacement is null, together.value_low, null) as double) as value_low,
    cast(if(corrections.replacement is null, together.value_high, null) as double) as value_high,
    chosen.period,
    chosen.level,
    together.n_figures,
    together.n_documents,
    together.n_sources,
    together.spread = 0 as agreement,
    cast(together.spread as double) as spread,
    if(corrections.replacement is null, {{ choice('rule') }}, 'correction') as choice_rule,
    corrections.replacement is null and together.is_tie as is_tie,
    corrections.said.reason as correction_reason,
    corrections.said.reviewed_by,
    corrections.said.reviewed_on,
    chosen.confidence,
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
left join {{ ref('int_fact_corrections') }} as corrections
    on
        chosen.province_scheme = corrections.province_scheme
        and chosen.province = corrections.province
        and chosen.year = corrections.year
        and chosen.indicator = corrections.indicator
        and chosen.status = corrections.status
where chosen.choice_rank = 1 and (corrections.replacement is null or corrections.replacement.value is not null)
