{{ config(materialized='table') }} -- asked for by several models
-- Rivals of a chosen figure that cannot be true together with it. Only like is held against like.
with bounded as (
    select
        *,
        if(qualifier = 'at_most', -cast('infinity' as double), cast(value as double)) as low,
        if(qualifier = 'at_least', cast('infinity' as double), cast(value as double)) as high
    from {{ ref('int_figures_ranked') }}
),

pairs as (
    select
        facts.chosen_figure_id,
        rival.figure_id as rival_figure_id,
        cast(rival.value as double) as rival_value,
        facts.value,
        rival.qualifier = 'exact' and facts.qualifier = 'exact' as are_exact,
        {{ last_place('facts.value') }} as place,
        {{ last_place('rival.value') }} as rival_place,
        -- Percentages are rounded to points, not to tens.
        if(facts.unit = 'percent', 1, cast('infinity' as double)) as coarsest,
        abs(facts.value - rival_value) as difference,
        greatest(abs(facts.value), abs(rival_value)) as larger,
        if(facts.value > 0 and rival_value > 0, log10(rival_value / facts.value), 0) as tens
    from {{ ref('int_indicator_year') }} as facts
    inner join bounded as chosen on facts.chosen_figure_id = chosen.figure_id
    inner join bounded as rival
        on
            chosen.province_scheme = rival.province_scheme
            and chosen.province = rival.province
            and chosen.year = rival.year
            and chosen.indicator = rival.indicator
            and chosen.status = rival.status
            and chosen.period = rival.period
            and chosen.rank_all_tiers = rival.rank_all_tiers
            and (chosen.text_sha256, chosen.evidence_hash) != (rival.text_sha256, rival.evidence_hash)
    where
        rival.low > coalesce(facts.value_high, chosen.high)
        or rival.high < coalesce(facts.value_low, chosen.low)
)

select
    chosen_figure_id,
    rival_figure_id,
    value,
    rival_value,
    difference / nullif(larger, 0) as relative_difference,
    case
        when
            round(tens) != 0
            and abs(tens - round(tens)) <= 0.005
            -- One digit alone is alike by chance: 10 beside 100.
            and (abs(tens) > 2.9 or least(value / place, rival_value / rival_place) >= 10)
            then 'unit_slip'
        when not are_exact and difference <= least(0.03 * larger, coarsest) then 'rounding'
        when difference <= least(0.05 * larger, least(greatest(place, rival_place), coarsest) / 2) then 'rounding'
        else 'different'
    end as conflict_kind
from pairs
