-- All parts of a total are known, and together they do not reach it.
select
    'parts_against_total' as rule,
    'warning' as severity,
    figure_id,
    part_figure_ids as other_figure_ids,
    parts_low as expected_low,
    parts_high as expected_high,
    format(
        'The parts ({}) make {}, the total is {}: {} are missing',
        part_set, {{ shown('parts', 'en') }}, {{ shown('total', 'en') }}, {{ shown('total - parts', 'en') }}
    ) as message_en,
    format(
        'Các thành phần ({}) cộng lại {}, tổng số là {}: thiếu {}',
        part_set, {{ shown('parts', 'vi') }}, {{ shown('total', 'vi') }}, {{ shown('total - parts', 'vi') }}
    ) as message_vi
from {{ ref('int_part_sums') }}
where relation = 'sum' and is_complete and parts_high < total_low
