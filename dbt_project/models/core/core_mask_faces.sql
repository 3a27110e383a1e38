-- grain: one published cell and one dimension it is told apart by, with the cell it is part of when that is left out
{{ config(alias='mask_faces') }}
{% set dimensions = count_dimensions().strip().split(',') %}

{% for name in dimensions -%}
select
    cell_id,
    '{{ name }}' as dim,
    {{ loop.index }} as dim_no,
    {{ name }} as value,
    least,
    greatest,
    side,
    side_group,
    first_day,
    last_day,
    is_public,
    is_small,
    label_order,
    md5(concat(
        pool, '|', side, '|', cast(first_day as string), '|', cast(last_day as string)
        {%- for other in dimensions %}, '|', {{ "''" if other == name else "coalesce(" ~ other ~ ", '')" }}{% endfor %}
    )) as whole_id,
    pool
from {{ ref('core_mask_cells') }}
where {{ name }} is not null
{% if not loop.last %}union all{% endif %}
{% endfor %}
