-- A page that says another number than before: what of its text is not in the next, against what is new in the latter.
with stated as (
    select
        *,
        {
            'url': url, 'indicator': indicator, 'province_scheme': province_scheme, 'province': province, 'year': year,
            'period': period, 'status': status, 'level': level
        } as fact
    from {{ ref('int_figure_versions') }}
),

gone as (
    select
        stated.*,
        row_number() over (
            partition by stated.fact, stated.stretch order by stated.span_start, stated.figure_id
        ) as place
    from stated
    anti join stated as latter
        on
            stated.fact = latter.fact
            and stated.stretch = latter.stretch - 1
            and stated.value = latter.value
            and stated.qualifier = latter.qualifier
    where stated.last_seen_at is not null
),

came as (
    select
        stated.*,
        row_number() over (
            partition by stated.fact, stated.stretch order by stated.span_start, stated.figure_id
        ) as place
    from stated
    anti join stated as former
        on
            stated.fact = former.fact
            and stated.stretch = former.stretch + 1
            and stated.value = former.value
            and stated.qualifier = former.qualifier
    where stated.stretch > 1
),

paired as (
    select
        coalesce(gone.fact, came.fact) as fact,
        coalesce(came.stretch, gone.stretch + 1) as stretch,
        {
            'figure_id': gone.figure_id, 'value': gone.value, 'unit': gone.unit, 'qualifier': gone.qualifier,
            'evidence': gone.evidence, 'source': gone.source, 'since': gone.first_seen_at, 'until': gone.last_seen_at
        } as old_one,
        {
            'figure_id': came.figure_id, 'value': came.value, 'unit': came.unit, 'qualifier': came.qualifier,
            'evidence': came.evidence, 'source': came.source, 'since': came.first_seen_at
        } as new_one
    from gone
    full join came on gone.fact = came.fact and gone.stretch = came.stretch - 1 and gone.place = came.place
)

select
    left(md5(concat_ws(' ', fact.url, paired.stretch, old_one.figure_id, '>', new_one.figure_id)), 16) as revision_id,
    case
        when new_one.figure_id is null then 'withdrawn'
        when old_one.figure_id is null then 'added'
        else 'changed'
    end as change,
    fact.url,
    fact.indicator,
    case when fact.province is not null then fact.province_scheme end as province_scheme,
    fact.province,
    fact.year,
    fact.period,
    fact.status,
    fact.level,
    cast(old_one.value as double) as old_value,
    cast(new_one.value as double) as new_value,
    coalesce(new_one.unit, old_one.unit) as unit,
    old_one.qualifier as old_qualifier,
    new_one.qualifier as new_qualifier,
    old_one.evidence as old_evidence,
    new_one.evidence as new_evidence,
    old_one.figure_id as old_figure_id,
    new_one.figure_id as new_figure_id,
    old_one.since as old_seen_at,
    coalesce(new_one.since, old_one.until) as seen_at,
    coalesce(new_one.source, old_one.source) as source
from paired
