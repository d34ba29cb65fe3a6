select
    source,
    doc_id,
    reason as rejection_reason
from {{ source('lake', 'rejections') }}
