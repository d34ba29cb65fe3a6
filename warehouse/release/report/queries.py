"""What the report asks of the published file, as SQL. What becomes of the answers belongs to `contents`."""

# The chosen values, and the one figure that stands behind a cell with nothing but part of a year.
FACTS = """
with part_years as (
    select figures.*
    from fct_figure as figures
    inner join mart_coverage as cells using (province_scheme, province, year, indicator)
    where cells.coverage = 'part_year_only'
        and figures.status != 'target' and figures.period != 'year' and not figures.is_repost
        and coalesce(figures.review not in ('rejected', 'withdrawn'), true)
        and figures.level is null and figures.quality != 'error'
    qualify row_number() over (
        partition by figures.province_scheme, figures.province, figures.year, figures.indicator
        order by figures.published_on desc, figures.figure_id
    ) = 1
),

stated as (
    select
        province_scheme, province, indicator, status, year, qualifier, period, level,
        coalesce(corrected_value, value) as value, count(*) as n_stated
    from fct_figure
    where not is_repost and coalesce(review not in ('rejected', 'withdrawn'), true)
    group by all
)
select
    facts.province_scheme, facts.province, facts.indicator, facts.status, facts.year, facts.value,
    facts.qualifier, facts.period, facts.level, facts.quality,
    facts.choice_rule = 'correction' as is_corrected, facts.correction_reason as reason,
    facts.n_figures, facts.n_sources,
    least(coalesce(stated.n_stated, 0), facts.n_figures) as n_stated,
    facts.chosen_figure_id as figure_id
from fct_indicator_year as facts
left join stated -- those that say the very same: as exact, of the same period and tier
    on
        (facts.province_scheme, facts.province, facts.indicator, facts.status, facts.year)
        = (stated.province_scheme, stated.province, stated.indicator, stated.status, stated.year)
        and (facts.qualifier, facts.period, facts.value) = (stated.qualifier, stated.period, stated.value)
        and facts.level is not distinct from stated.level
where facts.year >= $since
union all
select
    province_scheme, province, indicator, 'part', year, coalesce(corrected_value, value), qualifier, period,
    level, quality, false, null, 1, 1, 1, figure_id
from part_years
where year >= $since
order by indicator, province_scheme, province, status, year
"""
UNITS_OF_TODAY = """
select
    province_scheme, province, indicator, measure, year, value, status, qualifier, period, basis,
    n_parts_known, n_parts, chosen_figure_id as figure_id
from mart_province34_year
where year >= $since
order by indicator, measure, province, year
"""
CONFLICTS = """
select
    province_scheme, province, indicator, status, year, period, level, kind, relative_difference,
    chosen_value, chosen_qualifier, rival_value, rival_qualifier, chosen_figure_id, rival_figure_id
from mart_conflicts
where year >= $since
order by
    list_position(['different', 'unit_slip', 'rounding'], kind), relative_difference desc,
    chosen_figure_id, rival_figure_id
limit $most
"""
FIGURES = """
select
    figure_id, confidence, review, review_reason, if(corrected_value is not null, value, null) as stated,
    doc_id, title, url, published_on
from fct_figure
where figure_id in (select unnest($wanted))
order by doc_id, span_start, figure_id -- neighbours alike: they pack well
"""
SENTENCES = """
select
    year, figure_id, evidence, (evidence_start, evidence_end), (span_start, span_end), value
from fct_figure
where figure_id in (select unnest($wanted))
order by year desc nulls first, evidence, figure_id
"""
COUNTS = """
select
    (select count(*) from fct_figure) as figures,
    (select count(distinct province) from fct_indicator_year where province_scheme = 'gso63') as provinces,
    (select count(distinct year) from fct_indicator_year where status != 'target') as years,
    (select count(*) from fct_indicator_year) as facts,
    (select count(distinct indicator) from fct_indicator_year) as indicators,
    (select count(*) from dim_indicator where taxonomy = 'core') as core,
    (select count(distinct url) from fct_figure) as pages,
    (select count(*) from mart_conflicts) as conflicts
"""
PLACES = """
select province_scheme, province, name_vi, name_en, region_vi, region_en, successor
from dim_province
where province_scheme in ('gso63', 'gso34')
order by province_scheme desc, province
"""
INDICATORS = """
select indicator, name_vi, name_en, unit, domain, kind, direction, taxonomy = 'core'
from dim_indicator
"""
BREAKS = """
select indicator, valid_from as year, note_vi, note_en
from dim_series_note
where kind = 'break'
order by all
"""
VALUES_BY_YEAR = "select year, count(*) as n from fct_indicator_year group by year"
# Values of the 34 of today may be of later years, in which no cell of the 63 is known.
YEARS_OF_COVERAGE = """
with known as (
    select year from mart_coverage where coverage != 'nothing'
    union
    select year from fct_indicator_year where province_scheme = 'gso63' and status != 'target'
)
select distinct year from mart_coverage
where year <= coalesce((select max(year) from known), year)
order by year
"""
