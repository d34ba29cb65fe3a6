select
    indicators.code as indicator,
    indicators.domain,
    indicators.taxonomy,
    indicators.name_vi,
    indicators.name_en,
    indicators.canonical_unit as unit,
    indicators.kind,
    indicators.additive_across_provinces = 'yes' as is_additive,
    coalesce(directions.direction, 'more') as direction,
    weights.weight as weight_indicator,
    indicators.value_min,
    indicators.value_max,
    indicators.notes
from {{ ref('indicators') }} as indicators
left join {{ ref('indicator_directions') }} as directions on indicators.code = directions.indicator
left join {{ ref('ratio_weights') }} as weights on indicators.code = weights.ratio
