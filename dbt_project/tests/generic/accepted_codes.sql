{#- Passes when every coded column holds codes of its closed list only. One query a table, whatever the number of
    lists: a test costs its round trip, not its rows. Null is the contract's business, not the list's. -#}
{% test accepted_codes(model, code_lists) %}
{%- for column, codes in code_lists.items() %}
select
    '{{ column }}' as column_name,
    cast({{ column }} as varchar) as code,
    count(*) as row_count
from {{ model }}
where {{ column }} not in ('{{ codes | join("', '") }}')
group by {{ column }}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
{% endtest %}
