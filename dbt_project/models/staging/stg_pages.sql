select
    source,
    url,
    page_sha256,
    captured_at at time zone 'UTC' as captured_at,
    fetched_at at time zone 'UTC' as fetched_at,
    warc_file,
    warc_offset,
    outcome as page_outcome,
    doc_id,
    profile,
    reason,
    reader
from {{ source('lake', 'pages') }}
