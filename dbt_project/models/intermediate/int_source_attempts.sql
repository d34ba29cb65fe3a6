select
    source,
    max(fetched_at) as last_attempt_at,
    max(fetched_at) filter (where is_success) as last_success_at,
    count(*) filter (where is_last_run) as attempts,
    count(*) filter (where is_last_run and is_success) as successes,
    count(*) filter (where is_last_run and fetch_outcome = 'ok') as ok,
    count(*) filter (where is_last_run and fetch_outcome = 'unchanged') as unchanged,
    count(*) filter (where is_last_run and fetch_outcome = 'not_modified') as not_modified,
    count(*) filter (where is_last_run and fetch_outcome = 'robots') as robots,
    count(*) filter (where is_last_run and fetch_outcome = 'http_error') as http_error,
    count(*) filter (where is_last_run and fetch_outcome = 'timeout') as timeout,
    count(*) filter (where is_last_run and fetch_outcome = 'connection') as connection,
    count(*) filter (where is_last_run and fetch_outcome = 'tls') as tls,
    attempts - ok - unchanged - not_modified - robots - http_error - timeout - connection - tls as others,
    count(*) filter (where is_recent) as attempts_30_days,
    avg(is_success::integer) filter (where is_recent) as success_share
from {{ ref('int_attempts') }}
group by source
