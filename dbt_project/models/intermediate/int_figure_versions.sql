-- Every figure ever stated, once for each time its page began to show it.
select
    figures.*,
    versions.url,
    versions.stretch,
    versions.first_seen_at,
    versions.last_seen_at,
    documents.title,
    documents.published_on,
    documents.publisher_province
from {{ ref('int_figures_located') }} as figures
inner join {{ ref('int_document_versions') }} as versions
    on figures.source = versions.source and figures.doc_id = versions.doc_id
inner join {{ ref('stg_documents') }} as documents
    on versions.source = documents.source and versions.doc_id = documents.doc_id
