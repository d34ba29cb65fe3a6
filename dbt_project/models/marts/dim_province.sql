-- Both code lists, dated: the same two digits can mean another province in the other scheme.
with changes as (
    select
        if(scheme = '63->34', 'gso34', 'gso63') as province_scheme,
        new_code as province,
        max(valid_from) as borders_since
    from {{ ref('province_mergers') }}
    where relation in ('split', 'merge', 'partial')
    group by all
),

former as (
    select
        'gso63' as province_scheme,
        gso_code as province,
        name_vi,
        name_en,
        aliases,
        type as unit_type,
        region_vi,
        region_en,
        iso_3166_2,
        valid_from,
        coalesce(valid_to, date '2025-06-30') as valid_to, -- the list ended, also where the province went on
        'gso34' as successor_scheme,
        successor_2025_code as successor,
        successor_2025_name as successor_name
    from {{ ref('provinces') }}
),

present as (
    select
        'gso34' as province_scheme,
        units34.gso_code as province,
        units34.name_vi,
        units34.name_en,
        namesakes.aliases,
        units34.type as unit_type,
        units34.region_vi,
        units34.region_en,
        units34.iso_3166_2,
        date '2025-07-01' as valid_from
    from {{ ref('provinces34') }} as units34
    -- All 34 bear a name that one of the 63 had, and are written in the same ways.
    left join {{ ref('provinces') }} as namesakes
        on list_contains(string_split(namesakes.aliases, '|'), units34.name_vi)
),

units as (
    select * from former
    union all by name
    select * from present
)

select
    {{ row_id(['units.province_scheme', 'units.province']) }} as row_id,
    units.*,
    -- Who went on unchanged in 2025 kept the borders it had in the former list.
    coalesce(changes.borders_since, earlier.borders_since) as borders_since
from units
left join changes on units.province_scheme = changes.province_scheme and units.province = changes.province
left join {{ ref('province_mergers') }} as mergers
    on units.province_scheme = 'gso34' and units.province = mergers.new_code and mergers.relation = 'unchanged'
left join changes as earlier on earlier.province_scheme = 'gso63' and mergers.old_code = earlier.province
