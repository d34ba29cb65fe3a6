-- Totals beside the sum of their parts. Values of one year agree within a twentieth when documents differ: so do dates.
with sets as (
    select
        *,
        count(*) over (partition by total, part_set) as n_parts
    from {{ ref('indicator_parts') }}
)

select
    total.scope,
    total.figure_id,
    total.indicator,
    total.value as total,
    sets.part_set,
    sets.relation,
    count(*) = any_value(sets.n_parts) as is_complete,
    list(part.figure_id order by part.figure_id) as part_figure_ids,
    sum(part.value) as parts,
    sum(part.low) as parts_low,
    sum(part.high) as parts_high,
    total.low * if(total.scope = 'year', 0.95, 1) as total_low,
    total.high * if(total.scope = 'year', 1.05, 1) as total_high
from {{ ref('int_statements') }} as total
inner join sets
    on
        total.indicator = sets.total
        and coalesce(total.year >= sets.valid_from, true)
        and coalesce(total.year <= sets.valid_to, true)
inner join {{ ref('int_statements') }} as part
    on total.statement_group = part.statement_group and sets.part = part.indicator
group by all
having total.scope = 'document' or bool_or(part.doc_id != total.doc_id) -- one document was judged already
