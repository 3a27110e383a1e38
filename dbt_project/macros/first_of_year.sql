{#- The 1 January of a date's year. -#}
{% macro first_of_year(day) -%}
    cast({{ dbt.date_trunc('year', day) }} as date)
{%- endmacro %}
