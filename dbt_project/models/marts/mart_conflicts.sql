select
    {{ row_id(['conflicts.chosen_figure_id', 'conflicts.rival_figure_id']) }} as row_id,
    chosen.province_scheme,
    chosen.province,
    provinces.name_vi as province_name,
    chosen.year,
    chosen.indicator,
    chosen.status,
    chosen.period,
    chosen.level,
    chosen.unit,
    conflicts.conflict_kind as kind,
    conflicts.relative_difference,
    chosen.figure_id as chosen_figure_id,
    conflicts.value as chosen_value,
    chosen.qualifier as chosen_qualifier,
    chosen.evidence as chosen_evidence,
    chosen.title as chosen_title,
    chosen.url as chosen_url,
    chosen.published_on as chosen_published_on,
    chosen.source as chosen_source,
    rival.figure_id as rival_figure_id,
    conflicts.rival_value,
    rival.qualifier as rival_qualifier,
    rival.evidence as rival_evidence,
    rival.title as rival_title,
    rival.url as rival_url,
    rival.published_on as rival_published_on,
    rival.source as rival_source
from {{ ref('int_conflicts') }} as conflicts
inner join {{ ref('int_figures_current') }} as chosen on conflicts.chosen_figure_id = chosen.figure_id
inner join {{ ref('int_figures_current') }} as rival on conflicts.rival_figure_id = rival.figure_id
left join {{ ref('dim_province') }} as provinces
    on chosen.province_scheme = provinces.province_scheme and chosen.province = provinces.province
