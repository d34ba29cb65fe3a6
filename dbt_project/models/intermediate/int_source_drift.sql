-- Each trait in a source's newer documents against its earlier ones. A document is one observation, whatever numbers
-- it has, for those of one document are alike: Welch's statistic over documents, floored where nothing varied.
select
    source,
    trait,
    count(*) filter (where is_new) as newer,
    count(*) filter (where not is_new) as earlier,
    avg(portion) filter (where is_new) as newer_share,
    avg(portion) filter (where not is_new) as earlier_share,
    newer_share - earlier_share as change,
    change / sqrt(
        var_samp(portion) filter (where is_new) / newer + var_samp(portion) filter (where not is_new) / earlier + 0.0001
    ) as standard_errors
from {{ ref('int_document_traits') }}
group by source, trait
having newer >= 10 and earlier >= 30
