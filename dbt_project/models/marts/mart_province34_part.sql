-- Of every figure that any part of a unit of today has, all parts of the unit: also those that have none.
with parts as (
    select
        present.province,
        present.name_vi as province_name,
        former.province as part,
        former.name_vi as part_name,
        count(*) over (partition by present.province) as n_parts
    from {{ ref('dim_province') }} as former
    inner join {{ ref('dim_province') }} as present
        on former.successor_scheme = present.province_scheme and former.successor = present.province
),

facts as (
    select *
    from {{ ref('fct_comparable_year') }}
    where province_scheme = 'gso63' and is_best
),

wanted as (
    select distinct
        parts.province,
        facts.year,
        facts.indicator,
        facts.measure
    from facts
    inner join parts on facts.province = parts.part
)

select
    {{
        row_id([
            "'gso34'", 'parts.province', 'wanted.year', 'wanted.indicator', 'wanted.measure', 'parts.part'
        ])
    }} as row_id,
    parts.province,
    parts.province_name,
    wanted.year,
    wanted.indicator,
    wanted.measure,
    parts.part,
    parts.part_name,
    -- One former province in its old borders is itself, except where it is placed among others.
    case
        when parts.n_parts = 1 and indicators.kind != 'rank' then 'unchanged'
        when parts.n_parts > 1 and indicators.is_additive then 'summed'
        when parts.n_parts > 1 and indicators.weight_indicator is not null then 'weighted'
    end as basis,
    facts.status,
    facts.value,
    indicators.unit,
    facts.qualifier,
    facts.period,
    if(basis = 'weighted', weights.value, null) as weight,
    facts.value is not null and (basis != 'weighted' or coalesce(weights.value > 0, false)) as is_known,
    facts.in_present_borders
from wanted
inner join parts on wanted.province = parts.province
inner join {{ ref('dim_indicator') }} as indicators on wanted.indicator = indicators.indicator
left join facts
    on
        parts.part = facts.province
        and wanted.year = facts.year
        and wanted.indicator = facts.indicator
        and wanted.measure = facts.measure
left join facts as weights
    on
        parts.part = weights.province
        and wanted.year = weights.year
        and indicators.weight_indicator = weights.indicator
        and weights.measure = 'result'
where basis is not null
