-- Both code lists, dated: the same two digits can mean another province in the other scheme.
with former as (
    select
        'gso63' as province_scheme,
        gso_code as province,
        name_vi,
        name_en,
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
    select distinct
        'gso34' as province_scheme,
        new_code as province,
        new_name as name_vi,
        translate(strip_accents(new_name), 'Đđ', 'Dd') as name_en,
        valid_from
    from {{ ref('province_mergers') }}
    where scheme = '63->34'
)

select * from former
union all by name
select * from present
