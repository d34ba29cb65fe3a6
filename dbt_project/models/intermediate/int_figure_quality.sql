-- The worst that is said of each figure; information is counted, but blames nobody.
select
    figure_id,
    count(*) as n_issues,
    case
        when bool_or(severity = 'error') then 'error'
        when bool_or(severity = 'warning') then 'warning'
        else 'ok'
    end as quality
from {{ ref('int_quality_issues') }}
group by figure_id
