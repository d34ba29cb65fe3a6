select
    line,
    figure_id,
    province_scheme,
    province,
    year,
    indicator,
    status,
    expected_value,
    new_value,
    reason,
    reviewed_by,
    reviewed_on
from {{ source('lake', 'corrections') }}
