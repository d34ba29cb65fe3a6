-- A target below what was reached when it was set, of an indicator of which plans want more. Undated plans are left.
with targets as (
    select
        facts.*,
        least(facts.year, year(figures.published_on)) as set_in
    from {{ ref('int_indicator_year') }} as facts
    inner join {{ ref('int_figures_current') }} as figures on facts.chosen_figure_id = figures.figure_id
    where
        facts.status = 'target'
        and facts.level is null
        and facts.qualifier != 'at_most'
        and figures.published_on is not null
)

select
    'target_below_last_actual' as rule,
    'warning' as severity,
    targets.chosen_figure_id as figure_id,
    [reached.figure_id] as other_figure_ids,
    reached.value as expected_low,
    cast(null as double) as expected_high,
    format(
        'The target of {} for {} is below the {} reached in {}',
        {{ shown('targets.value', 'en') }}, targets.year, {{ shown('reached.value', 'en') }}, reached.year
    ) as message_en,
    format(
        'Chỉ tiêu {} cho năm {} thấp hơn mức {} đã đạt năm {}',
        {{ shown('targets.value', 'vi') }}, targets.year, {{ shown('reached.value', 'vi') }}, reached.year
    ) as message_vi
from targets
anti join {{ ref('indicator_directions') }} as directions on targets.indicator = directions.indicator
inner join {{ ref('int_results') }} as reached
    on
        targets.province_scheme = reached.province_scheme
        and targets.province = reached.province
        and targets.indicator = reached.indicator
        and reached.year between targets.set_in - 5 and targets.set_in - 1
where reached.status = 'actual' and not {{ crosses_break('targets.indicator', 'reached.year', 'targets.year') }}
qualify
    row_number() over (partition by targets.chosen_figure_id order by reached.year desc) = 1
    and targets.value < 0.99 * reached.value
