-- Every attempt, and which of them tell how its source is today. What was put off was not attempted.
select
    source,
    url,
    fetched_at,
    fetch_outcome,
    is_success,
    detail,
    run_id = first_value(run_id) over latest_first as is_last_run,
    fetched_at > first_value(fetched_at) over latest_first - interval 30 days as is_recent
from {{ ref('stg_fetches') }}
where fetch_outcome != 'deferred'
window latest_first as (partition by source order by fetched_at desc, run_id desc)
