-- Figures that count nowhere because nobody can tell where, or when.
with missing as (
    select
        figure_id,
        unnest([if(province is null, 'province', null), if(year is null, 'year', null)]) as what
    from {{ ref('int_figures_current') }}
    where not is_repost and (province is null or year is null)
)

select
    'unresolved_' || what as rule,
    'warning' as severity,
    figure_id,
    cast([] as varchar[]) as other_figure_ids,
    cast(null as double) as expected_low,
    cast(null as double) as expected_high,
    format('The page does not tell the {}', what) as message_en,
    format('Trang không cho biết {}', if(what = 'province', 'tỉnh', 'năm')) as message_vi
from missing
where what is not null
