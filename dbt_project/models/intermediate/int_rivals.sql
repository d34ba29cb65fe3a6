-- The best figure with another value than the one chosen for its fact; only like is compared with like.
select
    chosen.figure_id as chosen_figure_id,
    arg_min(rival.figure_id, rival.choice_rank) as rival_figure_id,
    arg_min(rival.value, rival.choice_rank) as rival_value
from {{ ref('int_figures_ranked') }} as chosen
inner join {{ ref('int_figures_ranked') }} as rival using (province_scheme, province, year, indicator, status)
where
    chosen.choice_rank = 1
    and rival.value != chosen.value
    and rival.qualifier = chosen.qualifier
    and rival.period = chosen.period
    and rival.rank_all_tiers = chosen.rank_all_tiers
group by chosen.figure_id
