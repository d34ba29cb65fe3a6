select
    source,
    url,
    captured_at at time zone 'UTC' as captured_at,
    record_type,
    payload_digest,
    warc_file,
    warc_offset,
    length as record_length,
    http_status,
    content_type,
    outcome as record_outcome
from {{ source('lake', 'records') }}
