-- The crosswalk: which unit became which, when and by which act. Before 2004 the list was another one with other codes.
with changes as (
    select
        case
            when scheme = '64->63' then 'gso64'
            when old_code like 'pre2004-%' then 'before2004'
            else 'gso63'
        end as from_scheme,
        old_code as from_province,
        old_name as from_name,
        cast(valid_from - interval 1 day as date) as from_valid_to,
        if(scheme = '63->34', 'gso34', 'gso63') as to_scheme,
        new_code as to_province,
        new_name as to_name,
        valid_from as to_valid_from,
        if(relation = 'rename_status', 'rename', relation) as relation,
        legal_basis,
        verified_by,
        notes
    from {{ ref('province_mergers') }}
)

select
    {{ row_id(['from_scheme', 'from_province', 'to_scheme', 'to_province', 'to_valid_from']) }} as row_id,
    *
from changes
