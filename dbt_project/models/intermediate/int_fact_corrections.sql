-- Corrections of what is known of a province, year, indicator and status, whichever figure says it: the last entry.
select
    province_scheme,
    province,
    year,
    indicator,
    status,
    arg_max({ 'reason': reason, 'reviewed_by': reviewed_by, 'reviewed_on': reviewed_on }, line) as said,
    arg_max({ 'value': new_value }, line) as replacement -- in a struct: arg_max passes over what is empty
from {{ ref('stg_corrections') }}
where figure_id is null
group by all
