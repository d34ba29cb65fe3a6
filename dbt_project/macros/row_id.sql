{#- The stable id of a row whose key is several columns: what tells it apart, in the words of the key, joined by '/'.
    No part of a key holds a '/', so two rows never share one; the same fact has the same id in every release. -#}
{% macro row_id(columns) -%}
    concat_ws('/', {{ columns | join(', ') }})
{%- endmacro %}
