{#- The macros that are published with the file, each after those it uses: name and arguments, the statement that makes
    it, what it gives, an example that works as it is. -#}
{% macro rows_of_macros() -%}
{%- set macros = [
    (
        'without_accents(words)', sql_without_accents(),
        "The words in small letters without accents, đ as d. — Chuyển thành chữ thường không dấu, đ thành d.",
        "select title from fct_figure where without_accents(title) like '%ke hoach%'",
    ),
    (
        'letters_of(name)', sql_letters_of(),
        "The letters and digits of a name, without accents: names that are written differently become equal. — Chỉ giữ chữ cái không dấu và chữ số: các cách viết khác nhau của một tên trở nên bằng nhau.",
        "select letters_of('TP. Hồ Chí Minh') = letters_of('tp hochiminh')",
    ),
    (
        'word_pattern(asked, n)', sql_word_pattern(),
        "A regular expression for the n-th of some words, with or without accents; has_words uses it. — Biểu thức chính quy cho từ thứ n, có dấu hay không dấu; dùng trong has_words.",
        "select count(*) from fct_figure where regexp_matches(title, word_pattern('ke hoach', 2))",
    ),
    (
        'has_words(words, asked)', sql_has_words(),
        "Does some word of the first begin with each word of the second, with or without accents? — Mỗi từ của đối số thứ hai có là phần đầu của một từ trong đối số thứ nhất không, có dấu hay không dấu?",
        "select title, url from fct_figure where has_words(title, 'ke hoach 2020')",
    ),
    (
        'province(name_or_code)', sql_province(),
        "Provinces in both code lists by code, name, short or older name, or whole words of one; found_by says by which (code, name, older_name: that of a unit that became part of it, part). A code with its list, like gso34/24, picks that one alone. — Tìm tỉnh trong cả hai danh mục mã theo mã, tên, tên tắt, tên cũ hoặc vài từ trọn vẹn của tên; found_by cho biết tìm thấy theo gì (code: mã, name: tên, older_name: tên của đơn vị đã nhập vào tỉnh, part: một phần tên). Mã kèm danh mục, như gso34/24, chỉ lấy đúng danh mục đó.",
        "from province('tphcm')",
    ),
    (
        'indicator(words)', sql_indicator(),
        "Indicators by code, name, or words of code and names. — Tìm chỉ tiêu theo mã, tên, hoặc các từ trong mã và tên.",
        "from indicator('thue bao internet')",
    ),
    (
        'series(indicator, province)', sql_series(),
        "All years of an indicator in a province, each with the sentence that states it; where level is filled the value is of that tier of government alone, not of the province. — Mọi năm của một chỉ tiêu ở một tỉnh, mỗi giá trị kèm câu nêu nó; khi có level thì giá trị chỉ của riêng cấp hành chính đó, không phải của toàn tỉnh.",
        "from series('telecom.bts_sites', 'Lai Châu')",
    ),
    (
        "compare(indicator, year, status := 'actual')", sql_compare(),
        "Provinces side by side in a year, with their places and the target of that or the nearest later year; place is empty where a value cannot be ranked. — Các tỉnh cạnh nhau trong một năm, kèm thứ hạng và mục tiêu của năm đó hoặc của năm gần nhất sau đó; place để trống khi giá trị không xếp hạng được.",
        "from compare('telecom.bts_sites', 2019)",
    ),
    (
        'evidence(id)', sql_evidence(),
        "Where a figure comes from, by figure_id or by row_id of fct_indicator_year: sentence, page, archive record, what a reviewer said (of the figure; asked by a row_id whose value was corrected as a whole, of that value); where last_seen_at is filled the page no longer states it. — Nguồn gốc một số liệu, theo figure_id hoặc row_id của fct_indicator_year: câu nêu số liệu, trang, bản ghi lưu trữ, kết luận rà soát (về số liệu; nếu hỏi theo row_id có giá trị được sửa trực tiếp thì về giá trị đó); khi có last_seen_at thì trang không còn nêu số liệu đó.",
        "from evidence('gso63/12/2019/telecom.bts_sites/actual')",
    ),
    (
        'sentences(words)', sql_sentences(),
        "Figures whose sentence or title has all these words, with or without accents, of more than four the fifth and later in that order; those too that a reviewer rejected or corrected: review says so. — Các số liệu mà câu nêu hoặc tiêu đề có đủ các từ này, có dấu hay không dấu (quá bốn từ thì từ thứ năm trở đi phải theo đúng thứ tự), kể cả số liệu bị người rà soát bác bỏ hoặc sửa: xem cột review.",
        "from sentences('tram phat song')",
    ),
    (
        'figures_known_on(day)', sql_figures_known_on(),
        "The rows of fct_figure_version that stood at the end of a day, UTC. — Các dòng của fct_figure_version còn hiệu lực vào cuối một ngày, giờ UTC.",
        "from figures_known_on(date '2023-02-01')",
    ),
    (
        'indicator_year_known_on(day)', sql_indicator_year_known_on(),
        "The figure that stood for each province, year, indicator and status at the end of a day, UTC; by the pages alone. — Số liệu đại diện cho mỗi tỉnh, năm, chỉ tiêu và trạng thái vào cuối một ngày, giờ UTC; chỉ theo các trang.",
        "from indicator_year_known_on(date '2023-02-01')",
    ),
] %}
{%- for signature, statement, description, example in macros %}
    (
        {{ loop.index }},
        '{{ signature.split("(")[0] }}',
        '{{ signature | replace("'", "''") }}',
        '{{ description | replace("'", "''") }}',
        '{{ example | replace("'", "''") }}',
        '{{ statement | replace("'", "''") }}'
    ){{ "," if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- Makes the macros of _macros beside the marts, in the order of their place. -#}
{% macro make_macros(relation) -%}
    {%- if execute -%}
        {%- for row in run_query('select statement from ' ~ relation ~ ' order by place').rows -%}
            {{ row[0] }};
        {% endfor -%}
    {%- endif -%}
{%- endmacro %}
