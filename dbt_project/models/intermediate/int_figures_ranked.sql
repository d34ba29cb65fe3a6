-- Rank 1 is the figure that stands for its province, year, indicator and status. Only what the choice and the
-- comparison with the others need: the sort carries every column, and words are most of a figure's bytes.
select
    figure_id,
    doc_id,
    text_sha256,
    province_scheme,
    province,
    year,
    indicator,
    status,
    period,
    value,
    unit,
    qualifier,
    level,
    publisher,
    confidence,
    hash(evidence) as evidence_hash, -- the same sentence, told without its words
    columns('rank_.*'),
    row_number() over (
        partition by province_scheme, province, year, indicator, status
        order by {{ choice('order') }}
    ) as choice_rank
from {{ ref('int_figures_eligible') }}
