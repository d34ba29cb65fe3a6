select
    {{
        row_id([
            'facts.province_scheme', 'facts.province', 'facts.year', 'facts.indicator', 'facts.status'
        ])
    }} as row_id,
    facts.province_scheme,
    facts.province,
    provinces.name_vi as province_name,
    facts.year,
    facts.indicator,
    facts.status,
    facts.value,
    facts.unit,
    facts.qualifier,
    facts.value_low,
    facts.value_high,
    facts.period,
    facts.level,
    facts.n_figures,
    facts.n_documents,
    facts.n_sources,
    facts.agreement,
    facts.spread,
    facts.choice_rule,
    facts.is_tie,
    facts.correction_reason,
    facts.reviewed_by,
    facts.reviewed_on,
    facts.confidence,
    facts.chosen_figure_id,
    breaks.note_en as series_break,
    coalesce(quality.quality, 'ok') as quality,
    coalesce(quality.n_issues, 0) as n_issues
from {{ ref('int_indicator_year') }} as facts
left join {{ ref('int_figure_quality') }} as quality on facts.chosen_figure_id = quality.figure_id
left join {{ ref('series_notes') }} as breaks
    on facts.indicator = breaks.indicator and facts.year = breaks.valid_from and breaks.kind = 'break'
left join {{ ref('dim_province') }} as provinces
    on facts.province_scheme = provinces.province_scheme and facts.province = provinces.province
