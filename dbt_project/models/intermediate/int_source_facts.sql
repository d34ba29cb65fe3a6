-- Every source of the registry, and those that left it after they were asked, with all that their health is told by.
select
    source,
    registry.publisher,
    registry.province_scheme,
    registry.province,
    registry.source_kind,
    registry.source_status,
    coalesce(registry.is_enabled, false) as is_enabled,
    coalesce(registry.minimum_pages, 0) as minimum_pages,
    coalesce(registry.minimum_documents, 0) as minimum_documents,
    coalesce(registry.minimum_figures, 0) as minimum_figures,
    registry.verification,
    attempts.* exclude (source, attempts, successes),
    coalesce(attempts.attempts, 0) as attempts,
    coalesce(attempts.successes, 0) as successes,
    coalesce(attempts.attempts - attempts.successes - attempts.robots, 0) as failures,
    coalesce(held.pages, 0) as pages,
    coalesce(held.documents, 0) as documents,
    coalesce(held.figures, 0) as figures,
    failed.failing_outcome,
    failed.example
from {{ ref('stg_sources') }} as registry
full join {{ ref('int_source_attempts') }} as attempts using (source)
left join {{ ref('int_source_holdings') }} as held using (source)
left join {{ ref('int_source_failures') }} as failed using (source)
-- files are brought in by hand, so nobody failed to ask for some
where registry.source_kind is distinct from 'import' or attempts.source is not null
