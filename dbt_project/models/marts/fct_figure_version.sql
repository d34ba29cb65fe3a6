-- Also what pages no longer state: for each figure when its page showed it.
select
    {{ row_id(['figures.figure_id', 'figures.stretch']) }} as row_id,
    figures.figure_id,
    cast(figures.stretch as integer) as version,
    figures.first_seen_at,
    figures.last_seen_at,
    figures.last_seen_at is null as is_current,
    figures.indicator,
    case when figures.province is not null then figures.province_scheme end as province_scheme,
    figures.province,
    figures.year,
    figures.period,
    cast(figures.value as double) as value,
    figures.unit,
    figures.qualifier,
    figures.status,
    figures.level,
    figures.evidence,
    figures.title,
    figures.url,
    figures.published_on,
    figures.source,
    figures.doc_id,
    figures.confidence,
    case when {{ stands_for_a_year() }} then {{ choice('statement') }} end as choice_order
from {{ ref('int_figure_versions') }} as figures
inner join {{ ref('dim_indicator') }} as indicators on figures.indicator = indicators.indicator
