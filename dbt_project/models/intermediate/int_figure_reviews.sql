-- What reviewers say of single figures, the last entry of each kind. Out is out: a rejection outweighs a correction.
with verdicts as (
    select
        figure_id,
        arg_max(verdict, line) as verdict,
        arg_max({ 'reason': reason, 'reviewed_by': reviewed_by, 'reviewed_on': reviewed_on }, line) as said
    from {{ ref('stg_figure_reviews') }}
    group by figure_id
),

corrections as (
    select
        figure_id,
        arg_max({ 'value': new_value }, line) as replacement, -- in a struct: arg_max passes over what is empty
        arg_max({ 'reason': reason, 'reviewed_by': reviewed_by, 'reviewed_on': reviewed_on }, line) as said
    from {{ ref('stg_corrections') }}
    where figure_id is not null
    group by figure_id
),

together as (
    select
        coalesce(verdicts.figure_id, corrections.figure_id) as figure_id,
        case
            when verdicts.verdict = 'reject' then 'rejected'
            when corrections.figure_id is null then 'accepted'
            when corrections.replacement.value is null then 'withdrawn'
            else 'corrected'
        end as review,
        corrections.replacement.value as new_value,
        -- The words of the entry that counts.
        case
            when verdicts.verdict = 'reject' or corrections.figure_id is null then verdicts.said else corrections.said
        end as said
    from verdicts
    full join corrections on verdicts.figure_id = corrections.figure_id
)

select
    together.figure_id,
    together.review,
    if(together.review = 'corrected', together.new_value, null) as corrected_value,
    together.said.reason,
    together.said.reviewed_by,
    together.said.reviewed_on
from together
