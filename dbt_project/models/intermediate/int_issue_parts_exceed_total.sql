-- Parts of a total, all or some, that make more than the total. In one document that is an error, unless pages use the
-- total's name for two things, as trạm BTS for stations and for sites.
with ambiguous as (
    select distinct indicator from {{ ref('series_notes') }}
    where kind = 'not_comparable'
)

select
    'parts_exceed_total' as rule,
    if(scope = 'document' and indicator not in (from ambiguous), 'error', 'warning') as severity,
    figure_id,
    part_figure_ids as other_figure_ids,
    parts_low as expected_low,
    cast(null as double) as expected_high,
    format(
        'The parts ({}) make {}, more than the total of {}',
        part_set, {{ shown('parts', 'en') }}, {{ shown('total', 'en') }}
    ) as message_en,
    format(
        'Các thành phần ({}) cộng lại {}, vượt tổng số {}',
        part_set, {{ shown('parts', 'vi') }}, {{ shown('total', 'vi') }}
    ) as message_vi
from {{ ref('int_part_sums') }}
where parts_low > total_high
-- The same part may stand in several sets: it exceeds the total once.
qualify row_number() over (partition by figure_id, part_figure_ids order by is_complete desc, part_set asc) = 1
