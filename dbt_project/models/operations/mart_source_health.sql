-- The rule, written once: the first word that is true. The entry beside this file explains each.
with judged as (
    select
        *,
        case
            when attempts = 0 then 'never_asked'
            when successes = 0 then 'failing'
            when pages < minimum_pages or documents < minimum_documents or figures < minimum_figures
                then 'below_minimum'
            when failures * 4 > attempts then 'partly_failing'
            when documents = 0 or figures = 0 then 'empty'
            else 'healthy'
        end as health
    from {{ ref('int_source_facts') }}
)

select
    * exclude (failures, failing_outcome, example),
    case health
        when 'never_asked' then 'It was never asked for anything'
        when 'failing' then format('None of the {} attempts of its last run got a page', attempts)
        when 'below_minimum'
            then format(
                '{}, {} and {} pages, documents and figures are held; at least {}, {} and {} are expected',
                pages, documents, figures, minimum_pages, minimum_documents, minimum_figures
            )
        when 'partly_failing' then format('{} of the {} attempts of its last run failed', failures, attempts)
        when 'empty' then format('It answered, but no {} is held', if(documents = 0, 'document', 'figure'))
        else format('{} of the {} attempts of its last run got their page', successes, attempts)
    end
    || coalesce(format('; it failed most often by {}, like {}', failing_outcome, example), '') as health_reason
from judged
