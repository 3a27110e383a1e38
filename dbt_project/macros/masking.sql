{#- Settings of masking: a count below the threshold is withheld, and so is whatever would give it away. -#}
{% macro masking_threshold() -%}
    {{ var('masking_threshold', env_var('FINSAM_MASKING_THRESHOLD', '5')) }}
{%- endmacro %}

{#- Whether figures that a public report itself prints are masked too. -#}
{% macro masks_documents() -%}
    {{ var('mask_documents', env_var('FINSAM_MASK_DOCUMENTS', 'false')) }}
{%- endmacro %}

{#- Whether a document is a report that is public already: what it prints, it tells, whatever system the figure is from. -#}
{% macro is_public_report(report_type) -%}
    ({{ report_type }} in ('annual_report', 'interim_report', 'plan_budget', 'audit_report'))
{%- endmacro %}

{#- What a count can be told apart by, those first that one would rather see merged; gender last. -#}
{% macro count_dimensions() -%}
    answer_label,education,age_band,support_type,occupation,exit_reason,registration_type,municipality,initiative_id,gender
{%- endmacro %}

{#- The first and the last year of an age band: "16-24", "65-", "65 år eller äldre", "-19". -#}
{% macro band_from(band) -%}
    coalesce(try_cast(nullif(regexp_extract({{ band }}, '^\D*(\d+)', 1), '') as integer), 0)
    * case when regexp_matches({{ band }}, '^\s*(-|–|<|upp till|under)') then 0 else 1 end
{%- endmacro %}

{% macro band_to(band) -%}
    case
        when regexp_matches({{ band }}, '^\s*(-|–|<|upp till|under)')
            then coalesce(try_cast(nullif(regexp_extract({{ band }}, '(\d+)', 1), '') as integer), 200)
        else coalesce(try_cast(nullif(regexp_extract({{ band }}, '\d+\D+(\d+)', 1), '') as integer), 200)
    end
{%- endmacro %}

{#- Whether two values of one dimension may have persons in common. Ages meet, and some codes are sums of others. -#}
{% macro meets(dimension, left, right) -%}
    {%- if dimension == 'age_band' -%}
    (
        {{ left }} = {{ right }}
        or ({{ band_from(left) }} <= {{ band_to(right) }} and {{ band_from(right) }} <= {{ band_to(left) }})
    )
    {%- elif dimension in ('exit_reason', 'occupation') -%}
    ({{ covers(dimension, left, right) }} or {{ covers(dimension, right, left) }})
    {%- else -%}
    ({{ left }} = {{ right }})
    {%- endif -%}
{%- endmacro %}

{#- Whether everybody counted under the second value is counted under the first. -#}
{% macro covers(dimension, whole, part) -%}
    {%- if dimension == 'age_band' -%}
    (
        {{ whole }} = {{ part }}
        or ({{ band_from(whole) }} <= {{ band_from(part) }} and {{ band_to(part) }} <= {{ band_to(whole) }})
    )
    {%- elif dimension in ('exit_reason', 'occupation') -%}
    (
        {{ whole }} = {{ part }}
        or ({{ whole }} = 'work_or_study' and {{ part }} in ('work', 'study', 'employment', 'studies'))
        or ({{ whole }} in ('work', 'employment') and {{ part }} in ('subsidised', 'unsubsidised'))
        or ({{ whole }} = 'work_or_study' and {{ part }} in ('subsidised', 'unsubsidised'))
    )
    {%- else -%}
    ({{ whole }} = {{ part }})
    {%- endif -%}
{%- endmacro %}

{#- Whether a cell's count changes when the exchange is made. The exchange moves persons between two values of `dim`
    within the context (the k_ columns); with `dim_2` it moves as many back at another value of that dimension. -#}
{% macro is_touched(exchange, cell) -%}
    {%- set dimensions = count_dimensions().strip().split(',') -%}
    {{ exchange }}.pool = {{ cell }}.pool
    and (
        {{ exchange }}.side_group = {{ cell }}.side_group
        or {{ exchange }}.side_group = 'ongoing'
        or {{ cell }}.side_group = 'ongoing'
    )
    and (
        (
            {{ cell }}.first_day >= {{ exchange }}.first_day - interval 1 day
            and {{ cell }}.last_day <= {{ exchange }}.last_day
        )
        or (
            {{ cell }}.first_day <= {{ exchange }}.first_day
            and {{ cell }}.last_day >= {{ exchange }}.last_day
        )
    )
    {%- for name in dimensions %}
    and (
        {{ exchange }}.k_{{ name }} is null
        or {{ cell }}.{{ name }} is null
        or {{ meets(name, exchange ~ '.k_' ~ name, cell ~ '.' ~ name) }}
    )
    {%- endfor %}
    and case
        when {{ exchange }}.kind = 'all' then true
        {%- for name in dimensions %}
        when {{ exchange }}.dim = '{{ name }}' then
            {{ cell }}.{{ name }} is not null
            and case
                when {{ exchange }}.kind = 'rest' then
                    {{ meets(name, cell ~ '.' ~ name, exchange ~ '.value_from') }}
                    or position(concat('|', {{ cell }}.{{ name }}, '|') in {{ exchange }}.group_values) = 0
                else
                    (
                        {{ meets(name, cell ~ '.' ~ name, exchange ~ '.value_from') }}
                        or {{ meets(name, cell ~ '.' ~ name, exchange ~ '.value_to') }}
                    )
                    and not (
                        {{ covers(name, cell ~ '.' ~ name, exchange ~ '.value_from') }}
                        and {{ covers(name, cell ~ '.' ~ name, exchange ~ '.value_to') }}
                    )
            end
        {%- endfor %}
    end
    and case
        when {{ exchange }}.dim_2 is null then true
        {%- for name in dimensions %}
        when {{ exchange }}.dim_2 = '{{ name }}' then
            case
                when {{ cell }}.{{ name }} is not null then
                    {{ meets(name, cell ~ '.' ~ name, exchange ~ '.value_2') }}
                    or {{ meets(name, cell ~ '.' ~ name, exchange ~ '.other_2') }}
                -- As many come as go, unless the cell tells apart what the exchange does not.
                else not (
                    true
                    {%- for other in dimensions if other != name %}
                    and (
                        {{ exchange }}.dim = '{{ other }}'
                        or {{ cell }}.{{ other }} is null
                        or {{ exchange }}.k_{{ other }} is not null
                    )
                    {%- endfor %}
                )
            end
        {%- endfor %}
    end
{%- endmacro %}
