-- The figures that may stand for a year, each text once, with a rank for every step of the choice (macro choice).
-- A flow over part of a year never becomes the year; a stock or a ratio of some date in it may, and says so.
select
    figures.* replace (coalesce(figures.corrected_value, figures.value) as value),
    if(figures.review = 'corrected', 0, 1) as rank_correction,
    if(figures.review = 'accepted', 0, 1) as rank_accepted,
    {{ choice('ranks') }}
from {{ ref('int_figures_current') }} as figures
inner join {{ ref('indicators') }} as indicators on figures.indicator = indicators.code
where
    not figures.is_repost
    and {{ stands_for_a_year() }}
    and coalesce(figures.review not in ('rejected', 'withdrawn'), true)
