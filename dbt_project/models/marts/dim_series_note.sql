select
    md5(concat_ws('|', indicator, kind, coalesce(related_indicator, ''), coalesce(valid_from, 0))) as note_id,
    indicator,
    related_indicator,
    valid_from,
    valid_to,
    kind,
    note_en,
    note_vi,
    known_from
from {{ ref('series_notes') }}
