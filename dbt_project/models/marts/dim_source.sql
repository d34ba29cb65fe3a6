-- Sources that left the registry stay as long as the lake holds documents of them.
with known as (
    select source from {{ ref('stg_sources') }}
    union
    select source from {{ ref('stg_documents') }}
)

select
    known.source,
    registry.publisher,
    registry.province_scheme,
    registry.province,
    registry.source_kind,
    registry.source_status,
    coalesce(registry.is_enabled, false) as is_enabled,
    array_to_string(registry.hosts, ' ') as hosts,
    registry.valid_from,
    registry.valid_to,
    registry.notes
from known
left join {{ ref('stg_sources') }} as registry on known.source = registry.source
