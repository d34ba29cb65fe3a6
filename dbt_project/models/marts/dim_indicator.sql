select
    code as indicator,
    domain,
    taxonomy,
    name_vi,
    name_en,
    canonical_unit as unit,
    kind,
    additive_across_provinces = 'yes' as is_additive,
    value_min,
    value_max,
    notes
from {{ ref('indicators') }}
