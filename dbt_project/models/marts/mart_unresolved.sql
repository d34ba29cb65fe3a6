-- What a reviewer has to settle before it can count: figures whose province or year cannot be told.
select
    figure_id,
    concat_ws(' and ', if(province is null, 'province', null), if(year is null, 'year', null)) as missing,
    indicator,
    province,
    year,
    value,
    unit,
    status,
    evidence,
    title,
    url,
    published_on,
    source
from {{ ref('fct_figure') }}
where province is null or year is null
