-- What is stated for a unit of today comes first; else its parts together, if none is missing.
with computed as (
    select
        province,
        year,
        indicator,
        measure,
        basis,
        {{ joint_status('is_known') }} as status,
        count(*) as n_parts,
        count(*) filter (where is_known) as n_parts_known,
        string_agg(part_name, ', ' order by part_name) filter (where not is_known) as missing_parts,
        bool_and(is_known and coalesce(in_present_borders, false)) as is_complete,
        if(basis != 'weighted', sum(value), null) as sum_of_known_parts,
        if(basis = 'weighted', sum(value * weight) / sum(weight), sum(value)) as together,
        {{ joint_qualifier('is_known') }} as qualifier,
        if(bool_and(period = 'year') filter (where is_known), 'year', 'as_of') as period
    from {{ ref('mart_province34_part') }}
    group by province, year, indicator, measure, basis
    having bool_or(is_known)
),

stated as (
    select *
    from {{ ref('fct_comparable_year') }}
    where province_scheme = 'gso34' and is_best
),

parts as (
    select
        successor as province,
        count(*) as n_parts
    from {{ ref('dim_province') }}
    where successor is not null
    group by all
)

select
    {{ row_id(["'gso34'", 'province', 'year', 'indicator', 'measure']) }} as row_id,
    'gso34' as province_scheme,
    province,
    provinces.name_vi as province_name,
    year,
    indicator,
    measure,
    coalesce(stated.status, computed.status) as status,
    if(stated.value is not null, 'stated', computed.basis) as basis,
    coalesce(stated.value, if(computed.is_complete, computed.together, null)) as value,
    indicators.unit,
    coalesce(stated.qualifier, computed.qualifier) as qualifier,
    coalesce(stated.period, computed.period) as period,
    stated.value is not null or computed.is_complete as is_complete,
    coalesce(computed.n_parts_known, 0) as n_parts_known,
    parts.n_parts,
    computed.missing_parts,
    computed.sum_of_known_parts,
    stated.chosen_figure_id
from stated
full join computed using (province, year, indicator, measure)
inner join {{ ref('dim_indicator') }} as indicators using (indicator)
inner join {{ ref('dim_province') }} as provinces using (province)
inner join parts using (province)
where provinces.province_scheme = 'gso34'
