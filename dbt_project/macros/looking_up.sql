{#- Names as people type them: with or without accents, in any case, whole or in part. In these macros every column is
    written with its table, because a bare name may be that of an argument. -#}
{% macro sql_without_accents() -%}
create or replace macro main.without_accents(words) as
translate(strip_accents(lower(nfc_normalize(words))), 'đ', 'd')
{%- endmacro %}

{#- 'TP. Hồ Chí Minh' and 'tp hochiminh' are one name. -#}
{% macro sql_letters_of() -%}
create or replace macro main.letters_of(name) as
regexp_replace(main.without_accents(name), '[^a-z0-9]', '', 'g')
{%- endmacro %}

{#- A pattern for words that begin like the n-th word of `asked`, whatever their accents; of the fifth and those after
    it, for all in this order. '' if there is none. Matching a pattern is a hundred times faster than taking the accents
    off a text, as long as the pattern is a constant; so the words are counted out, not looped over. -#}
{% macro sql_word_pattern() -%}
{%- set letters = {
    'a': 'aàảãáạăằẳẵắặâầẩẫấậ', 'd': 'dđ', 'e': 'eèẻẽéẹêềểễếệ', 'i': 'iìỉĩíị', 'o': 'oòỏõóọôồổỗốộơờởỡớợ',
    'u': 'uùủũúụưừửữứự', 'y': 'yỳỷỹýỵ'
} -%}
create or replace macro main.word_pattern(asked, n) as
coalesce(
    '(?is)(^|[^\pL\pN])' ||
    {%- for _ in letters %} replace({% endfor -%}
    nullif(
        array_to_string(
            list_slice(
                regexp_extract_all(main.without_accents(asked), '[a-z0-9]+'), n, if(n < 5, n, -1)
            ),
            '.*[^\pL\pN]'
        ),
        ''
    )
    {%- for letter, written in letters.items() %}, '{{ letter }}', '[{{ written }}]\pM*'){% endfor -%},
    ''
)
{%- endmacro %}

{% macro sql_has_words() -%}
create or replace macro main.has_words(words, asked) as
{%- for n in range(1, 6) %}
{{ "and " if n > 1 }}regexp_matches(words, main.word_pattern(asked, {{ n }}))
{%- endfor %}
{%- endmacro %}

{#- A code before a whole name, a whole name before that of a unit that is gone, that before whole words of a name: what
    fits worse is left out. -#}
{% macro sql_province() -%}
create or replace macro main.province(name_or_code) as table
with gone as (
    select
        changes.to_scheme,
        changes.to_province,
        list(main.letters_of(changes.from_name)) as names
    from main.dim_province_change as changes
    group by all
),

named as (
    select
        provinces.*,
        concat_ws('|', provinces.name_vi, provinces.aliases) as written,
        list_transform(string_split(written, '|'), lambda name: main.letters_of(name)) as names,
        regexp_replace(replace(main.without_accents(written), '|', ' | '), '[^a-z0-9|]+', ' ', 'g') as words,
        gone.names as older_names,
        trim(lower(cast(name_or_code as varchar))) as typed,
        if(regexp_full_match(typed, '[0-9]'), '0' || typed, typed) as code,
        regexp_replace(main.letters_of(typed), '^(tinh|thanhpho|tp)|(city|province)$', '', 'g') as asked
    from main.dim_province as provinces
    left join gone on provinces.province_scheme = gone.to_scheme and provinces.province = gone.to_province
),

fitting as (
    select
        named.*,
        case
            when named.code in (named.province, named.row_id, lower(named.iso_3166_2)) then 'code'
            when list_contains(named.names, named.asked) then 'name'
            when list_contains(named.older_names, named.asked) then 'older_name'
            -- Its letters, with or without spaces between them, from the border of a word to that of another.
            when
                regexp_matches(
                    ' ' || named.words || ' ', ' ' || array_to_string(string_split(named.asked, ''), ' ?') || ' '
                )
                then 'part'
        end as found_by
    from named
    where named.asked != ''
)

select * exclude (written, names, words, older_names, typed, code, asked)
from fitting
where fitting.found_by is not null
qualify fitting.found_by = min(fitting.found_by) over () -- in the order of the alphabet
order by fitting.province_scheme desc, fitting.province
{%- endmacro %}

{% macro sql_indicator() -%}
create or replace macro main.indicator(words) as table
with fitting as (
    select
        indicators.*,
        case
            when lower(trim(words)) in (
                indicators.indicator,
                replace(indicators.indicator, '.', '_'),
                string_split(indicators.indicator, '.')[2]
            ) then 'code'
            when main.letters_of(words) in (main.letters_of(indicators.name_vi), main.letters_of(indicators.name_en))
                then 'name'
            when main.has_words(concat_ws(' ', indicators.indicator, indicators.name_vi, indicators.name_en), words)
                then 'part'
        end as found_by
    from main.dim_indicator as indicators
    where main.letters_of(words) != ''
)

select *
from fitting
where fitting.found_by is not null
qualify fitting.found_by = min(fitting.found_by) over () -- in the order of the alphabet
order by fitting.indicator
{%- endmacro %}
