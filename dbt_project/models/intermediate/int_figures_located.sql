-- Every figure of any document version; where the reading could not tell the province, a reviewer may have.
select
    figures.* replace (
        if(figures.province is null and settled.province is not null, settled.province_scheme, figures.province_scheme)
            as province_scheme,
        coalesce(figures.province, settled.province) as province
    ),
    figures.province is null and settled.province is not null as is_province_reviewed
from {{ ref('stg_figures') }} as figures
left join {{ ref('int_document_provinces') }} as settled
    on figures.source = settled.source and figures.doc_id = settled.doc_id
