select
    doc_id,
    source,
    url,
    title,
    published as published_on,
    published_rule,
    publisher_province,
    profile,
    charset,
    page_sha256,
    text_sha256,
    length(text) as text_length
from {{ source('lake', 'documents') }}
