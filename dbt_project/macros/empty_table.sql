{#- No rows, with the columns and types of the model's own contract: for a public table no reader fills yet. -#}
{% macro empty_table() -%}
select
    {%- for column in model.columns.values() %}
    cast(null as {{ column.data_type }}) as {{ column.name }}{{ "," if not loop.last }}
    {%- endfor %}
where false
{%- endmacro %}
