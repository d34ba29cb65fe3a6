-- What may be set side by side. A value about one tier of government only is no province's value: it is left out.
-- So is what is plainly wrong: it is in no sum and takes no place.
select
    {{
        row_id([
            'facts.province_scheme', 'facts.province', 'facts.year', 'facts.indicator', 'facts.status'
        ])
    }} as row_id,
    facts.province_scheme,
    facts.province,
    facts.province_name,
    facts.year,
    facts.indicator,
    facts.status,
    if(facts.status = 'target', 'target', 'result') as measure,
    facts.status != 'estimate' or not bool_or(facts.status = 'actual') over (
        partition by facts.province_scheme, facts.province, facts.year, facts.indicator
    ) as is_best,
    facts.value,
    facts.unit,
    indicators.kind,
    facts.qualifier,
    facts.period,
    -- A code of the 34 says its borders itself. Of the year of a change the last day is in them; a sum over its
    -- months, or a day that is not told, may be or may not.
    case
        when facts.province_scheme = 'gso34' or coalesce(provinces.borders_since <= make_date(facts.year, 1, 1), true)
            then true
        when provinces.borders_since > make_date(facts.year, 12, 31) then false
        when indicators.kind != 'flow' and facts.period = 'year' then true
    end as in_present_borders,
    facts.chosen_figure_id,
    facts.quality,
    facts.n_issues
from {{ ref('fct_indicator_year') }} as facts
inner join {{ ref('dim_indicator') }} as indicators using (indicator)
inner join {{ ref('dim_province') }} as provinces
    on facts.province_scheme = provinces.province_scheme and facts.province = provinces.province
where facts.level is null and facts.quality != 'error'
