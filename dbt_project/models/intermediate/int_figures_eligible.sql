-- The figures that may stand for a year, each text once, with a rank for every step of the choice (macro choice).
-- A flow over part of a year never becomes the year; a stock or a ratio of some date in it may, and says so.
-- A share for 5G is a share of mobile coverage too, but generations make no one series: it stands for 5G alone.
select
    figures.*,
    coalesce(list_position(['province', 'district', 'commune'], figures.level), 0) as rank_all_tiers,
    if(figures.period = 'year', 0, 1) as rank_full_year,
    if(figures.publisher_province = figures.province, 0, 1) as rank_own_department,
    coalesce(date '9999-12-31' - figures.published_on, 9999999) as rank_later_publication,
    case figures.qualifier when 'exact' then 0 when 'approx' then 1 else 2 end as rank_exact,
    1 - figures.confidence as rank_confidence
from {{ ref('int_figures_current') }} as figures
inner join {{ ref('indicators') }} as indicators on figures.indicator = indicators.code
where
    not figures.is_repost
    and figures.province is not null
    and figures.year is not null
    and (figures.period = 'year' or (figures.period = 'as_of' and indicators.kind != 'flow'))
    and not (
        figures.indicator = 'telecom.population_mobile_coverage_share'
        and (figures.doc_id, figures.span_start) in (
            select (narrower.doc_id, narrower.span_start) from {{ ref('int_figures_current') }} as narrower
            where narrower.indicator = 'telecom.population_5g_coverage_share'
        )
    )
