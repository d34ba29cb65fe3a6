-- A result of a year that had not begun when the page was published, or else first seen.
with dated as (
    select
        *,
        year(coalesce(published_on, captured_at)) as page_year
    from {{ ref('int_figures_current') }}
    where not is_repost and status = 'actual'
)

select
    'future_actual' as rule,
    'error' as severity,
    figure_id,
    cast([] as varchar[]) as other_figure_ids,
    cast(null as double) as expected_low,
    cast(null as double) as expected_high,
    format('Stated as a result of {}, but the page is of {}', year, page_year) as message_en,
    format('Nêu là kết quả năm {}, nhưng trang đăng năm {}', year, page_year) as message_vi
from dated
where year > page_year
