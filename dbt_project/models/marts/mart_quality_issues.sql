select
    issues.issue_id,
    issues.rule,
    issues.severity,
    case when figures.province is not null then figures.province_scheme end as province_scheme,
    figures.province,
    provinces.name_vi as province_name,
    figures.year,
    figures.indicator,
    figures.status,
    issues.figure_id,
    array_to_string(issues.other_figure_ids, ' ') as other_figure_ids,
    cast(figures.value as double) as value,
    figures.unit,
    if(isfinite(issues.expected_low), issues.expected_low, null) as expected_low,
    if(isfinite(issues.expected_high), issues.expected_high, null) as expected_high,
    issues.message_en,
    issues.message_vi,
    figures.evidence,
    figures.source,
    figures.url,
    figures.published_on
from {{ ref('int_quality_issues') }} as issues
inner join {{ ref('int_figures_current') }} as figures on issues.figure_id = figures.figure_id
left join {{ ref('dim_province') }} as provinces
    on figures.province_scheme = provinces.province_scheme and figures.province = provinces.province
