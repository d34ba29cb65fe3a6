select
    line,
    figure_id,
    verdict,
    reason,
    reviewed_by,
    reviewed_on
from {{ source('lake', 'figure_reviews') }}
