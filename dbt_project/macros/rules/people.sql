{#- What a figure of participants is about, beside how many: two figures that are alike in all of it are the same count. -#}
{% macro people_dimensions() -%}
    {{ return([
        'measure', 'period_start', 'period_end', 'source_system', 'area_scope', 'who', 'municipality', 'gender', 'age_band',
        'education', 'support_type', 'occupation', 'before_after', 'exit_reason', 'registration_type',
    ]) }}
{%- endmacro %}

{#- One text for all that a figure is about, `without` some of it: figures alike in it differ in those dimensions only.
    A figure that says nothing of them has the same text with and without. -#}
{% macro people_key(relation, without=()) -%}
    concat_ws(
        '|'
        {%- for name in people_dimensions() %}, {% if name in without %}''{% else %}coalesce(cast({{ relation }}.{{ name }} as varchar), ''){% endif %}{% endfor %}
    )
{%- endmacro %}

{#- Whether everybody who left for `part` also left for `whole`; a code is no part of itself. -#}
{% macro reason_inside(whole, part) -%}
    ({{ whole }} <> {{ part }} and {{ covers('exit_reason', whole, part) }})
{%- endmacro %}

{#- A verdict on people names a place of theirs by these columns of people_figures. -#}
{% macro people_place(relation) -%}
    {{ relation }}.association_id,
    {{ relation }}.document_id,
    {{ relation }}.file_name,
    {{ relation }}.page,
    'participants' as statement,
    {{ relation }}.table_no,
    {{ relation }}.column_printed,
    {{ relation }}.period_end
{%- endmacro %}

{#- The dimensions that tell one part of the participants from another; the rest says when, where and what is counted. -#}
{% macro people_categories() -%}
    {{ return(['gender', 'age_band', 'education', 'support_type', 'occupation', 'before_after', 'exit_reason', 'registration_type']) }}
{%- endmacro %}

{#- True for a figure about a part of the participants. -#}
{% macro is_one_of_categories(relation) -%}
    coalesce(
        {%- for name in people_categories() %}
        {{ relation }}.{{ name }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    ) is not null
{%- endmacro %}

{#- Whether two cells of one row, or of one column, also stand so on the page, upright or turned; a workbook has no boxes. -#}
{% macro is_level(one, other) -%}
    (
        {{ one }}.top is null
        or (
            {{ one }}.direction = 'column' and {{ one }}.page = {{ other }}.page
            and least(abs({{ one }}.top - {{ other }}.top), abs({{ one }}.x0 - {{ other }}.x0)) < 8
        )
        or ({{ one }}.direction = 'row' and least(abs({{ one }}.top - {{ other }}.top), abs({{ one }}.x0 - {{ other }}.x0)) < 40)
    )
{%- endmacro %}

{#- Whether two counts may be about the same people: within a share of the greater one, or the same digits in another order. -#}
{% macro is_near(pair, rules) -%}
    (
        abs({{ pair }}.value - {{ pair }}.other_value)
        <= cast(json_extract_string({{ rules }}.parameters, '$.near_share') as decimal(3, 2)) * greatest({{ pair }}.value, {{ pair }}.other_value)
        or (
            least({{ pair }}.value, {{ pair }}.other_value) >= 10
            and list_sort(string_split(cast(cast({{ pair }}.value as integer) as varchar), ''))
            = list_sort(string_split(cast(cast({{ pair }}.other_value as integer) as varchar), ''))
        )
    )
{%- endmacro %}
