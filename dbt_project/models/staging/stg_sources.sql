select
    source,
    publisher,
    scheme as province_scheme,
    province,
    kind as source_kind,
    status as source_status,
    enabled as is_enabled,
    hosts,
    valid_from,
    valid_to,
    minimum_pages,
    minimum_documents,
    minimum_figures,
    verification,
    notes
from {{ source('lake', 'sources') }}
