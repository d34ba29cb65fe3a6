select
    source,
    publisher,
    province,
    kind as source_kind,
    status as source_status,
    enabled as is_enabled,
    hosts,
    valid_from,
    valid_to,
    notes
from {{ source('lake', 'sources') }}
