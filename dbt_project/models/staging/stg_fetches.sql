select
    source,
    run_id,
    url,
    final_url,
    fetched_at at time zone 'UTC' as fetched_at,
    captured_at at time zone 'UTC' as captured_at,
    outcome as fetch_outcome,
    outcome in ('ok', 'unchanged', 'not_modified') as is_success,
    http_status,
    content_type,
    size_bytes,
    elapsed_ms,
    coalesce(requests, 1) as requests,
    page_sha256,
    warc_file,
    warc_offset,
    detail
from {{ source('lake', 'fetches') }}
