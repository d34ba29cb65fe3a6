-- A change counts when it is large and more than chance: four standard errors, because many traits of many sources are
-- looked at. Nothing read: by Laplace's rule of succession, chance gives so little in fewer than one case of a hundred.
select
    source,
    'nothing_read' as kind,
    format(
        'None of {} new {} of its last run gave a {}; {} of {} before them did',
        asked, if(what = 'document', 'pages', 'documents'), what, gave_before, asked_before
    ) as reason,
    if(
        what = 'document',
        'Open its pages: a new layout wants a profile or patterns in its entry; then `sotttt read`',
        'Look at one with `sotttt extract --report`: the words of the figures may have changed'
    ) as way_out
from {{ ref('int_source_yield') }}
where
    gave = 0
    and asked >= 5
    and (gave_before > 0 or minimum > 0)
    and pow(1 - (gave_before + 1) / (asked_before + 2), asked) < 0.01
union all
select
    source,
    'layout' as kind,
    format(
        '{:.0f} % of its {} newest documents {}; {:.0f} % of the {} before them',
        100 * newer_share, newer,
        case trait
            when 'generic_profile' then 'were read by no profile of a portal'
            when 'other_profile' then 'were read by a profile that was not met there before'
            when 'no_title' then 'have no title'
            when 'no_date' then 'have no date'
            else 'are far shorter than usual'
        end,
        100 * earlier_share, earlier
    ) as reason,
    'Compare a new page with an old one; `sotttt sites probe` tells which `profile` its entry may name'
        as way_out
from {{ ref('int_source_drift') }}
where trait not like 'rejected: %' and change >= 0.3 and standard_errors >= 4
union all
select
    source,
    'rejections' as kind,
    format(
        '{:.0f} % of the numbers in its {} newest documents are rejected by {}; {:.0f} % in the {} before them',
        100 * newer_share, newer, replace(trait, 'rejected: ', ''), 100 * earlier_share, earlier
    ) as reason,
    'Read one of them with `sotttt extract --report`: it shows each number and why it is none' as way_out
from {{ ref('int_source_drift') }}
where trait like 'rejected: %' and abs(change) >= 0.15 and abs(standard_errors) >= 4
