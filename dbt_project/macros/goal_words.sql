{#- A goal's text as words to compare: small letters, no accents, no punctuation. -#}
{% macro folded_text(text) -%}
    trim(regexp_replace(strip_accents(lower({{ text }})), '[^a-z0-9%]+', ' ', 'g'))
{%- endmacro %}

{#- One round of linking, best first: of the pairs still free, those where each is the other's best. -#}
{% macro linking_round(number, earlier) -%}
free_{{ number }} as (
    select pairs.*
    from pairs
    {%- for before in earlier %}
    left join links_{{ before }} as later_{{ before }}
        on pairs.goal_fact_id = later_{{ before }}.goal_fact_id and pairs.before_document_id = later_{{ before }}.before_document_id
    left join links_{{ before }} as before_{{ before }}
        on pairs.before_fact_id = before_{{ before }}.before_fact_id and pairs.document_id = before_{{ before }}.document_id
    {%- endfor %}
    where
        true
        {%- for before in earlier %}
        and later_{{ before }}.goal_fact_id is null
        and before_{{ before }}.before_fact_id is null
        {%- endfor %}
),

placed_{{ number }} as (
    select
        *,
        row_number() over (
            partition by goal_fact_id, before_document_id
            order by likeness desc, distance asc, before_fact_id asc
        ) as best_for_later,
        row_number() over (
            partition by before_fact_id, document_id
            order by likeness desc, distance asc, goal_fact_id asc
        ) as best_for_before
    from free_{{ number }}
),

links_{{ number }} as (
    select * from placed_{{ number }}
    where best_for_later = 1 and best_for_before = 1
)
{%- endmacro %}
