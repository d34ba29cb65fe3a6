{#- Questions that analysts ask most. Both arguments may be codes or words: see looking_up.sql, also on bare names. -#}
{% macro sql_series() -%}
create or replace macro main.series(indicator, province) as table
select
    facts.province_scheme,
    facts.province,
    facts.province_name,
    facts.indicator,
    indicators.name_vi,
    indicators.name_en,
    facts.year,
    facts.status,
    facts.value,
    facts.unit,
    facts.qualifier,
    facts.period,
    facts.level,
    facts.quality,
    facts.chosen_figure_id as figure_id,
    figures.evidence,
    figures.url,
    facts.row_id
from main.fct_indicator_year as facts
inner join main.indicator(indicator) as indicators on facts.indicator = indicators.indicator
inner join main.province(province) as provinces
    on facts.province_scheme = provinces.province_scheme and facts.province = provinces.province
left join main.fct_figure as figures on facts.chosen_figure_id = figures.figure_id
order by facts.indicator, facts.province_scheme desc, facts.province, facts.year, facts.status
{%- endmacro %}

{#- The target beside a value is the one for its year, else for the nearest year after it. -#}
{% macro sql_compare() -%}
create or replace macro main.compare(indicator, year, status := 'actual') as table
select
    facts.indicator,
    ranking.place,
    ranking.n_known,
    facts.province_scheme,
    facts.province,
    facts.province_name,
    facts.year,
    facts.status,
    facts.value,
    facts.unit,
    facts.qualifier,
    facts.period,
    targets.target_value,
    targets.horizon_year as target_year,
    targets.target_qualifier,
    facts.quality,
    facts.chosen_figure_id as figure_id,
    facts.row_id
from main.fct_comparable_year as facts
inner join main.indicator(indicator) as indicators on facts.indicator = indicators.indicator
left join main.mart_ranking as ranking
    on
        facts.province_scheme = ranking.province_scheme
        and facts.province = ranking.province
        and facts.indicator = ranking.indicator
        and facts.year = ranking.year
        and facts.status = ranking.status
asof left join main.mart_target_vs_actual as targets
    on
        facts.province_scheme = targets.province_scheme
        and facts.province = targets.province
        and facts.indicator = targets.indicator
        and facts.year <= targets.horizon_year
where facts.year = year and facts.status = status
order by facts.indicator, facts.province_scheme desc, ranking.place nulls last, facts.value desc
{%- endmacro %}

{#- Also what pages no longer state: who cited a figure of an older release still finds its sentence. -#}
{% macro sql_evidence() -%}
create or replace macro main.evidence(id) as table
with asked as (
    select
        coalesce(facts.chosen_figure_id, given.given_id) as figure_id,
        facts.correction_reason is not null as is_corrected, -- as a whole, not the figure
        facts.value,
        facts.correction_reason,
        facts.reviewed_by,
        facts.reviewed_on
    from (select id as given_id) as given
    left join main.fct_indicator_year as facts on given.given_id = facts.row_id
),

stated as (
    select figures.*
    from main.fct_figure as figures
    where figures.figure_id = (select asked.figure_id from asked)
    union all by name
    select
        former.*,
        provinces.name_vi as province_name
    from main.fct_figure_version as former
    left join main.dim_province as provinces
        on former.province_scheme = provinces.province_scheme and former.province = provinces.province
    where former.figure_id = (select asked.figure_id from asked) and not former.is_current
)

select
    stated.figure_id,
    stated.evidence,
    stated.title,
    stated.url,
    stated.published_on,
    stated.first_seen_at,
    stated.last_seen_at,
    stated.province_name,
    stated.indicator,
    stated.year,
    stated.period,
    stated.status,
    stated.value,
    stated.unit,
    stated.qualifier,
    stated.confidence,
    stated.rule,
    stated.quality,
    if(asked.is_corrected, 'corrected', stated.review) as review,
    if(asked.is_corrected, asked.value, stated.corrected_value) as corrected_value,
    if(asked.is_corrected, asked.correction_reason, stated.review_reason) as review_reason,
    if(asked.is_corrected, asked.reviewed_by, stated.reviewed_by) as reviewed_by,
    if(asked.is_corrected, asked.reviewed_on, stated.reviewed_on) as reviewed_on,
    stated.doc_id,
    stated.span_start,
    stated.span_end,
    stated.page_sha256,
    stated.captured_at,
    stated.warc_file,
    stated.warc_offset,
    sources.publisher
from stated
inner join asked on stated.figure_id = asked.figure_id
inner join main.dim_source as sources on stated.source = sources.source
order by stated.first_seen_at desc
{%- endmacro %}

{% macro sql_sentences() -%}
create or replace macro main.sentences(words) as table
select
    figures.province_scheme,
    figures.province,
    figures.province_name,
    figures.indicator,
    figures.year,
    figures.period,
    figures.status,
    figures.value,
    figures.unit,
    figures.qualifier,
    figures.review,
    figures.corrected_value,
    figures.evidence,
    figures.title,
    figures.url,
    figures.published_on,
    figures.figure_id
from main.fct_figure as figures
where main.letters_of(words) != '' and main.has_words(concat_ws(' ', figures.evidence, figures.title), words)
{%- endmacro %}
