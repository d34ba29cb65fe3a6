select
    figure_id,
    doc_id,
    source,
    indicator,
    -- The reading speaks in the codes of 2008-2025; a bare code is ambiguous.
    'gso63' as province_scheme,
    province,
    year,
    period,
    value,
    unit,
    qualifier,
    status,
    level,
    evidence,
    start as span_start,
    "end" as span_end,
    evidence_start,
    evidence_end,
    rule,
    confidence
from {{ source('lake', 'figures') }}
