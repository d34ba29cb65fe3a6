-- Rank 1 is the figure that stands for its province, year, indicator and status.
select
    *,
    row_number() over (
        partition by province_scheme, province, year, indicator, status
        order by {{ choice('order') }}
    ) as choice_rank
from {{ ref('int_figures_eligible') }}
