-- The province that a reviewer found a document to speak of. An entry for the document comes before one for its
-- address, a later entry before an earlier one.
with meant as (
    select
        documents.source,
        documents.doc_id,
        entries.province_scheme,
        entries.province,
        (true, entries.line) as precedence
    from {{ ref('stg_documents') }} as documents
    inner join {{ ref('stg_document_provinces') }} as entries on documents.doc_id = entries.doc_id
    union all
    select
        documents.source,
        documents.doc_id,
        entries.province_scheme,
        entries.province,
        (false, entries.line) as precedence
    from {{ ref('stg_documents') }} as documents
    inner join {{ ref('stg_document_provinces') }} as entries on documents.url = entries.url
)

select
    source,
    doc_id,
    arg_max(province_scheme, precedence) as province_scheme,
    arg_max(province, precedence) as province
from meant
group by source, doc_id
