-- The same unrounded value for several years, or for several provinces, in different sentences: one of them is copied
-- or bound to the wrong year. Five digits tell one province's years apart, six tell provinces apart.
with odd as (
    select
        facts.*,
        figures.evidence,
        length(trim(replace(cast(cast(facts.value as decimal(28, 9)) as varchar), '.', ''), '0')) as digits
    from {{ ref('int_indicator_year') }} as facts
    inner join {{ ref('int_figures_current') }} as figures on facts.chosen_figure_id = figures.figure_id
    where facts.qualifier = 'exact' and digits >= 5
)

select
    'duplicated_across_years' as rule,
    'warning' as severity,
    one.chosen_figure_id as figure_id,
    list(other.chosen_figure_id order by other.chosen_figure_id) as other_figure_ids,
    cast(null as double) as expected_low,
    cast(null as double) as expected_high,
    format(
        '{} stands also for {}', {{ shown('one.value', 'en') }},
        string_agg(distinct format('province {} in {}', other.province, other.year), ', ')
    ) as message_en,
    format(
        '{} cũng được nêu cho {}', {{ shown('one.value', 'vi') }},
        string_agg(distinct format('tỉnh {} năm {}', other.province, other.year), ', ')
    ) as message_vi
from odd as one
inner join odd as other using (indicator, status, value)
where
    one.evidence != other.evidence
    and if(
        one.province_scheme || one.province = other.province_scheme || other.province,
        one.year != other.year,
        one.digits >= 6
    )
group by one.chosen_figure_id, one.value
