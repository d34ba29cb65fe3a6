select
    source,
    doc_id,
    reader,
    figures,
    rejections,
    reason as failure
from {{ source('lake', 'readings') }}
