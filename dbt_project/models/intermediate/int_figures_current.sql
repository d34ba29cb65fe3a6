-- Every figure of the newest document of each URL, with the facts of its document and page.
select
    figures.figure_id,
    figures.doc_id,
    figures.indicator,
    figures.province_scheme,
    figures.province,
    figures.year,
    figures.period,
    figures.value,
    figures.unit,
    figures.qualifier,
    figures.status,
    figures.level,
    figures.evidence,
    figures.span_start,
    figures.span_end,
    figures.evidence_start,
    figures.evidence_end,
    figures.rule,
    figures.confidence,
    documents.source,
    documents.url,
    documents.title,
    documents.published_on,
    documents.publisher_province,
    documents.captured_at,
    documents.page_sha256,
    documents.warc_file,
    documents.warc_offset,
    documents.text_sha256,
    coalesce(sources.publisher, documents.source) as publisher,
    documents.doc_id != documents.original_doc_id as is_repost,
    figures.is_province_reviewed,
    reviews.review,
    reviews.corrected_value,
    reviews.reason as review_reason,
    reviews.reviewed_by,
    reviews.reviewed_on
from {{ ref('int_figures_located') }} as figures
inner join {{ ref('int_documents_current') }} as documents
    on figures.source = documents.source and figures.doc_id = documents.doc_id
left join {{ ref('stg_sources') }} as sources on documents.source = sources.source
left join {{ ref('int_figure_reviews') }} as reviews on figures.figure_id = reviews.figure_id
