-- A result some power of ten off what the years before and after it agree on; at an end of a series, where growth can
-- be steep, a hundred and more.
with beside as (
    select
        result.figure_id,
        result.value,
        min(other.year) < result.year and max(other.year) > result.year as is_between,
        median(other.value) as usual,
        max(other.value) / min(other.value) as disagreement,
        list(other.figure_id order by other.year) as other_figure_ids,
        log10(result.value / usual) as tens
    from {{ ref('int_results') }} as result
    inner join {{ ref('int_results') }} as other
        on
            result.province_scheme = other.province_scheme
            and result.province = other.province
            and result.indicator = other.indicator
            and result.year != other.year
            and abs(result.year - other.year) <= 3
    where
        result.kind in ('stock', 'flow', 'ratio')
        and result.unit != 'percent'
        and result.value > 0
        and other.value > 0
    group by result.figure_id, result.value, result.year
)

select
    'unit_slip' as rule,
    'error' as severity,
    figure_id,
    other_figure_ids,
    usual / 3 as expected_low,
    usual * 3 as expected_high,
    format(
        '{} is 10^{} times the {} of other years',
        {{ shown('value', 'en') }}, cast(round(tens) as integer), {{ shown('usual', 'en') }}
    ) as message_en,
    format(
        '{} gấp 10^{} lần mức {} của các năm khác',
        {{ shown('value', 'vi') }}, cast(round(tens) as integer), {{ shown('usual', 'vi') }}
    ) as message_vi
from beside
where abs(round(tens)) >= if(is_between, 1, 2) and abs(tens - round(tens)) <= 0.15 and disagreement <= 4
