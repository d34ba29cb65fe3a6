-- Rivals of a chosen figure that are no rounding of it: another value, or the same digits at another power of ten.
-- Which of the two is wrong is not known from this alone: no page can brand what another says as plainly wrong.
select
    if(conflict_kind = 'unit_slip', 'unit_slip', 'conflicting_values') as rule,
    'warning' as severity,
    chosen_figure_id as figure_id,
    list(rival_figure_id order by rival_figure_id) as other_figure_ids,
    min(rival_value) as expected_low,
    max(rival_value) as expected_high,
    format(
        '{} is chosen, others state {}', {{ shown('value', 'en') }},
        string_agg(distinct {{ shown('rival_value', 'en') }}, '; ')
    ) as message_en,
    format(
        'Chọn {}, nơi khác nêu {}', {{ shown('value', 'vi') }},
        string_agg(distinct {{ shown('rival_value', 'vi') }}, '; ')
    ) as message_vi
from {{ ref('int_conflicts') }}
where conflict_kind != 'rounding'
group by chosen_figure_id, value, rule
