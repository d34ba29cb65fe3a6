-- What went wrong most often in each source's last run. What robots.txt forbids counts when nothing else went wrong.
select
    source,
    fetch_outcome as failing_outcome,
    count(*) as failures,
    arg_min(url || coalesce(': ' || detail, ''), (detail is null, fetched_at, url)) as example
from {{ ref('int_attempts') }}
where is_last_run and not is_success
group by source, fetch_outcome
qualify row_number() over (
    partition by source
    order by fetch_outcome = 'robots', count(*) desc, fetch_outcome
) = 1
