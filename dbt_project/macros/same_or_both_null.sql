{#- Equality where null equals null; engines spell it differently. -#}
{% macro same_or_both_null(left, right) -%}
    {{ adapter.dispatch('same_or_both_null')(left, right) }}
{%- endmacro %}

{% macro default__same_or_both_null(left, right) -%}
    {{ left }} is not distinct from {{ right }}
{%- endmacro %}

{% macro spark__same_or_both_null(left, right) -%}
    {{ left }} <=> {{ right }}
{%- endmacro %}
