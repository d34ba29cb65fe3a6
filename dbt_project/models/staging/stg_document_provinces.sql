select
    line,
    doc_id,
    url,
    province_scheme,
    province,
    reason,
    reviewed_by,
    reviewed_on
from {{ source('lake', 'document_provinces') }}
