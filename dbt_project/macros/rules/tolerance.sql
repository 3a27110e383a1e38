{#- How far two sides may differ, in the unit of the figures: from the rule's tolerance, the value of the last printed digit
    (`precision`, the coarsest on either side), the number of terms, and how many of them are that coarse. -#}
{% macro tolerance(rule, precision, terms, coarse_terms) -%}
    cast(
        case
            when {{ rule }}.tolerance_fixed is not null then {{ rule }}.tolerance_fixed
            when {{ precision }} > 1
                then {{ precision }} * least(
                    {{ rule }}.tolerance_coarse_at_most, greatest(1, {{ rule }}.tolerance_coarse_per_term * {{ coarse_terms }})
                )
            else greatest({{ rule }}.tolerance_fine_floor, ceil({{ rule }}.tolerance_fine_per_term * {{ terms }}))
        end as decimal(18, 3)
    )
{%- endmacro %}

{#- True when two figures are the same but for a unit of kronor, thousands or millions: a matter of reading, not of reckoning. -#}
{% macro differ_by_unit(one, other) -%}
    (
        {{ other }} <> 0 and {{ one }} <> 0
        and (
            abs(abs({{ one }} / {{ other }}) - 1000) < 10 or abs(abs({{ other }} / {{ one }}) - 1000) < 10
            or abs(abs({{ one }} / {{ other }}) - 1000000) < 10000 or abs(abs({{ other }} / {{ one }}) - 1000000) < 10000
        )
    )
{%- endmacro %}

{#- A number that was seen and not read, in kronor of a table's unit; null when it is no plain number. -#}
{% macro unread_amount(text, unit_multiple) -%}
    try_cast(replace(regexp_replace({{ text }}, '[^0-9,]', '', 'g'), ',', '.') as decimal(18, 3)) * {{ unit_multiple }}
{%- endmacro %}

{#- The rules of one family, as written by the rules' own room. -#}
{% macro rules_of(family) -%}
    select * from {{ source('reference', 'rules') }} where family = '{{ family }}'
{%- endmacro %}

{#- Left for the judge outside: one Parquet file per family, same order on every run. -#}
{% macro leave_parquet(family) -%}
    copy (select * from {% raw %}{{ this }}{% endraw %} order by rule_id, place) to '{% raw %}{{ var('residuals_dir') }}{% endraw %}/{{ family }}.parquet' (format parquet)
{%- endmacro %}

{#- The columns of every family, in order. A one-sided rule forbids more, not less. `rests_on` are facts that stand on neither
    side and that a side was reckoned from: who may not see them may not see the sides either. -#}
{% macro residual_columns(one_sided=false, rests_on='[]') -%}
    cast(rule_id as varchar) as rule_id,
    cast(place as varchar) as place,
    cast(equation as varchar) as equation,
    cast(basis as varchar) as basis,
    cast(association_id as varchar) as association_id,
    cast(document_id as varchar) as document_id,
    cast(file_name as varchar) as file_name,
    cast(page as integer) as page,
    cast(statement as varchar) as statement,
    cast(table_no as integer) as table_no,
    cast(column_printed as varchar) as column_printed,
    cast(period_end as date) as period_end,
    cast(left_label as varchar) as left_label,
    cast(right_label as varchar) as right_label,
    cast(left_value as decimal(18, 3)) as left_value,
    cast(right_value as decimal(18, 3)) as right_value,
    cast({{ 'greatest(left_value - right_value, 0)' if one_sided else 'left_value - right_value' }} as decimal(18, 3)) as difference,
    cast(tolerance as decimal(18, 3)) as tolerance,
    cast(evaluable as boolean) as evaluable,
    cast(reason as varchar) as reason,
    cast(doubt as varchar) as doubt,
    cast(hint as varchar) as hint,
    cast(terms as integer) as terms,
    cast(scope as varchar) as scope,
    cast(repaired as boolean) as repaired,
    cast(left_fact_ids as varchar[]) as left_fact_ids,
    cast(right_fact_ids as varchar[]) as right_fact_ids,
    cast({{ rests_on }} as varchar[]) as rests_on
{%- endmacro %}

{#- A printed label without the words that only say that it is a sum, and without marks; null stays null. -#}
{% macro label_alone(label) -%}
    trim(regexp_replace(lower({{ label }}), '^(del)?(summa|s:a|totalt?|totala)\b|\btotalt$|[^\p{L}\p{N} ]', '', 'g'))
{%- endmacro %}
