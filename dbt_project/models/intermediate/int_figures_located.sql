-- Every figure of any document version; where the reading could not tell the province, a reviewer may have.
-- A share for 5G is a share of mobile coverage too, but generations make no one series: it stands for 5G alone.
select
    figures.* replace (
        if(figures.province is null and settled.province is not null, settled.province_scheme, figures.province_scheme)
            as province_scheme,
        coalesce(figures.province, settled.province) as province
    ),
    figures.province is null and settled.province is not null as is_province_reviewed,
    figures.indicator = 'telecom.population_mobile_coverage_share'
    and (figures.doc_id, figures.span_start) in (
        select (narrower.doc_id, narrower.span_start) from {{ ref('stg_figures') }} as narrower
        where narrower.indicator = 'telecom.population_5g_coverage_share'
    ) as is_of_5g_alone
from {{ ref('stg_figures') }} as figures
left join {{ ref('int_document_provinces') }} as settled
    on figures.source = settled.source and figures.doc_id = settled.doc_id
